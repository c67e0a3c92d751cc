"""How the filters of the JSONPath library behind AWS compare values.

Input: the item's value and the expected one. Output: their order, or None where the library gives up, which makes a
comparison false (`!=`, too). Must not: follow Python's or JSON's own ideas of equality.
"""

from __future__ import annotations

from steploom.expr.equality import json_equal
from steploom.expr.jsonpath.nodes import NUMBER
from steploom.jsontext import Json

__all__ = ["compare"]


def compare(actual: Json, expected: Json) -> int | None:
    """Return a negative number, 0 or a positive one as `actual` sorts before, with or after `expected`.

    Text compares by UTF-16 code units, numbers by value. Expected text also meets numbers (if it says one) and
    booleans. Lists and objects are equal or not (1); null sorts before everything. Other pairs give None.

    Args:
        actual: What the left-hand path found.
        expected: The right-hand value.

    Example:
        >>> compare(5, "5"), compare(True, "true"), compare("5", 5)
        (0, 0, None)
    """
    if actual is None or expected is None:
        return (actual is not None) - (expected is not None)
    if isinstance(actual, bool):
        return _boolean(actual, expected)
    if isinstance(expected, bool):
        return None
    if isinstance(expected, str):
        return _text(actual, expected)
    if isinstance(expected, int | float):
        return _sign(actual, expected) if isinstance(actual, int | float) else None
    if isinstance(actual, dict | list):
        return 0 if json_equal(actual, expected) else 1
    return None


def _boolean(actual: bool, expected: Json) -> int | None:  # noqa: FBT001 - a JSON value
    if isinstance(expected, str):
        return actual - (expected.lower() == "true")
    return actual - expected if isinstance(expected, bool) else None


def _text(actual: Json, expected: str) -> int | None:
    if isinstance(actual, str):
        return _sign(actual, expected) if actual.isascii() and expected.isascii() else _units(actual, expected)
    if isinstance(actual, int | float) and NUMBER.fullmatch(expected):
        return _sign(actual, float(expected) if {".", "e", "E"} & set(expected) else int(expected))
    return None


def _units(actual: str, expected: str) -> int:
    return _sign(actual.encode("utf-16-be", "surrogatepass"), expected.encode("utf-16-be", "surrogatepass"))


def _sign(actual: Json, expected: Json) -> int:
    return bool(actual > expected) - bool(actual < expected)
