"""JSON values by shape: some that fit, and some with a fault somewhere."""

from __future__ import annotations

from copy import deepcopy

from steploom.dsl.contract import (
    AnyShape,
    BoolShape,
    BytesShape,
    DateShape,
    DateTimeShape,
    DecimalShape,
    DictShape,
    EnumShape,
    FieldShape,
    ListShape,
    LiteralShape,
    ModelShape,
    NoneShape,
    Shape,
    StrShape,
    TupleShape,
    UnionShape,
    UUIDShape,
    faults,
)
from steploom.jsontext import Json
from tests.properties.choices import Choices, chance, pick
from tests.properties.declaring import ALIASES, NAMES
from tests.properties.kinds import NUMBERS, TEXTS

__all__ = ["JUNK", "fitting", "spoiled"]

#: In the spelling that Python writes: a machine passes on what it was given, `Z` for `+00:00` and capitals included.
_TEXTUAL = {
    DateTimeShape: ("2026-01-31T09:30:00+01:00", "2024-02-29T23:59:59.123456+00:00", "0001-01-01T00:00:00-23:59"),
    DateShape: ("2026-01-31", "2000-02-29", "9999-12-31"),
    DecimalShape: ("9.90", "-0", "1E+5", "0.000"),
    UUIDShape: ("0b5c0a60-1111-4222-8333-444455556666", "00000000-0000-0000-0000-000000000000"),
    BytesShape: ("", "YWJj", "AA==", "+/8="),
}

#: Values that no type expects all of.
JUNK: tuple[Json, ...] = (None, "", 0, True, [], {}, "a", 3.5, [[]], [1], ["a"], {"a": 1}, [None], 2**53, 10**30)
JUNK += ("2026-02-29", "2026-01-31T09:30:00", "12.", "DE\n", "{% $x %}", "😀😀😀", [[["x"]]], {"a b": None}, 1e300, -1)
JUNK += ({"a": {"a": 0}}, [[1, 2], [3]], [{}, {}], "'", '"', "`", "\\", "\ufffd", False, 0.5, [0], [False], -(2**60))


def fitting(choices: Choices, shape: Shape) -> Json:
    """Return a value without faults, or one near it where none is known."""
    match shape:
        case AnyShape():
            return pick(choices, JUNK)
        case NoneShape():
            return None
        case BoolShape():
            return pick(choices, (False, True))
        case StrShape():
            return _first_fitting(choices, shape, TEXTS)
        case LiteralShape() | EnumShape():
            return pick(choices, shape.values)
        case DateTimeShape() | DateShape() | DecimalShape() | UUIDShape() | BytesShape():
            return pick(choices, _TEXTUAL[type(shape)])
        case ListShape():
            most = 3 if shape.max_length is None else shape.max_length
            count = max(shape.min_length, choices.below(most + 1))
            return [fitting(choices, shape.item) for _ in range(count)]
        case TupleShape():
            return [fitting(choices, each) for each in shape.items]
        case DictShape():
            return {pick(choices, NAMES + ALIASES): fitting(choices, shape.value) for _ in range(choices.below(3))}
        case ModelShape():
            return _object(choices, shape)
        case UnionShape():
            return fitting(choices, pick(choices, shape.options))
        case _:
            return _first_fitting(choices, shape, NUMBERS)


def _first_fitting(choices: Choices, shape: Shape, pool: tuple[Json, ...]) -> Json:
    start = choices.below(len(pool))
    turned = (*pool[start:], *pool[:start])
    return next((each for each in turned if not faults(shape, each)), pool[0])


def _object(choices: Choices, shape: ModelShape) -> Json:
    made = {each.name: fitting(choices, each.shape) for each in shape.fields if _wanted(choices, each)}
    if shape.extra != "forbid" and chance(choices, 10):
        made.setdefault(pick(choices, ("more", *ALIASES)), pick(choices, JUNK))
    return made


def _wanted(choices: Choices, field: FieldShape) -> bool:
    return field.required or chance(choices, 50)


def spoiled(choices: Choices, value: Json) -> Json:
    """Return `value` with one thing in it changed: another type, gone, null, wrapped, or a key too many."""
    if choices.below(3) and isinstance(value, dict | list) and value:
        places = list(value) if isinstance(value, dict) else list(range(len(value)))
        place = pick(choices, places)
        changed = deepcopy(value)
        changed[place] = spoiled(choices, value[place])
        return changed
    match pick(choices, ("junk", "null", "gone", "wrap", "more", "text")):
        case "null":
            return None
        case "wrap":
            return [value]
        case "text":
            return str(value)
        case "gone" if isinstance(value, dict) and value:
            left = dict(value)
            del left[pick(choices, list(left))]
            return left
        case "gone" if isinstance(value, list) and value:
            return value[1:]
        case "more" if isinstance(value, dict):
            return {**value, pick(choices, ("more", *ALIASES, *NAMES)): pick(choices, JUNK)}
        case "more" if isinstance(value, list):
            return [*value, *value, pick(choices, JUNK)]
        case _:
            return pick(choices, JUNK)
