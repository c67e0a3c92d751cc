"""The proleptic Gregorian calendar over all the years of JavaScript's dates."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

__all__ = ["DAY", "Moment", "epoch_millis", "iso_week", "moment_of", "month_week"]

#: Milliseconds of a day.
DAY: Final = 86_400_000
_WEEK: Final = 7
_THURSDAY: Final = 4
_MONTHS: Final = 12
_CENTURY: Final = 100
_DAYS_TO_EPOCH: Final = 719_468
_DAYS_OF_ERA: Final = 146_097


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, in UTC.

    Attributes:
        millis: Milliseconds since the epoch.
        year: May be negative.
        month: 1 to 12.
        day: 1 to 31.
        hour: 0 to 23.
        minute: 0 to 59.
        second: 0 to 59.
        millisecond: 0 to 999.
    """

    millis: int
    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int
    millisecond: int

    @property
    def weekday(self) -> int:
        """1, Monday, to 7, Sunday."""
        return _weekday(self.millis // DAY)

    @property
    def day_of_year(self) -> int:
        """1 to 366."""
        return self.millis // DAY - _days(self.year, 1, 1) + 1


def _days(year: int, month: int, day: int) -> int:
    """Return the days since the epoch; months beyond 12 lead into other years."""
    year += (month - 1) // _MONTHS
    month = (month - 1) % _MONTHS + 1
    year -= month <= 2  # noqa: PLR2004 - the year of this count begins in March
    era, of_era = divmod(year, 400)
    of_year = (153 * ((month + 9) % _MONTHS) + 2) // 5
    return era * _DAYS_OF_ERA + of_era * 365 + of_era // 4 - of_era // _CENTURY + of_year + day - 1 - _DAYS_TO_EPOCH


def _weekday(days: int) -> int:
    return (days + 3) % _WEEK + 1


def moment_of(millis: float) -> Moment:
    """Return the moment of milliseconds since the epoch."""
    whole = math.trunc(millis)
    days, rest = divmod(whole, DAY)
    era, of_era = divmod(days + _DAYS_TO_EPOCH, _DAYS_OF_ERA)
    of_era_year = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * of_era_year + of_era_year // 4 - of_era_year // _CENTURY)
    shifted = (5 * of_year + 2) // 153
    month = (shifted + 2) % _MONTHS + 1
    year = of_era_year + era * 400 + (month <= 2)  # noqa: PLR2004 - as above
    seconds, millisecond = divmod(rest, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return Moment(whole, year, month, of_year - (153 * shifted + 2) // 5 + 1, hour, minute, second, millisecond)


def epoch_millis(year: int, month: int = 1, day: int = 1, time: int = 0) -> int:
    """Return milliseconds since the epoch; `time` are milliseconds of the day, and anything may overflow."""
    return _days(year, month, day) * DAY + time


def _first_week(year: int, month: int) -> int:
    """Return the days since the epoch of the Monday that begins week 1: the week with the first Thursday."""
    first = _days(year, month, 1)
    weekday = _weekday(first)
    return first + (8 - weekday if weekday > _THURSDAY else 1 - weekday)


def iso_week(moment: Moment) -> tuple[int, int]:
    """Return the ISO year and week."""
    today = moment.millis // DAY
    for year in (moment.year + 1, moment.year):
        start = _first_week(year, 1)
        if today >= start:
            return year, (today - start) // _WEEK + 1
    start = _first_week(moment.year - 1, 1)
    return moment.year - 1, (today - start) // _WEEK + 1


def month_week(moment: Moment) -> tuple[int, int]:
    """Return the month that the week belongs to (1 to 12), and its number in that month."""
    today = moment.millis // DAY
    shift = next((each for each in (1, 0) if today >= _first_week(moment.year, moment.month + each)), -1)
    start = _first_week(moment.year, moment.month + shift)
    return (moment.month + shift - 1) % _MONTHS + 1, (today - start) // _WEEK + 1
