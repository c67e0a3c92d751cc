"""The fields of a cron expression: texts become sets of numbers, or tests of a day.

Source: the guides of EventBridge rules and of Scheduler (cron expressions); recorded acceptances and refusals. What the
guides do not mention (ranges that run past the end, `L-3`) is refused.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

__all__ = ["DayTest", "days_of_month", "days_of_week", "numbers"]

#: Whether a cron expression is due on a day.
DayTest: TypeAlias = Callable[[date], bool]

_SATURDAY: Final = 7
_DAYS_IN_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Span:
    """The values that a field may have, and their names."""

    least: int
    most: int
    names: Mapping[str, int]

    def value(self, text: str) -> int:
        """Return the number of a value or name.

        Raises:
            ValueError: It is none.
        """
        named = self.names.get(text.upper())
        if named is not None:
            return named
        if not re.fullmatch(r"[0-9]{1,4}", text) or not self.least <= int(text) <= self.most:
            raise ValueError(f"{text} is not a value from {self.least} to {self.most}")
        return int(text)


_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_WEEK = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
_SPANS: Final = {
    "minutes": Span(0, 59, {}),
    "hours": Span(0, 23, {}),
    "day of month": Span(1, 31, {}),
    "month": Span(1, 12, {name: number for number, name in enumerate(_MONTHS, 1)}),
    "day of week": Span(1, 7, {name: number for number, name in enumerate(_WEEK, 1)}),
    "year": Span(1970, 2199, {}),
}


def numbers(field: str, text: str) -> frozenset[int]:
    """Return the values that a field without days' letters stands for.

    Args:
        field: Its name: `minutes`, `hours`, `day of month`, `month`, `day of week`, `year`.
        text: Lists of values, ranges and `*`, each with or without a step.

    Raises:
        ValueError: It cannot be read.

    Example:
        >>> sorted(numbers("hours", "0-6/3,22"))
        [0, 3, 6, 22]
    """
    span = _SPANS[field]
    return frozenset(number for part in text.split(",") for number in _part(span, part))


def _part(span: Span, text: str) -> range:
    base, slash, step_text = text.partition("/")
    step = 1
    if slash:
        if not re.fullmatch(r"[0-9]{1,4}", step_text) or int(step_text) == 0:
            raise ValueError(f"{step_text!r} is no step")
        step = int(step_text)
    if base == "*":
        return range(span.least, span.most + 1, step)
    first, dash, last = base.partition("-")
    low = span.value(first)
    if not dash:
        return range(low, (span.most if slash else low) + 1, step)
    high = span.value(last)
    if high < low:
        raise ValueError(f"{base} runs backwards")
    return range(low, high + 1, step)


def days_of_month(text: str) -> DayTest:
    """Return the test of a day of a month: numbers, `L` (the last), `LW`, `15W` (the nearest weekday).

    Raises:
        ValueError: It cannot be read.
    """
    if text == "L":
        return lambda day: day.day == _length(day)
    if text == "LW":
        return lambda day: day == _nearest_weekday(day, _length(day))
    if text.endswith("W"):
        wanted = _SPANS["day of month"].value(text[:-1])
        return lambda day: wanted <= _length(day) and day == _nearest_weekday(day, wanted)
    fitting = numbers("day of month", text)
    return lambda day: day.day in fitting


def days_of_week(text: str) -> DayTest:
    """Return the test of a day of the week: numbers from SUN = 1, names, `L` (Saturday), `6L` (the last), `3#2`.

    Raises:
        ValueError: It cannot be read.
    """
    if text == "L":
        return lambda day: _weekday(day) == _SATURDAY
    if text.endswith("L") and "," not in text:
        last = _SPANS["day of week"].value(text[:-1])
        return lambda day: _weekday(day) == last and day.day + _DAYS_IN_WEEK > _length(day)
    if "#" in text:
        name, _, order = text.partition("#")
        wanted = _SPANS["day of week"].value(name)
        if not re.fullmatch(r"[1-5]", order):
            raise ValueError(f"{order!r} is no week of a month")
        return lambda day: _weekday(day) == wanted and (day.day - 1) // _DAYS_IN_WEEK + 1 == int(order)
    fitting = numbers("day of week", text)
    return lambda day: _weekday(day) in fitting


def _weekday(day: date) -> int:
    return day.isoweekday() % _DAYS_IN_WEEK + 1


def _length(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _nearest_weekday(month: date, wanted: int) -> date:
    """The weekday nearest to a day, within the month."""
    day = month.replace(day=wanted)
    match day.isoweekday():
        case 6:
            return day - timedelta(days=1) if wanted > 1 else day + timedelta(days=2)
        case 7:
            return day + timedelta(days=1) if wanted < _length(day) else day - timedelta(days=2)
        case _:
            return day
