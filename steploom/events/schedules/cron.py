"""`cron(minutes hours day-of-month month day-of-week year)`."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from steploom.events.schedules.cronfields import DayTest, days_of_month, days_of_week, numbers

__all__ = ["Cron"]

_FIELDS: Final = 6


@dataclass(frozen=True, slots=True)
class Cron:
    """A cron expression of AWS: six fields, of which one of day of month and day of week is `?`.

    Attributes:
        minutes: Minutes of an hour, ascending.
        hours: Hours of a day, ascending.
        day: Whether it is due on a day, months and years apart.
        months: Months, from 1.
        years: Years.
    """

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    day: DayTest
    months: frozenset[int]
    years: frozenset[int]

    @classmethod
    def parse(cls, text: str) -> Cron:
        """Read the text between the brackets.

        Raises:
            ValueError: AWS would refuse it, and why.

        Example:
            >>> from datetime import datetime, UTC
            >>> cron = Cron.parse("15 10 ? * 6L 2030-2035")
            >>> cron.after(datetime(2030, 1, 1, tzinfo=UTC), UTC).isoformat()
            '2030-01-25T10:15:00+00:00'
        """
        fields = text.split(" ")
        if len(fields) != _FIELDS or not all(fields):
            raise ValueError(f"cron takes {_FIELDS} fields with one blank between them")
        minutes, hours, of_month, months, of_week, years = fields
        if (of_month == "?") == (of_week == "?"):
            raise ValueError("one of day-of-month and day-of-week must be '?'")
        return cls(
            tuple(sorted(numbers("minutes", minutes))),
            tuple(sorted(numbers("hours", hours))),
            days_of_week(of_week) if of_month == "?" else days_of_month(of_month),
            numbers("month", months),
            numbers("year", years),
        )

    def after(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """Return the first moment after `moment` at which it is due, in UTC; None when there is none.

        A local time that a change of clocks skips is left out, one that it repeats counts once.

        Args:
            moment: With its time zone.
            zone: The time zone in which the fields count.
        """
        local = moment.astimezone(zone).replace(tzinfo=None)
        for day in self._days(local.date()):
            for hour in self.hours:
                for minute in self.minutes:
                    wanted = datetime.combine(day, time(hour, minute))
                    if wanted + timedelta(days=1) < local:
                        continue
                    due = wanted.replace(tzinfo=zone).astimezone(UTC)
                    if due > moment and due.astimezone(zone).replace(tzinfo=None) == wanted:
                        return due
        return None

    def _days(self, first: date) -> Iterator[date]:
        for year in sorted(each for each in self.years if each >= first.year):
            for month in sorted(self.months):
                if (year, month) < (first.year, first.month):
                    continue
                for number in range(1, calendar.monthrange(year, month)[1] + 1):
                    day = date(year, month, number)
                    if day >= first and self.day(day):
                        yield day
