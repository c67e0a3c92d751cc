"""Variables in scope, each weighed once: what a loop keeps and does not change costs it nothing."""

from __future__ import annotations

from collections.abc import Mapping

from steploom.asl.limits import ASSIGN_BYTES, VARIABLES_BYTES
from steploom.engine.quota import too_large, weight
from steploom.jsontext import Json

__all__ = ["Variables", "with_assigned"]


class Variables(dict[str, Json]):
    """Variables by name; never changed in place, so that frames can share them."""

    __slots__ = ("weights",)

    def __init__(self, values: Mapping[str, Json], weights: dict[str, int]) -> None:
        super().__init__(values)
        #: At least the bytes of each value's JSON text.
        self.weights = weights


def with_assigned(before: Mapping[str, Json], assigned: Mapping[str, Json]) -> Variables | None:
    """Return what holds after an `Assign`, or None where a quota of one `Assign` or of all variables is exceeded.

    Example:
        >>> with_assigned({"a": 1, "b": 2}, {"b": 3})
        {'a': 1, 'b': 3}
        >>> with_assigned({}, {"a": "x" * 262_144}) is None
        True
    """
    added = {name: weight(value) for name, value in assigned.items()}
    if sum(added.values()) > ASSIGN_BYTES - _around(added) and too_large(assigned, ASSIGN_BYTES):
        return None
    weights = before.weights if isinstance(before, Variables) else {name: weight(each) for name, each in before.items()}
    merged = Variables({**before, **assigned}, {**weights, **added})
    if sum(merged.weights.values()) > VARIABLES_BYTES - _around(merged) and too_large(merged, VARIABLES_BYTES):
        return None
    return merged


def _around(names: Mapping[str, object]) -> int:
    """The most bytes of the JSON text around values: braces, names, each with quotes, colon and comma."""
    return sum(_WORST * len(name) + 4 for name in names) + 2


_WORST = 6  # bytes of one character: a control character, escaped
