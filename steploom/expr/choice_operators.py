"""The 39 comparison operators of a Choice rule in the JSONPath language.

Input: two values, or one. Output: a boolean. Must not: raise; a value of another type than the operator's is false.
"""

from __future__ import annotations

import operator as python
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from steploom.expr.timestamps import parse_timestamp
from steploom.jsontext import Json

__all__ = ["OPERATORS", "Operator", "Test"]

#: The value at `Variable` and the one to compare it with.
Test: TypeAlias = Callable[[Json, Json], bool]
_Sign: TypeAlias = Callable[[Json, Json], bool]
#: Brings a value into the form that orders; None if it is of another type.
_Key: TypeAlias = Callable[[Json], Json]

_ORDERS: dict[str, _Sign] = {
    "Equals": python.eq,
    "LessThan": python.lt,
    "GreaterThan": python.gt,
    "LessThanEquals": python.le,
    "GreaterThanEquals": python.ge,
}


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator.

    Attributes:
        name: As it is written.
        expected: What it takes, for messages.
        accepts: Whether a literal may stand at it.
        test: Compares two values of any type.
        prepare: From a literal to a test of the value at `Variable`.
        takes_path: A path stands at it, not a literal.
    """

    name: str
    expected: str
    accepts: Callable[[Json], bool]
    test: Test
    prepare: Callable[[Json], Callable[[Json], bool]]
    takes_path: bool = False


def _ordering(name: str, expected: str, key: _Key, sign: _Sign) -> tuple[Operator, Operator]:
    """Make an operator and its twin that takes a path."""

    def test(value: Json, other: Json) -> bool:
        one, two = key(value), key(other)
        return one is not None and two is not None and sign(one, two)

    def prepare(literal: Json) -> Callable[[Json], bool]:
        two = key(literal)

        def holds(value: Json) -> bool:
            one = key(value)
            return one is not None and sign(one, two)

        return holds

    def accepts(literal: Json) -> bool:
        return key(literal) is not None

    return (
        Operator(name, expected, accepts, test, prepare),
        Operator(f"{name}Path", "a Reference Path", accepts, test, prepare, takes_path=True),
    )


def _same_text(value: Json) -> Json:
    return value if isinstance(value, str) else None


def _text(value: Json) -> Json:
    """Text orders by UTF-16 code units, which differ from Python's code points beyond the basic plane."""
    return value.encode("utf-16-be", "surrogatepass") if isinstance(value, str) else None


def _number(value: Json) -> Json:
    kind = type(value)
    return value if kind is int or kind is float else None


def _boolean(value: Json) -> Json:
    return value if isinstance(value, bool) else None


def _moment(value: Json) -> Json:
    return parse_timestamp(value) if isinstance(value, str) else None


def _kind(name: str, test: Callable[[Json], bool]) -> Operator:
    """Make an operator that takes true, or false to mean the opposite."""

    def compare(value: Json, wanted: Json) -> bool:
        return test(value) is wanted

    def prepare(wanted: Json) -> Callable[[Json], bool]:
        return test if wanted else lambda value: not test(value)

    return Operator(name, "true or false", lambda literal: isinstance(literal, bool), compare, prepare)


def _glob(pattern: str) -> Callable[[Json], bool]:
    r"""Compile a pattern of `StringMatches`: `*` is any text, `\*` an asterisk, `\\` a backslash."""
    pieces = [""]
    position = 0
    while position < len(pattern):
        char = pattern[position]
        if char == "\\" and pattern[position + 1 : position + 2] in ("*", "\\"):
            position += 1
            pieces[-1] += pattern[position]
        elif char == "*":
            pieces.append("")
        else:
            pieces[-1] += char
        position += 1
    first, *middle = pieces
    if not middle:
        return lambda value: value == first
    *middle, last = middle

    def holds(value: Json) -> bool:
        if not isinstance(value, str) or len(value) < len(first) + len(last):
            return False
        if not (value.startswith(first) and value.endswith(last)):
            return False
        start, end = len(first), len(value) - len(last)
        for piece in middle:
            found = value.find(piece, start, end)
            if found < 0:
                return False
            start = found + len(piece)
        return True

    return holds


def _matches(value: Json, pattern: Json) -> bool:
    return isinstance(pattern, str) and _glob(pattern)(value)


def _all() -> Mapping[str, Operator]:
    found: list[Operator] = []
    for order, sign in _ORDERS.items():
        found += _ordering(f"String{order}", "text", _same_text if sign is python.eq else _text, sign)
        found += _ordering(f"Numeric{order}", "a number", _number, sign)
        found += _ordering(f"Timestamp{order}", "a moment such as 2016-03-14T01:59:00Z", _moment, sign)
    found += _ordering("BooleanEquals", "true or false", _boolean, python.eq)
    found.append(Operator("StringMatches", "text", lambda literal: isinstance(literal, str), _matches, _glob))
    found += [
        _kind("IsNull", lambda value: value is None),
        _kind("IsPresent", lambda _value: True),
        _kind("IsNumeric", lambda value: _number(value) is not None),
        _kind("IsString", lambda value: isinstance(value, str)),
        _kind("IsBoolean", lambda value: isinstance(value, bool)),
        _kind("IsTimestamp", lambda value: _moment(value) is not None),
    ]
    return MappingProxyType({each.name: each for each in found})


#: Name as it is written to operator.
OPERATORS = _all()
