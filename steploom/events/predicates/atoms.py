"""Single conditions on one field, as Python decides them."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Literal, TypeAlias

from steploom.diagnostics import Diagnostic
from steploom.events.predicates import numbers as nums
from steploom.events.predicates import strings as strs
from steploom.events.predicates.constants import NotConstant, plain
from steploom.events.predicates.fields import Field, Missing
from steploom.events.predicates.formula import Condition, Formula, Refusal, Truth, both, either, single
from steploom.events.predicates.values import NOTHING, Values, of_value
from steploom.jsontext import Json

__all__ = ["Unfit", "affix", "equals", "has_element", "is_null", "one_of", "ordered", "truthy"]

_Kind: TypeAlias = Literal["prefix", "suffix", "contains"]

_FALSY = of_value(None) | of_value(False) | of_value(0) | of_value("")


class Unfit(Exception):
    """A condition that Python and EventBridge decide differently, or that makes no sense; with a hint or None."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        self.message = message
        self.hint = hint
        super().__init__(message)


def equals(field: Field, value: object) -> Truth:
    """Return the truth of `field == value`."""
    return one_of(field, (value,))


def one_of(field: Field, values: tuple[object, ...]) -> Truth:
    """Return the truth of `field in values`."""
    chosen = NOTHING
    for value in values:
        if value is None:
            chosen |= of_value(None)
            continue
        _refuse_uncomparable(field)
        chosen |= of_value(_comparable(field, value))
    if chosen == of_value(None):
        return is_null(field)
    return _atom(field, field.domain & chosen, field.domain - chosen)


def ordered(field: Field, operator: str, bound: object) -> Truth:
    """Return the truth of `field < bound` and the like; `operator` is one of `<`, `<=`, `>`, `>=`."""
    _refuse_uncomparable(field)
    if isinstance(bound, str):
        hint = 'compare the beginning: .startswith("2026-")'
        raise Unfit("EventBridge cannot order texts", hint)
    if not isinstance(bound, int | float) or isinstance(bound, bool) or not field.domain.numbers:
        raise Unfit(f"EventBridge orders numbers alone, not {field.name} and {bound!r}")
    _comparable(field, bound)
    interval = {
        "<": nums.Interval(high=bound),
        "<=": nums.Interval(high=bound, high_open=False),
        ">": nums.Interval(low=bound),
        ">=": nums.Interval(low=bound, low_open=False),
    }[operator]
    true = () if interval.empty else (interval,)
    return _atom(field, Values(numbers=true), Values(numbers=nums.complement(true)))


def affix(field: Field, kind: _Kind, texts: tuple[object, ...]) -> Truth:
    """Return the truth of `startswith`, `endswith` or `text in field` for any of `texts`."""
    _refuse_uncomparable(field)
    if not field.domain.strings:
        raise Unfit(f"{field.name} is no text")
    true = strs.NO_STRINGS
    for text in texts:
        if not isinstance(text, str):
            raise Unfit(f"{text!r} is no text")
        fits = frozenset({strs.Affix(kind, str(text))}) if text else frozenset()
        true = strs.unite(true, (strs.Term(fits=fits),))
    return _atom(field, Values(strings=true), Values(strings=strs.complement(true)))


def has_element(field: Field, value: object) -> Truth:
    """Return the truth of `value in field` for a list."""
    if field.opaque:
        raise Unfit(f"the elements of {field.name} are no plain values")
    element = of_value(None) if value is None else of_value(_comparable(field, value))
    missing = [_in_default(each, element) for each in field.when_missing]
    true = _formula(field, field.domain & element, True, missing)
    why = f"EventBridge cannot say that no element of the list {field.name} is {value!r}"
    refusal = Refusal((Diagnostic("SL502", why, field.span, hint="check it in the workflow, or send a flag with it"),))
    return Truth(true, refusal, field.nullable or None in missing)


def is_null(field: Field) -> Truth:
    """Return the truth of `field is None` for a field that is no object."""
    null = of_value(None)
    missing = [None if each is Missing.RAISES else each is None for each in field.when_missing]
    raises = None in missing
    if not field.is_list:
        domain = field.domain | (null if field.nullable else NOTHING)
        true = _formula(field, domain & null, True, missing)
        return Truth(true, _formula(field, domain - null, False, missing), raises)
    if True in missing:
        raise Unfit(f"EventBridge cannot tell a missing list {field.name} from an empty one", "make the list required")
    why = f"EventBridge cannot tell an empty list {field.name} from null"
    refusal = Refusal((Diagnostic("SL502", why, field.span, hint="use an empty list instead of None"),))
    return Truth(({field: Condition(null, missing=False)},) if field.nullable else (), refusal, raises)


def truthy(field: Field) -> Truth:
    """Return the truth of the field itself."""
    if field.is_list:
        raise Unfit(f"EventBridge cannot say whether the list {field.name} is empty")
    _refuse_uncomparable(field)
    return _atom(field, field.domain - _FALSY, field.domain & _FALSY)


def _refuse_uncomparable(field: Field) -> None:
    if field.is_list:
        raise Unfit(
            f"EventBridge compares the elements of the list {field.name}, not the list", 'write "x" in the list'
        )
    if field.opaque:
        hint = "send what the rule needs as a field of type str, int, float, bool or Enum"
        raise Unfit(f"{field.name} is of a type that a pattern cannot compare", hint)


def _comparable(field: Field, value: object) -> Json:
    """Return the JSON scalar of `value`, if Python compares it with the field as EventBridge does."""
    try:
        scalar = plain(value)
    except NotConstant as reason:
        raise Unfit(str(reason)) from reason
    if isinstance(scalar, bool) and field.domain.numbers:
        raise Unfit(f"{field.name} is a number, and in Python {scalar} equals a number", "compare with 0 or 1")
    if isinstance(scalar, int | float) and not isinstance(scalar, bool) and field.domain.booleans:
        raise Unfit(f"{field.name} can be a bool, and in Python a number can equal it", "compare with True or False")
    _check_enum(field, value)
    return scalar


def _check_enum(field: Field, value: object) -> None:
    mixed = isinstance(value, str | int | float)
    if isinstance(value, Enum) and not mixed and type(value) not in field.enums:
        raise Unfit(f"{field.name} never equals {value}", f"write {value}.value, or declare the field as Enum")
    plain_enums = [each for each in field.enums if not issubclass(each, str | int | float)]
    if not isinstance(value, Enum) and plain_enums:
        name = plain_enums[0].__name__
        raise Unfit(f"{field.name} is a {name}, which never equals {value!r} in Python", f"compare with a {name}")


def _atom(field: Field, true: Values, false: Values) -> Truth:
    decide = _decision(true, false)
    missing = [None if each is Missing.RAISES else decide(each) for each in field.when_missing]
    whole = field.domain | (of_value(None) if field.nullable else NOTHING)
    raises = None in missing or not (whole - true - false).empty
    return Truth(_formula(field, true, True, missing), _formula(field, false, False, missing), raises)


def _decision(true: Values, false: Values) -> Callable[[Json], bool | None]:
    def decide(value: Json) -> bool | None:
        if true.contains(value):
            return True
        return False if false.contains(value) else None

    return decide


def _formula(field: Field, values: Values, wanted: bool, missing: list[bool | None]) -> Formula:  # noqa: FBT001
    chosen = [each is wanted for each in missing]
    if not any(chosen) or all(chosen):
        return single(field, Condition(values, missing=any(chosen)))
    above = len(chosen) - field.own_defaults
    by_object, by_field = set(chosen[:above]), set(chosen[above:])
    if field.witness is None or len(by_object) != 1 or len(by_field) != 1:
        why = f"what {field.name} is depends on why it is missing, which EventBridge cannot tell"
        hint = "make the object that holds it required, or remove the default"
        return Refusal((Diagnostic("SL502", why, field.span, hint=hint),))
    # Missing with its object is one thing, missing from its object another: the witness tells them apart.
    found = single(field, Condition(values, missing=False))
    if True in by_object:
        return either(found, single(field.witness, Condition(NOTHING, missing=True)))
    there = single(field.witness, Condition(field.witness.domain, missing=False))
    return either(found, both(single(field, Condition(NOTHING, missing=True)), there))


def _in_default(default: Json | Missing, element: Values) -> bool | None:
    return any(element.contains(each) for each in default) if isinstance(default, list) else None
