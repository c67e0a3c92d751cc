"""Virtual time: a clock that is set, not waited for, and a handler's view of it.

Input: the moment a local cloud starts. Output: `now`, and `time.sleep` that takes no real time in a handler.
Must not: touch the time of other threads, which keep the real one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import SupportsIndex

__all__ = ["HandlerTime", "VirtualClock", "handler_time", "in_handler_time"]


class VirtualClock:
    """Seconds since the epoch that move only when `set` is called.

    Args:
        start: The first moment; the real time when absent.

    Example:
        >>> clock = VirtualClock(datetime(2026, 1, 1, tzinfo=UTC))
        >>> clock.set(clock.now + 90)
        >>> clock.moment().isoformat()
        '2026-01-01T00:01:30+00:00'
    """

    __slots__ = ("now",)

    def __init__(self, start: datetime | None = None) -> None:
        #: Seconds since the epoch, with millisecond precision at the start.
        self.now: float = round((start or datetime.now(UTC)).timestamp(), 3)

    def set(self, moment: float) -> None:
        """Move to `moment` (seconds since the epoch).

        Raises:
            ValueError: The moment lies in the past: virtual time never runs backwards.
        """
        if moment < self.now:
            raise ValueError(f"virtual time cannot run backwards: {moment} is before {self.now}")
        self.now = moment

    def moment(self) -> datetime:
        """Return the current moment as an aware datetime in UTC."""
        return datetime.fromtimestamp(self.now, UTC)


@dataclass
class HandlerTime:
    """The time inside one handler: the clock's moment when it started, and what it slept since."""

    start: float
    slept: float = 0.0


_current = threading.local()
_lock = threading.Lock()
_real_sleep = time.sleep
_real_time = time.time
_users = 0


@contextmanager
def handler_time(start: float) -> Iterator[HandlerTime]:
    """Run a block whose `time.sleep` takes virtual time and whose `time.time` starts at `start`.

    Only the calling thread is affected. Blocks nest: the inner one's time is its own.

    Args:
        start: Virtual seconds since the epoch.

    Yields:
        The block's time; `slept` says afterwards how many virtual seconds it took.

    Example:
        >>> with handler_time(1000.0) as taken:
        ...     time.sleep(40)
        >>> taken.slept
        40.0
    """
    outer: HandlerTime | None = getattr(_current, "time", None)
    _enter()
    _current.time = mine = HandlerTime(start)
    try:
        yield mine
    finally:
        _current.time = outer
        _leave()


def in_handler_time() -> bool:
    """Return whether the calling thread is in a `handler_time` block, where sleeping takes no real time.

    Example:
        >>> with handler_time(1000.0):
        ...     in_handler_time()
        True
    """
    return getattr(_current, "time", None) is not None


def _enter() -> None:
    global _users  # noqa: PLW0603 - counts the blocks that need the patched functions
    with _lock:
        _users += 1
        time.sleep = _sleep
        time.time = _time


def _leave() -> None:
    global _users  # noqa: PLW0603 - counts the blocks that need the patched functions
    with _lock:
        _users -= 1
        if _users == 0:
            time.sleep = _real_sleep
            time.time = _real_time


def _sleep(seconds: float | SupportsIndex, /) -> None:
    mine: HandlerTime | None = getattr(_current, "time", None)
    if mine is None:
        _real_sleep(seconds)
    elif float(seconds) < 0:
        raise ValueError("sleep length must be non-negative")
    else:
        mine.slept += float(seconds)


def _time() -> float:
    mine: HandlerTime | None = getattr(_current, "time", None)
    return _real_time() if mine is None else mine.start + mine.slept
