"""What JSONata thinks of values: truth, equality, order, fields, text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any, Final

from steploom.expr.jsonata.callables import Function
from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.sequences import OuterSequence, Sequence
from steploom.expr.jsonata.texts import MAX_SAFE, json_text, number_text, rounded_number
from steploom.expr.jsonata.weight import weigh, weigh_arrays
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = [
    "deep_equal",
    "finite",
    "is_array_of",
    "is_number",
    "joined",
    "less",
    "lookup",
    "merge_sort",
    "text_of",
    "truth",
    "utf16_key",
]

_PAIR: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def is_number(value: Json) -> bool:
    """Return whether `value` is a number; NaN is none.

    Raises:
        Fault: D1001: an infinity.
    """
    kind = type(value)
    if kind is int:
        return True
    if kind is not float or math.isnan(value):
        return False
    return finite(value)


def finite(value: float) -> bool:
    """Return True.

    Raises:
        Fault: D1001: the number is infinite.
    """
    if math.isinf(value):
        raise Fault("D1001", value=value)
    return True


def is_array_of(value: Json, *, numbers: bool) -> bool:
    """Return whether `value` is an array of numbers only, or of strings only."""
    if not isinstance(value, list):
        return False
    if numbers:
        return all(map(is_number, value))
    return all(type(each) is str for each in value)


def truth(value: Json) -> bool:
    """Return `value` as a Boolean; what is undefined is false."""
    kind = type(value)
    if kind is bool:
        return bool(value)
    if value is None or value is UNDEFINED:
        return False
    if isinstance(value, list):
        return truth(value[0]) if len(value) == 1 else any(map(truth, value))
    if kind is float:
        return is_number(value) and value != 0
    # A function is an object with fields to jsonata-js, unless it comes as an argument: see $boolean.
    return value.is_true if kind is Function else bool(value)


def deep_equal(left: Json, right: Json) -> bool:
    """Return whether two values are equal; numbers compare as doubles, true is not 1.

    Raises:
        Fault: Too large to be walked.
    """
    if isinstance(left, list | dict) and isinstance(right, list | dict) and len(left) == len(right):
        weigh(left)
    return _alike(left, right)


def _alike(left: Json, right: Json) -> bool:
    kind, other = type(left), type(right)
    if kind is str:
        return other is str and bool(left == right)
    if kind in (int, float):
        return other in (int, float) and _same_number(left, right)
    if isinstance(left, list):
        if not isinstance(right, list) or len(left) != len(right):
            return False
        return all(map(_alike, left, right))
    if kind is dict:
        if other is not dict or len(left) != len(right):
            return False
        return all(key in right and _alike(value, right[key]) for key, value in left.items())
    return left is right


def _same_number(left: float, right: float) -> bool:
    return left == right or (abs(left) >= MAX_SAFE <= abs(right) and float(left) == float(right))


def less(left: str, right: str) -> bool:
    """Return whether a text stands before another one, in the order of UTF-16 units."""
    if left.isascii() or right.isascii():
        return left < right
    return utf16_key(left) < utf16_key(right)


def utf16_key(text: str) -> bytes:
    """Return a key that sorts texts in the order of their UTF-16 units."""
    return text.encode("utf-16-be", "surrogatepass")


def merge_sort(items: list[Json], swaps: Callable[[Json, Json], bool]) -> list[Json]:
    """Return the items sorted, in jsonata-js's order of questions, which decides what an odd comparison makes.

    Args:
        items: At least one.
        swaps: Whether the second of two items goes before the first.
    """
    if len(items) <= 1:
        return items
    middle = len(items) // 2
    left, right = merge_sort(items[:middle], swaps), merge_sort(items[middle:], swaps)
    merged: list[Json] = []
    one = two = 0
    while one < len(left) and two < len(right):
        if swaps(left[one], right[two]):
            merged.append(right[two])
            two += 1
        else:
            merged.append(left[one])
            one += 1
    return merged + left[one:] + right[two:]


def lookup(value: Json, key: str) -> Json:
    """Return the field `key` of an object, or of all objects in an array as a sequence.

    Raises:
        Fault: Arrays in arrays, too many to be walked.
    """
    if type(value) is dict:
        return value.get(key, UNDEFINED)
    if not isinstance(value, list):
        return UNDEFINED
    if any(isinstance(item, list) for item in value):
        weigh_arrays(value)
    return _lookup_in(value, key)


def _lookup_in(value: list[Json], key: str) -> Sequence:
    result = Sequence()
    for item in value:
        if type(item) is dict:
            found = item.get(key, UNDEFINED)
        else:
            found = _lookup_in(item, key) if isinstance(item, list) else UNDEFINED
        if isinstance(found, list):
            result.extend(found)
        elif found is not UNDEFINED:
            result.append(found)
    return result


def text_of(value: Json, *, indent: int = 0) -> str:
    """Return the text that `$string` and `&` make of `value`.

    Raises:
        Fault: D3001: NaN or an infinity.
    """
    kind = type(value)
    if kind is str:
        return str(value)
    if kind is int:
        return number_text(rounded_number(value))
    if kind is float:
        if not math.isfinite(value):
            raise Fault("D3001", value=value)
        return number_text(rounded_number(value))
    if kind is Function:
        return ""
    if kind is OuterSequence:
        value = value[0]
    weigh(value)
    return json_text(value, indent=indent, rounded=True)


def joined(text: str) -> str:
    """Return `text` with surrogates that met by concatenation made into their character."""
    if text.isascii() or not _PAIR.search(text):
        return text
    return _PAIR.sub(_character, text)


def _character(match: re.Match[str]) -> Any:
    return match[0].encode("utf-16-be", "surrogatepass").decode("utf-16-be")
