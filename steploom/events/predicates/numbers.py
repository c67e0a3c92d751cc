"""Sets of numbers as disjoint intervals in order."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["ALL_NUMBERS", "NO_NUMBERS", "Interval", "Numbers", "complement", "contains", "intersect", "unite"]


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers from `low` to `high`; an open end does not belong to them. A point has two equal, closed ends."""

    low: float = -math.inf
    low_open: bool = True
    high: float = math.inf
    high_open: bool = True

    @property
    def empty(self) -> bool:
        """Whether no number lies in it."""
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))


#: Disjoint intervals that do not touch, in ascending order.
Numbers: TypeAlias = tuple[Interval, ...]

NO_NUMBERS: Numbers = ()
ALL_NUMBERS: Numbers = (Interval(),)


def contains(numbers: Numbers, value: float) -> bool:
    """Return whether `value` lies in one of the intervals."""
    return any(not _meet(each, Interval(value, low_open=False, high=value, high_open=False)).empty for each in numbers)


def intersect(one: Numbers, other: Numbers) -> Numbers:
    """Return the numbers of both.

    Example:
        >>> intersect((Interval(low=0),), (Interval(high=5, high_open=False),))
        (Interval(low=0, low_open=True, high=5, high_open=False),)
    """
    met = (_meet(left, right) for left in one for right in other)
    return _ordered([each for each in met if not each.empty])


def unite(one: Numbers, other: Numbers) -> Numbers:
    """Return the numbers of either; intervals that overlap or touch become one."""
    merged: list[Interval] = []
    for each in _ordered([*one, *other]):
        last = merged[-1] if merged else None
        if last is not None and _touch(last, each):
            merged[-1] = _span(last, each)
        else:
            merged.append(each)
    return tuple(merged)


def complement(numbers: Numbers) -> Numbers:
    """Return all other numbers.

    Example:
        >>> complement((Interval(3, low_open=False, high=3, high_open=False),)) == (Interval(high=3), Interval(low=3))
        True
    """
    gaps: list[Interval] = []
    low, low_open = -math.inf, True
    for each in numbers:
        gaps.append(Interval(low, low_open, each.low, not each.low_open))
        low, low_open = each.high, not each.high_open
    gaps.append(Interval(low, low_open, math.inf, high_open=True))
    return tuple(each for each in gaps if not each.empty)


def _meet(one: Interval, other: Interval) -> Interval:
    low, low_open = max((one.low, one.low_open), (other.low, other.low_open))
    high, high_closed = min((one.high, not one.high_open), (other.high, not other.high_open))
    return Interval(low, low_open, high, not high_closed)


def _touch(before: Interval, after: Interval) -> bool:
    if before.high == after.low:
        return not (before.high_open and after.low_open)
    return before.high > after.low


def _span(before: Interval, after: Interval) -> Interval:
    high, high_closed = max((before.high, not before.high_open), (after.high, not after.high_open))
    return Interval(before.low, before.low_open, high, not high_closed)


def _ordered(intervals: list[Interval]) -> Numbers:
    return tuple(sorted(intervals, key=lambda each: (each.low, each.low_open, each.high, not each.high_open)))
