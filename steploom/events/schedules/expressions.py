"""Schedule expressions: which there are, and where each may stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final, Literal, TypeAlias

from steploom.events.schedules.cron import Cron

__all__ = ["InvalidSchedule", "Once", "Rate", "Schedule", "parse_schedule"]

_UNITS: Final = {"minute": 60, "hour": 3_600, "day": 86_400}
_RATE = re.compile(r"([0-9]{1,9}) (minute|hour|day)(s?)")
_CALL = re.compile(r"(rate|cron|at)\((.*)\)")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}")


class InvalidSchedule(ValueError):
    """An expression that AWS would refuse; the text says why."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`rate(5 minutes)`."""

    seconds: int

    def after(self, moment: datetime, zone: tzinfo = UTC, *, base: datetime) -> datetime:
        """Return the first moment after `moment` that lies a whole number of periods behind `base`.

        Example:
            >>> begun = datetime(2030, 1, 1, tzinfo=UTC)
            >>> Rate(300).after(begun + timedelta(seconds=301), base=begun).isoformat()
            '2030-01-01T00:10:00+00:00'
        """
        del zone
        if moment < base:
            return base.astimezone(UTC)
        passed = (moment - base) // timedelta(seconds=self.seconds)
        return (base + timedelta(seconds=self.seconds) * (passed + 1)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Once:
    """`at(2030-01-01T12:00:00)`, in a time zone."""

    local: datetime

    def after(self, moment: datetime, zone: tzinfo = UTC) -> datetime | None:
        """Return the moment, in UTC, or None once it has passed."""
        due = self.local.replace(tzinfo=zone).astimezone(UTC)
        return due if due > moment else None


Schedule: TypeAlias = Rate | Cron | Once


def parse_schedule(text: str, service: Literal["events", "scheduler"]) -> Schedule:
    """Read a schedule expression.

    Args:
        text: `rate(…)`, `cron(…)`, for Scheduler also `at(…)`; no blanks around.
        service: Whose expression it is: that of a rule (`events`), or of Scheduler.

    Raises:
        InvalidSchedule: AWS would refuse it.

    Example:
        >>> parse_schedule("rate(5 minutes)", "events")
        Rate(seconds=300)
        >>> parse_schedule("rate(1 minutes)", "events")
        Traceback (most recent call last):
        steploom.events.schedules.expressions.InvalidSchedule: rate(1 minutes): the unit of 1 is 'minute'
    """
    call = _CALL.fullmatch(text)
    if call is None or (call[1] == "at" and service == "events"):
        known = "rate(…) or cron(…)" if service == "events" else "rate(…), cron(…) or at(…)"
        raise InvalidSchedule(f"{text}: a schedule is {known}")
    try:
        match call[1]:
            case "rate":
                return _rate(call[2])
            case "cron":
                return Cron.parse(call[2])
            case _:
                return _once(call[2])
    except ValueError as fault:
        raise InvalidSchedule(f"{text}: {fault}") from fault


def _rate(text: str) -> Rate:
    parts = _RATE.fullmatch(text)
    if parts is None or int(parts[1]) == 0:
        raise ValueError("a rate is a positive number and minute(s), hour(s) or day(s)")
    count, unit, plural = int(parts[1]), parts[2], parts[3]
    if bool(plural) == (count == 1):
        raise ValueError(f"the unit of {count} is {unit + 's' * (count != 1)!r}")
    return Rate(count * _UNITS[unit])


def _once(text: str) -> Once:
    if not _MOMENT.fullmatch(text):
        raise ValueError("at takes yyyy-mm-ddThh:mm:ss, without a zone")
    return Once(datetime.fromisoformat(text))
