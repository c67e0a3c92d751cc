"""The faults of a JSON value against a shape: each with its path and what is wrong, in declaration order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias, assert_never

from steploom.dsl.contract.kinds import kind_of, kinds, number_text, same_scalar, words
from steploom.dsl.contract.shapes import (
    MAX_INTEGER,
    AnyShape,
    BoolShape,
    Bounds,
    BytesShape,
    DateShape,
    DateTimeShape,
    DecimalShape,
    DictShape,
    EnumShape,
    FloatShape,
    IntShape,
    ListShape,
    LiteralShape,
    ModelShape,
    NoneShape,
    Shape,
    StrShape,
    TextShape,
    TimedeltaShape,
    TupleShape,
    UnionShape,
    UUIDShape,
)
from steploom.jsontext import Json, JsonObject, compact

__all__ = ["Fault", "below", "cause", "faults", "title"]


_Scalar: TypeAlias = NoneShape | BoolShape | IntShape | FloatShape | StrShape | TimedeltaShape | TextShape


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    Attributes:
        path: Where, as `items[0].sku`; empty for the whole value.
        message: What is wrong there.
    """

    path: str
    message: str

    def text(self, root: str = "input") -> str:
        """Return `<path>: <message>`; a fault of the whole value is named `root`."""
        return f"{self.path or root}: {self.message}"

    def __str__(self) -> str:
        return self.text()


def cause(found: Iterable[Fault], root: str = "input") -> str:
    """Return the faults as one line, as `InputError` and `ResultError` show them."""
    return "; ".join(each.text(root) for each in found)


def faults(shape: Shape, value: Json, path: str = "") -> list[Fault]:
    """Return what is wrong with `value`, depth first in declaration order; empty when it fits.

    An array's or string's own constraints come before the faults of its items; unknown keys come after the declared
    ones. Nothing is coerced.

    Args:
        shape: What the value must be.
        value: A JSON value.
        path: Where the value stands.

    Example:
        >>> [str(each) for each in faults(ListShape(IntShape(Bounds(ge=1)), min_length=1), [1, 0, "2"], "sizes")]
        ['sizes[1]: must be >= 1', 'sizes[2]: expected integer, got string']
    """
    return list(_faults(shape, value, path))


def _faults(shape: Shape, value: Json, path: str) -> Iterator[Fault]:
    match shape:
        case AnyShape():
            return
        case UnionShape():
            yield from _union(shape, value, path)
        case LiteralShape() | EnumShape():
            if not any(same_scalar(value, each) for each in shape.values):
                yield Fault(path, "must be one of " + ", ".join(compact(each) for each in shape.values))
        case _ if not _of_kind(shape, value):
            yield Fault(path, _wrong_kind(shape, value))
        case ListShape():
            yield from _list(shape, value, path)
        case TupleShape():
            yield from _tuple(shape, value, path)
        case DictShape():
            for key, each in value.items():
                yield from _faults(shape.value, each, below(path, key))
        case ModelShape():
            yield from _model(shape, value, path)
        case _:
            yield from (Fault(path, each) for each in _scalar(shape, value))


def _scalar(shape: _Scalar, value: Json) -> Iterator[str]:
    match shape:
        case NoneShape() | BoolShape():
            return
        case IntShape() if abs(value) > MAX_INTEGER:
            yield f"must be between {-MAX_INTEGER} and {MAX_INTEGER}"
        case IntShape() | FloatShape() | TimedeltaShape():
            yield from _number(shape.bounds, value)
        case StrShape():
            yield from _string(shape, value)
        case DateTimeShape() | DateShape() | DecimalShape() | UUIDShape() | BytesShape():
            if not matches(shape.portable, value):
                yield _wrong_kind(shape, value)
        case _:
            assert_never(shape)


def below(path: str, key: str) -> str:
    """Return the path of a key in the object at `path`."""
    return f"{path}.{key}" if path else key


def matches(portable: str, text: str) -> bool:
    """Return whether a portable regular expression is found in `text`."""
    return _compiled(portable).search(text) is not None


@lru_cache(maxsize=512)
def _compiled(portable: str) -> re.Pattern[str]:
    return re.compile(portable, re.ASCII)


def _of_kind(shape: Shape, value: Json) -> bool:
    if isinstance(shape, IntShape) and isinstance(value, float):
        return value.is_integer()
    return kind_of(value) in kinds(shape)


def _wrong_kind(shape: Shape, value: Json) -> str:
    return f"expected {' or '.join(words(shape))}, got {kind_of(value)}"


def _number(bounds: Bounds, value: float) -> Iterator[str]:
    if bounds.ge is not None and not value >= bounds.ge:
        yield f"must be >= {number_text(bounds.ge)}"
    if bounds.gt is not None and not value > bounds.gt:
        yield f"must be > {number_text(bounds.gt)}"
    if bounds.le is not None and not value <= bounds.le:
        yield f"must be <= {number_text(bounds.le)}"
    if bounds.lt is not None and not value < bounds.lt:
        yield f"must be < {number_text(bounds.lt)}"
    if bounds.multiple_of is not None and value % bounds.multiple_of != 0:
        yield f"must be a multiple of {bounds.multiple_of}"


def _string(shape: StrShape, value: str) -> Iterator[str]:
    yield from _length(len(value), shape.min_length, shape.max_length, "characters")
    if shape.portable is not None and not matches(shape.portable, value):
        yield f"must match /{shape.pattern}/"


def _length(actual: int, least: int, most: int | None, unit: str) -> Iterator[str]:
    if actual < least:
        yield f"must have at least {least} {unit}"
    if most is not None and actual > most:
        yield f"must have at most {most} {unit}"


def _list(shape: ListShape, value: list[Json], path: str) -> Iterator[Fault]:
    for message in _length(len(value), shape.min_length, shape.max_length, "items"):
        yield Fault(path, message)
    for index, each in enumerate(value):
        yield from _faults(shape.item, each, f"{path}[{index}]")


def _tuple(shape: TupleShape, value: list[Json], path: str) -> Iterator[Fault]:
    if len(value) != len(shape.items):
        yield Fault(path, f"must have exactly {len(shape.items)} items")
        return
    for index, (item, each) in enumerate(zip(shape.items, value, strict=True)):
        yield from _faults(item, each, f"{path}[{index}]")


def _model(shape: ModelShape, value: JsonObject, path: str) -> Iterator[Fault]:
    for each in shape.fields:
        if each.name in value:
            yield from _faults(each.shape, value[each.name], below(path, each.name))
        elif each.required:
            yield Fault(below(path, each.name), "missing")
    if shape.extra == "forbid":
        known = {*shape.allowed, *(each.name for each in shape.fields)}
        for key in value:
            if key not in known:
                yield Fault(below(path, key), "not allowed")


def _union(shape: UnionShape, value: Json, path: str) -> Iterator[Fault]:
    candidates = [option for option in shape.options if kind_of(value) in kinds(option)]
    if not candidates:
        yield Fault(path, _wrong_kind(shape, value))
    elif shape.tag is not None and isinstance(value, dict):
        yield from _tagged(shape.tag, candidates, value, path)
    else:
        found = [faults(option, value, path) for option in candidates]
        if not all(found):
            return
        if len(found) == 1:
            yield from found[0]
        else:
            titles = ", ".join(title(option) for option in candidates)
            yield Fault(path, f"must fit one of {titles}")


def title(shape: Shape) -> str:
    """Return how a message names an option of a union."""
    return shape.name if isinstance(shape, ModelShape) else " or ".join(words(shape))


def _tagged(tag: str, options: list[Shape], value: JsonObject, path: str) -> Iterator[Fault]:
    if tag not in value:
        yield Fault(below(path, tag), "missing")
        return
    known: list[Json] = []
    for option in options:
        values = tag_values(option, tag)
        if any(same_scalar(value[tag], each) for each in values):
            yield from _faults(option, value, path)
            return
        known.extend(values)
    yield Fault(below(path, tag), "must be one of " + ", ".join(compact(each) for each in known))


def tag_values(option: Shape, tag: str) -> tuple[Json, ...]:
    """Return the values of the tag that choose this option of a union; none when it has no such tag."""
    if isinstance(option, ModelShape):
        for each in option.fields:
            if each.name == tag and isinstance(each.shape, LiteralShape | EnumShape):
                return each.shape.values
    return ()
