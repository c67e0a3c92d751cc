"""Virtual time: a clock that is set, not waited for, and a handler's view of it.

Input: the moment a local cloud starts. Output: `now`, and in a handler the clock's time and a `time.sleep` that takes
none. Must not: touch the time of other threads, which keep the real
one.
"""

from __future__ import annotations

import ctypes
import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, Protocol, SupportsIndex

__all__ = [
    "HandlerTime",
    "ThreadTime",
    "VirtualClock",
    "handler_time",
    "hold",
    "in_handler_time",
    "in_thread_time",
    "slept_in_earnest",
    "thread_time",
]


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


class ThreadTime(Protocol):
    """The time that one thread sees."""

    def now(self) -> float:
        """Return the moment, in seconds since the epoch."""
        ...

    def sleep(self, seconds: float) -> object:
        """Let time pass."""
        ...


@dataclass
class HandlerTime:
    """The time inside one handler: the clock's moment when it started, and what it slept since."""

    start: float
    slept: float = 0.0

    def now(self) -> float:
        """Return the moment, in seconds since the epoch."""
        return self.start + self.slept

    def sleep(self, seconds: float) -> None:
        """Let time pass, none of it real."""
        self.slept += seconds


_current = threading.local()
_lock = threading.Lock()
_users = 0
_slept = 0.0


@contextmanager
def handler_time(start: float) -> Iterator[HandlerTime]:
    """Run a block whose `time.sleep` takes virtual time, and in which it is `start` when it begins.

    `time.time`, `time.time_ns`, `datetime.now`, `datetime.utcnow` and `date.today` tell the block's time. Only the
    calling thread is affected. Blocks nest: the inner one's time is its own.

    Args:
        start: Virtual seconds since the epoch.

    Yields:
        The block's time; `slept` says afterwards how many virtual seconds it took.

    Example:
        >>> with handler_time(1000.0) as taken:
        ...     time.sleep(40)
        ...     datetime.now(UTC).isoformat()
        '1970-01-01T00:17:20+00:00'
        >>> taken.slept
        40.0
    """
    mine = HandlerTime(start)
    with thread_time(mine):
        yield mine


@contextmanager
def thread_time(mine: ThreadTime) -> Iterator[None]:
    """Run a block in which the calling thread sees a time of its own, as in `handler_time`."""
    outer: ThreadTime | None = getattr(_current, "time", None)
    _enter()
    _current.time = mine
    try:
        yield
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
    return isinstance(getattr(_current, "time", None), HandlerTime)


def in_thread_time() -> bool:
    """Return whether the calling thread sees a time of its own, a handler's or another."""
    return getattr(_current, "time", None) is not None


_real_sleep = time.sleep
_real_time = time.time
_real_time_ns = time.time_ns
_real_now: Any = vars(datetime)["now"]
_real_utcnow: Any = vars(datetime)["utcnow"]
(_members,) = (each for each in gc.get_referents(vars(datetime)) if isinstance(each, dict))


def slept_in_earnest() -> float:
    """Return the seconds that the main thread has really slept while the functions of time were replaced."""
    return _slept


def hold() -> Callable[[], None]:
    """Keep the functions of time replaced until the returned function is called: blocks then begin faster."""
    _enter()
    return _leave


def _enter() -> None:
    global _users  # noqa: PLW0603 - counts the blocks that need the patched functions
    with _lock:
        _users += 1
        if _users == 1:
            time.sleep, time.time, time.time_ns = _sleep, _time, _time_ns
            _set_on_datetime(now=classmethod(_now), utcnow=classmethod(_utcnow))


def _leave() -> None:
    global _users  # noqa: PLW0603 - counts the blocks that need the patched functions
    with _lock:
        _users -= 1
        if _users == 0:
            time.sleep, time.time, time.time_ns = _real_sleep, _real_time, _real_time_ns
            _set_on_datetime(now=_real_now, utcnow=_real_utcnow)


def _set_on_datetime(**methods: object) -> None:
    """Replace methods of the class itself: whoever imported it long ago sees them, and no other class appears.

    The class is written in C and takes no attributes; its dictionary does, behind the read-only view of it.
    """
    _members.update(methods)
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(datetime))


def _sleep(seconds: float | SupportsIndex, /) -> None:
    mine: ThreadTime | None = getattr(_current, "time", None)
    if mine is None:
        _real_sleep(seconds)
        _count(float(seconds))
    elif float(seconds) < 0:
        raise ValueError("sleep length must be non-negative")
    else:
        mine.sleep(float(seconds))


def _count(seconds: float) -> None:
    global _slept  # noqa: PLW0603 - the main thread alone writes it
    if threading.current_thread() is threading.main_thread():
        _slept += seconds


def _time() -> float:
    mine: ThreadTime | None = getattr(_current, "time", None)
    return _real_time() if mine is None else mine.now()


def _time_ns() -> int:
    mine: ThreadTime | None = getattr(_current, "time", None)
    return _real_time_ns() if mine is None else round(mine.now() * 1_000_000) * 1000


def _now(cls: type[datetime], tz: tzinfo | None = None) -> datetime:
    mine: ThreadTime | None = getattr(_current, "time", None)
    if mine is None:
        real: datetime = _real_now.__get__(None, cls)(tz)
        return real
    return cls.fromtimestamp(mine.now(), tz)


def _utcnow(cls: type[datetime]) -> datetime:
    mine: ThreadTime | None = getattr(_current, "time", None)
    if mine is None:
        real: datetime = _real_utcnow.__get__(None, cls)()
        return real
    return cls.fromtimestamp(mine.now(), UTC).replace(tzinfo=None)
