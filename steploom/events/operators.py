"""What a pattern can ask of one value: a closed set of operators, and the test of each.

Sources: section 9.3 of the language reference, recorded patterns, and the behaviour of AWS's event-ruler.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias, assert_never

from steploom.events.addresses import address_of
from steploom.events.wildcard import matches_wildcard
from steploom.jsontext import Json

__all__ = [
    "Absent",
    "Address",
    "AnythingBut",
    "Constant",
    "EqualsFold",
    "Network",
    "Number",
    "Operator",
    "Prefix",
    "Present",
    "Range",
    "Suffix",
    "Test",
    "Text",
    "Wildcard",
    "comparable",
    "test_of",
]

#: Whether a value that is there satisfies an operator.
Test: TypeAlias = Callable[[Json], bool]


@dataclass(frozen=True, slots=True)
class Text:
    """Equal to a string."""

    text: str


@dataclass(frozen=True, slots=True)
class Address:
    """Equal to an IP address, however it is written: a plain string of a pattern that is one."""

    bits: int
    number: int


@dataclass(frozen=True, slots=True)
class Number:
    """Equal to a number by value; one that no double holds exactly (`value` None) is compared as it is written."""

    value: float | None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """The very value true, false or null."""

    value: bool | None


@dataclass(frozen=True, slots=True)
class Prefix:
    """A string that starts so; `fold` where case does not matter."""

    text: str
    fold: bool = False


@dataclass(frozen=True, slots=True)
class Suffix:
    """A string that ends so; `fold` where case does not matter."""

    text: str
    fold: bool = False


@dataclass(frozen=True, slots=True)
class EqualsFold:
    """Equal to a string but for case."""

    text: str


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A string that consists of these parts with anything between them."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """A number between two bounds; an open bound does not belong to it."""

    low: float = -math.inf
    low_open: bool = False
    high: float = math.inf
    high_open: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """A string that is an IP address of a block."""

    bits: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Present:
    """Any value at all, null too."""


@dataclass(frozen=True, slots=True)
class Absent:
    """No value at all: no test of a value, but of the event."""


@dataclass(frozen=True, slots=True)
class AnythingBut:
    """A value, of whatever type, that satisfies none of these."""

    operators: tuple[Text | Number | Prefix | Suffix | EqualsFold | Wildcard, ...]


Operator: TypeAlias = (
    Text
    | Address
    | Number
    | Constant
    | Prefix
    | Suffix
    | EqualsFold
    | Wildcard
    | Range
    | Network
    | Present
    | Absent
    | AnythingBut
)

_EXACT_INTEGERS = 2**53


def comparable(number: str) -> float | None:
    """Return the double that a number's text stands for, or None where no double is exactly that.

    Example:
        >>> comparable("3e2"), comparable("0.1"), comparable("12345678901234567890"), comparable("1E309")
        (300.0, 0.1, None, None)
    """
    value = float(number)
    return value if math.isfinite(value) and Decimal(repr(value)) == Decimal(number) else None


def test_of(operator: Operator) -> Test:  # noqa: C901, PLR0911 - one case an operator
    """Return the test of a value for `operator`; that of `Absent` is never true."""
    match operator:
        case Text(text):
            return lambda value: isinstance(value, str) and value == text
        case Address(bits, number):
            return lambda value: isinstance(value, str) and address_of(value) == (bits, number)
        case Number():
            return _number_test(operator)
        case Constant(constant):
            return lambda value: value is constant
        case Prefix(text, fold):
            return _fold_test(text, "", ".*") if fold else lambda v: isinstance(v, str) and v.startswith(text)
        case Suffix(text, fold):
            return _fold_test(text, ".*", "") if fold else lambda v: isinstance(v, str) and v.endswith(text)
        case EqualsFold(text):
            return _fold_test(text, "", "")
        case Wildcard(parts):
            return lambda value: isinstance(value, str) and matches_wildcard(parts, value)
        case Range():
            return _range_test(operator)
        case Network():
            return _network_test(operator)
        case Present():
            return lambda _: True
        case Absent():
            return lambda _: False
        case AnythingBut(excluded):
            tests = [test_of(each) for each in excluded]
            return lambda value: not any(test(value) for test in tests)
    assert_never(operator)


def _number_test(operator: Number) -> Test:
    def holds(value: Json) -> bool:
        found = _double(value)
        if found is not None and operator.value is not None:
            return found == operator.value
        return operator.text is not None and isinstance(value, int) and str(value) == operator.text

    return holds


def _range_test(operator: Range) -> Test:
    low, high = operator.low, operator.high
    low_open, high_open = operator.low_open, operator.high_open

    def holds(value: Json) -> bool:
        found = _double(value)
        if found is None or found < low or found > high:
            return False
        return not (low_open and found == low) and not (high_open and found == high)

    return holds


def _network_test(operator: Network) -> Test:
    def holds(value: Json) -> bool:
        found = address_of(value) if isinstance(value, str) else None
        return found is not None and found[0] == operator.bits and operator.first <= found[1] <= operator.last

    return holds


def _fold_test(text: str, before: str, after: str) -> Test:
    """Each character fits as its lower or its upper case, of whatever length: `ß` fits `ß` and `SS`, not `ss`."""
    letters = "".join(f"(?:{re.escape(char.lower())}|{re.escape(char.upper())})" for char in text)
    fits = re.compile(before + letters + after, re.DOTALL).fullmatch
    return lambda value: isinstance(value, str) and fits(value) is not None


def _double(value: Json) -> float | None:
    """The double an event's number stands for; None for other values and for integers that no double holds."""
    if isinstance(value, float):
        return value
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return float(value) if -_EXACT_INTEGERS <= value <= _EXACT_INTEGERS else comparable(str(value))
