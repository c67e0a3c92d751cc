"""What is due when: one timer for each schedule, wound up again after it has fired."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from random import Random
from typing import Protocol

from steploom.events.schedules import Rate, Schedule

__all__ = ["CallAt", "Clockwork", "Timing"]


@dataclass(frozen=True, slots=True)
class Timing:
    """When a schedule is due.

    Attributes:
        schedule: The expression.
        base: From when a rate counts: it is due one period later, or at once where `at_once` says so.
        zone: The time zone of the fields of a cron expression.
        end: The moment after which it is not due any more, or None.
        window: Seconds by which each occasion may be late, decided by chance.
        at_once: Whether a rate is due at its base already.
    """

    schedule: Schedule
    base: datetime
    zone: tzinfo = UTC
    end: datetime | None = None
    window: float = 0.0
    at_once: bool = False

    def after(self, moment: datetime) -> datetime | None:
        """Return the first occasion after `moment`, or None where there is none."""
        begun = self.base - timedelta(microseconds=1)
        moment = max(moment, begun if self.at_once else self.base)
        if isinstance(self.schedule, Rate):
            due: datetime | None = self.schedule.after(moment, base=self.base)
        else:
            due = self.schedule.after(moment, self.zone)
        return None if due is None or (self.end is not None and due > self.end) else due


class _Timer(Protocol):
    def cancel(self) -> None: ...


class CallAt(Protocol):
    """Calls back at a virtual moment."""

    def __call__(self, moment: float, callback: Callable[[], object], *, awaited: bool = True) -> _Timer:
        """Call `callback` at `moment`."""
        ...


@dataclass(slots=True)
class _Wound:
    timing: Timing
    fire: Callable[[datetime], object]
    over: Callable[[], object]
    timer: _Timer | None = None


class Clockwork:
    """Fires schedules as virtual time passes.

    Args:
        now: The virtual moment, epoch seconds.
        call_at: Calls back at a virtual moment.
        seed: Decides how late the occasions of flexible windows are.
    """

    def __init__(self, now: Callable[[], float], call_at: CallAt, seed: int) -> None:
        self._now = now
        self._call_at = call_at
        self._chance = Random(seed)  # noqa: S311 - repeatable on purpose
        self._wound: dict[Hashable, _Wound] = {}

    def set(
        self,
        key: Hashable,
        timing: Timing,
        fire: Callable[[datetime], object],
        over: Callable[[], object] = lambda: None,
    ) -> None:
        """Let `fire` be called with each moment that is due; a schedule of the same key is replaced.

        Args:
            key: Who the schedule is.
            timing: When it is due.
            fire: Called with the moment for which it is called.
            over: Called when it is never due again.
        """
        self.drop(key)
        wound = self._wound[key] = _Wound(timing, fire, over)
        self._wind(key, wound, datetime.fromtimestamp(self._now(), UTC) - timedelta(microseconds=1))

    def drop(self, key: Hashable) -> None:
        """Forget a schedule, if there is one of that key."""
        wound = self._wound.pop(key, None)
        if wound is not None and wound.timer is not None:
            wound.timer.cancel()

    def _wind(self, key: Hashable, wound: _Wound, after: datetime) -> None:
        due = wound.timing.after(after)
        if due is None:
            self._wound.pop(key, None)
            wound.over()
            return
        late = self._chance.uniform(0, wound.timing.window) if wound.timing.window else 0.0

        def ring() -> None:
            wound.fire(due)
            if self._wound.get(key) is wound:
                self._wind(key, wound, due)

        wound.timer = self._call_at(due.timestamp() + late, ring, awaited=False)
