"""Deep equality of JSON values.

Input: two JSON values. Output: whether JSON calls them the same. Must not: follow Python, where True equals 1.
"""

from __future__ import annotations

from collections.abc import Hashable

from steploom.jsontext import Json

__all__ = ["json_equal", "json_key"]


def json_equal(left: Json, right: Json) -> bool:
    """Say whether two JSON values are equal: numbers by value, objects whatever the order of their keys.

    Example:
        >>> json_equal({"a": [1, 2.0]}, {"a": [1.0, 2]}), json_equal(True, 1), json_equal("1", 1)
        (True, False, False)
    """
    pairs = [(left, right)]
    while pairs:
        one, other = pairs.pop()
        if isinstance(one, bool) or isinstance(other, bool):
            if one is not other:
                return False
        elif isinstance(one, dict) and isinstance(other, dict):
            if one.keys() != other.keys():
                return False
            pairs.extend((value, other[key]) for key, value in one.items())
        elif isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                return False
            pairs.extend(zip(one, other, strict=True))
        elif one != other:
            return False
    return True


def json_key(value: Json) -> Hashable:
    """Return something hashable that is the same for equal JSON values and differs for others.

    Example:
        >>> json_key({"a": 1, "b": [2]}) == json_key({"b": [2.0], "a": 1}), json_key(1) == json_key(True)
        (True, False)
    """
    # In a flat form, and without recursion: data may nest more deeply than the interpreter's own stack is long.
    parts: list[Hashable] = []
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            keys = tuple(sorted(each))
            parts.append(("object", keys))
            waiting.extend(each[key] for key in keys)
        elif isinstance(each, list):
            parts.append(("array", len(each)))
            waiting.extend(each)
        else:
            parts.append((isinstance(each, bool), each))
    return tuple(parts)
