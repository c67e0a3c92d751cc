"""Whether two JSON values are the same: true is not 1, 3.0 is 3, the order of keys means nothing."""

from __future__ import annotations

from steploom.jsontext import Json

__all__ = ["same"]


def same(left: Json, right: Json) -> bool:
    """Return whether two JSON values are the same to who reads their text.

    Example:
        >>> same({"a": 1, "b": [3.0]}, {"b": [3], "a": 1}), same(True, 1), same([], None)
        (True, False, False)
    """
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float) and isinstance(right, int | float):
        # Step Functions reads every number as a double.
        return float(left) == float(right)
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(each, right[key]) for key, each in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and bool(left == right)
