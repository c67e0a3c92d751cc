"""Sets of JSON scalars: what one field may hold."""

from __future__ import annotations

from dataclasses import dataclass

from steploom.events.predicates import numbers as nums
from steploom.events.predicates import strings as strs
from steploom.jsontext import Json

__all__ = ["EVERYTHING", "NOTHING", "Values", "of_value"]


@dataclass(frozen=True, slots=True)
class Values:
    """A set of scalars, by type; true and 1 are different."""

    null: bool = False
    booleans: frozenset[bool] = frozenset()
    numbers: nums.Numbers = nums.NO_NUMBERS
    strings: strs.Strings = strs.NO_STRINGS

    def contains(self, value: Json) -> bool:
        """Return whether a JSON value is in the set; lists and objects never are."""
        if value is None:
            return self.null
        if isinstance(value, bool):
            return value in self.booleans
        if isinstance(value, int | float):
            return nums.contains(self.numbers, value)
        return isinstance(value, str) and strs.contains(self.strings, value)

    def __and__(self, other: Values) -> Values:
        return Values(
            self.null and other.null,
            self.booleans & other.booleans,
            nums.intersect(self.numbers, other.numbers),
            strs.intersect(self.strings, other.strings),
        )

    def __or__(self, other: Values) -> Values:
        return Values(
            self.null or other.null,
            self.booleans | other.booleans,
            nums.unite(self.numbers, other.numbers),
            strs.unite(self.strings, other.strings),
        )

    def __invert__(self) -> Values:
        return Values(
            not self.null,
            frozenset({True, False}) - self.booleans,
            nums.complement(self.numbers),
            strs.complement(self.strings),
        )

    def __sub__(self, other: Values) -> Values:
        return self & ~other

    @property
    def empty(self) -> bool:
        """Whether nothing is in the set."""
        return self == NOTHING


NOTHING = Values()
EVERYTHING = ~NOTHING


def of_value(value: Json) -> Values:
    """Return the set of one scalar.

    Example:
        >>> of_value("x").contains("x"), of_value(True).contains(1)
        (True, False)
    """
    if value is None:
        return Values(null=True)
    if isinstance(value, bool):
        return Values(booleans=frozenset({value}))
    if isinstance(value, str):
        return Values(strings=strs.just([value]))
    return Values(numbers=(nums.Interval(value, low_open=False, high=value, high_open=False),))
