"""Retry: which retrier an error meets, and how long it waits."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING

from steploom.asl.model import Retrier
from steploom.engine.failure import RUNTIME, TIMEOUT, StateFailure

if TYPE_CHECKING:
    from steploom.engine.frame import Frame

__all__ = ["Retries", "matches"]

_ALL = "States.ALL"
_TASK_FAILED = "States.TaskFailed"
_DEFAULT_INTERVAL = 1
_DEFAULT_ATTEMPTS = 3
_DEFAULT_BACKOFF = 2.0


def matches(names: tuple[str, ...], failure: StateFailure) -> bool:
    """Return whether `ErrorEquals` with these `names` matches the failure.

    `States.TaskFailed` matches everything but `States.Timeout`; nothing matches `States.Runtime`.
    """
    if failure.error == RUNTIME:
        return False
    for name in names:
        if name in (_ALL, failure.error, *failure.also):
            return True
        if name == _TASK_FAILED and failure.error != TIMEOUT:
            return True
    return False


class Retries:
    """The `Retry` of one state.

    Args:
        retriers: Its entries, in order.
    """

    __slots__ = ("_retriers",)

    def __init__(self, retriers: Sequence[Retrier]) -> None:
        self._retriers = tuple(retriers)

    def match(self, failure: StateFailure) -> int | None:
        """Return the index of the first retrier that matches: the only one that counts, even when exhausted."""
        for index, retrier in enumerate(self._retriers):
            if matches(retrier.error_equals, failure):
                return index
        return None

    def delay(self, frame: Frame, index: int) -> float | None:
        """Count one more retry of a retrier; return the seconds to wait before it, None where there is none left."""
        retrier = self._retriers[index]
        if frame.spent is None:
            frame.spent = [0] * len(self._retriers)
        used = frame.spent[index]
        most = _DEFAULT_ATTEMPTS if retrier.max_attempts is None else retrier.max_attempts
        if used >= most:
            return None
        frame.spent[index] = used + 1
        return wait_before(retrier, used, frame.execution.host.random)

    def spend(self, frame: Frame, count: int) -> None:
        """Let the visit look as if every retrier had retried `count` times."""
        frame.attempts = count
        frame.spent = [count] * len(self._retriers)


def wait_before(retrier: Retrier, used: int, random: Random) -> float:
    """Return how many seconds pass before the retry that follows `used` earlier ones.

    Example:
        >>> rule = Retrier(error_equals=("States.ALL",), interval_seconds=3, backoff_rate=2.0, max_delay_seconds=10)
        >>> [wait_before(rule, used, Random()) for used in range(4)]
        [3.0, 6.0, 10.0, 10.0]
    """
    interval = _DEFAULT_INTERVAL if retrier.interval_seconds is None else retrier.interval_seconds
    rate = _DEFAULT_BACKOFF if retrier.backoff_rate is None else retrier.backoff_rate
    try:
        delay = float(interval * rate**used)
    except OverflowError:
        delay = float("inf")
    delay = min(delay, _LONGEST if retrier.max_delay_seconds is None else float(retrier.max_delay_seconds))
    return random.uniform(0, delay) if retrier.jitter_strategy == "FULL" else delay


#: No execution lives longer than a year, so no wait needs to.
_LONGEST = 31_622_400.0
