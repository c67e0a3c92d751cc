"""The time that moto's resources read: the cloud's, and what the test itself slept."""

from __future__ import annotations

from collections.abc import Callable

from steploom.clock import VirtualClock, slept_in_earnest

__all__ = ["CloudTime"]


class CloudTime:
    """`ThreadTime` of whoever is inside moto for a cloud.

    A test that really sleeps waits for something that moto counts: the end of a visibility timeout, for one. So what
    the main thread slept since the cloud began is added to the virtual clock here, and nowhere else.

    Args:
        clock: The cloud's clock.
        wait: Lets virtual time pass, for a long poll.
        before: What the main thread had slept when the cloud began.
    """

    def __init__(self, clock: VirtualClock, wait: Callable[[float], object], before: float) -> None:
        self._clock = clock
        self._wait = wait
        self._before = before
        self._own = 0.0

    def now(self) -> float:
        """Return the moment, in seconds since the epoch."""
        return self._clock.now + self._own + slept_in_earnest() - self._before

    def sleep(self, seconds: float) -> None:
        """Let virtual time pass, so that what is due in it happens; where the clock cannot move, for this one alone."""
        moment = self._clock.now
        self._wait(seconds)
        if self._clock.now == moment:
            self._own += seconds
