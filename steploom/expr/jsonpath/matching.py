"""How the filters of the JSONPath library behind AWS compare values.

Input: the item's value and the expected one. Output: their order, or None where the library gives up, which makes a
comparison false (`!=`, too). Must not: follow Python's or JSON's own ideas of equality.
"""

from __future__ import annotations

import re

from steploom.jsontext import Json

__all__ = ["Incomparable", "compare", "number_in"]

_NUMBER = re.compile(r"[+-]?(?:\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_MAX_INTEGER_DIGITS = 1_000


class Incomparable(Exception):
    """A number that meets text which says no number: the library fails the whole path."""


def compare(actual: Json, expected: Json) -> int | None:
    """Return a negative number, 0 or a positive one as `actual` sorts before, with or after `expected`.

    Text compares by UTF-16 code units, numbers by value. Expected text (all literals are text) also meets numbers, as
    the number that it says, and booleans, as true where it says so. Null and the text `null` are the same, and sort
    before everything else. Other pairs give None.

    Args:
        actual: What the left-hand side found.
        expected: The right-hand side.

    Raises:
        Incomparable: `actual` is a number, `expected` text that says none.

    Example:
        >>> compare(5, "5.0"), compare(True, "TRUE"), compare(None, "null"), compare("5", 5)
        (0, 0, 0, None)
    """
    nothing, nothing_expected = _is_nullish(actual), _is_nullish(expected)
    if nothing or nothing_expected:
        return nothing_expected - nothing
    if isinstance(expected, str):
        return _compare_text(actual, expected)
    if isinstance(actual, bool) or isinstance(expected, bool):
        return actual - expected if isinstance(actual, bool) and isinstance(expected, bool) else None
    if isinstance(actual, int | float) and isinstance(expected, int | float):
        return _sign(actual, expected)
    return None  # the library finds no two containers equal


def number_in(text: str) -> int | float | None:
    """Return the number that `text` says in Java's decimal notation, or None.

    Example:
        >>> number_in("10"), number_in("-.5e1"), number_in("x")
        (10, -5.0, None)
    """
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    fraction, exponent = found.groups()
    integral = fraction is None and exponent is None and "." not in text
    return int(text) if integral and len(text) < _MAX_INTEGER_DIGITS else float(text)


def _is_nullish(value: Json) -> bool:
    return value is None or value == "null"


def _compare_text(actual: Json, expected: str) -> int | None:
    if isinstance(actual, str):
        return _sign(actual, expected) if actual.isascii() and expected.isascii() else _units(actual, expected)
    if isinstance(actual, bool):
        return actual - (expected.lower() == "true")
    if isinstance(actual, int | float):
        number = number_in(expected)
        if number is None:
            raise Incomparable
        return _sign(actual, number)
    return None


def _units(actual: str, expected: str) -> int:
    return _sign(actual.encode("utf-16-be", "surrogatepass"), expected.encode("utf-16-be", "surrogatepass"))


def _sign(actual: Json, expected: Json) -> int:
    return bool(actual > expected) - bool(actual < expected)
