"""An asyncio loop on virtual time: whenever nothing is ready, time jumps to the next timer."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from typing import TypeVarTuple, Unpack

from steploom.errors import SteploomError

__all__ = ["VirtualLoop", "WaitsForever", "outside_loop"]

Ts = TypeVarTuple("Ts")


class WaitsForever(SteploomError):
    """A run in which nothing can happen any more: a callback without a timeout that nobody answers."""


class _Timer(asyncio.TimerHandle):
    """A timer that comes after those of the same moment that were set before it."""

    __slots__ = ("sequence",)

    sequence: int

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, _Timer):
            return NotImplemented
        return (self.when(), self.sequence) < (other.when(), other.sequence)


class VirtualLoop(asyncio.BaseEventLoop):
    """Runs coroutines whose timers take no real time; `time()` begins at 0.0.

    It waits for nothing but timers: no sockets, no other threads. Timers of one moment fire in the order they were
    set, so that a run is the same every time.

    Example:
        >>> loop = VirtualLoop()
        >>> loop.run_until_complete(asyncio.sleep(86_400)), loop.time()
        (None, 86400.0)
        >>> loop.close()
    """

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        self._scheduled: list[_Timer]
        self._sequence = itertools.count()
        # The base class asks its selector to wait; here time is what moves.
        self._selector = self

    def time(self) -> float:
        """Return the virtual seconds since the loop was made."""
        return self._now

    def call_at(
        self, when: float, callback: Callable[[Unpack[Ts]], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Call `callback` at a moment of virtual time."""
        timer = _Timer(when, callback, args, self, context)
        timer.sequence = next(self._sequence)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True  # type: ignore[attr-defined] # noqa: SLF001 - as in the base class's call_at
        return timer

    def select(self, timeout: float | None) -> list[object]:
        """Let time pass until the next timer: what the base class calls when nothing is ready.

        Raises:
            WaitsForever: There is no timer, so nothing will ever happen.
        """
        if timeout is None:
            raise WaitsForever("nothing can happen any more")
        if timeout > 0:
            self._now = self._scheduled[0].when()
            # What counts as the same moment must be more than the distance of two floats at this size.
            self._clock_resolution = max(1e-9, 2 * math.ulp(self._now))
        return []

    def _process_events(self, event_list: list[object]) -> None:
        """Take what `select` returned, which is nothing."""

    def _write_to_self(self) -> None:
        """Wake the selector, which never sleeps."""


@contextmanager
def outside_loop() -> Iterator[None]:
    """Run plain code as if no loop were running: it may call `asyncio.run`, or a workflow's `native`."""
    loop = asyncio._get_running_loop()  # noqa: SLF001 - the low-level pair that loops themselves use
    asyncio._set_running_loop(None)  # noqa: SLF001
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)  # noqa: SLF001
