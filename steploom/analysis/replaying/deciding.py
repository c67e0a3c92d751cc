"""What Retry and Catch of a state make of a failure."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from steploom.asl import MapState, ParallelState, Retrier, TaskState
from steploom.engine.failure import HEARTBEAT, RUNTIME, TIMEOUT, StateFailure
from steploom.engine.retry import matches, wait_before
from steploom.jsontext import Json

__all__ = ["Caught", "Decision", "Failed", "Lost", "Retried", "Tries", "in_time"]

_DEFAULT_ATTEMPTS = 3
_EARLY = 1.0
_LATE = 5.0
_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Failed:
    """A failure, in both worlds.

    Attributes:
        errors: Its error name.
        causes: Its cause.
        recorded: Whether the history holds both; otherwise only the error is sure to be the engine's own text.
        declared: Whether a Fail state says it.
        event: Id of the event that shows it, or 0.
    """

    errors: tuple[str | None, str | None]
    causes: tuple[str | None, str | None]
    recorded: bool = False
    declared: bool = False
    event: int = 0


@dataclass(frozen=True, slots=True)
class Retried:
    """It is tried again.

    Attributes:
        least: The fewest seconds before that.
        most: The most seconds before that.
    """

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Caught:
    """A catcher takes it."""

    index: int


@dataclass(frozen=True, slots=True)
class Lost:
    """Nothing handles it: the scope fails."""


Decision = Retried | Caught | Lost


@dataclass(slots=True)
class Tries:
    """The retries of one visit.

    Attributes:
        state: The state.
        count: How often it was tried again so far.
        spent: The same, by retrier.
    """

    state: TaskState | ParallelState | MapState
    count: int = 0
    spent: dict[int, int] = field(default_factory=dict)

    def decide(self, failure: Failed, *, heartbeat: bool = False) -> Decision:
        """Return what happens after a failure, without counting it.

        Args:
            failure: The failure.
            heartbeat: Whether a timeout is said to be one of the heartbeat.
        """
        also = (HEARTBEAT,) if heartbeat and failure.errors[0] == TIMEOUT else ()
        met = StateFailure(failure.errors[0], failure.causes[0], also=also)
        if met.error == RUNTIME:
            return Lost()
        found = self._retrier(met)
        if found is not None:
            index, retrier = found
            most = _DEFAULT_ATTEMPTS if retrier.max_attempts is None else retrier.max_attempts
            if self.spent.get(index, 0) < most:
                return _wait(retrier, self.spent.get(index, 0))
        for index, catcher in enumerate(self.state.catch or ()):
            if matches(catcher.error_equals, met):
                return Caught(index)
        return Lost()

    def again(self, failure: Failed, *, heartbeat: bool = False) -> None:
        """Count a retry."""
        also = (HEARTBEAT,) if heartbeat and failure.errors[0] == TIMEOUT else ()
        found = self._retrier(StateFailure(failure.errors[0], failure.causes[0], also=also))
        if found is not None:
            self.spent[found[0]] = self.spent.get(found[0], 0) + 1
        self.count += 1

    def _retrier(self, met: StateFailure) -> tuple[int, Retrier] | None:
        for index, retrier in enumerate(self.state.retry or ()):
            if matches(retrier.error_equals, met):
                return index, retrier
        return None


def in_time(recorded: float, least: float, most: float) -> bool:
    """Return whether a recorded time is one that was asked for: AWS's timers run a little late.

    Args:
        recorded: Seconds.
        least: The fewest seconds that were asked for.
        most: The most seconds that were asked for.
    """
    return least - _EARLY <= recorded <= most * (1 + _SHARE) + _LATE


def _wait(retrier: Retrier, used: int) -> Retried:
    """Return the range of the wait: full jitter draws from nothing up to the whole of it."""
    edge: Json = wait_before(_plain(retrier), used, Random(0))  # noqa: S311 - draws nothing without jitter
    return Retried(0.0 if retrier.jitter_strategy == "FULL" else edge, edge)


def _plain(retrier: Retrier) -> Retrier:
    return Retrier(
        error_equals=retrier.error_equals,
        interval_seconds=retrier.interval_seconds,
        max_attempts=retrier.max_attempts,
        backoff_rate=retrier.backoff_rate,
        max_delay_seconds=retrier.max_delay_seconds,
    )
