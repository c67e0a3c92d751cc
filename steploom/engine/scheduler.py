"""What happens when: one heap of (virtual time, sequence) and a queue of what is due now.

Input: callbacks and moments. Output: the callbacks, run in one order that depends on nothing but the calls made here.
Must not: know what a state machine is, or read the real time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from heapq import heapify, heappop, heappush
from itertools import count

from steploom.clock import VirtualClock

__all__ = ["Fire", "Scheduler", "Timer"]

_COMPACT_FROM = 64


class Timer:
    """Something that will happen; `cancel` makes it not happen."""

    __slots__ = ("_scheduler", "awaited", "callback", "moment", "queued")

    def __init__(self, scheduler: Scheduler, moment: float, callback: Callable[[], object], *, awaited: bool) -> None:
        self._scheduler = scheduler
        #: Whether somebody waits for it: nothing is idle before it has run.
        self.awaited = awaited
        #: Virtual epoch seconds.
        self.moment = moment
        #: None once it has run or was cancelled.
        self.callback: Callable[[], object] | None = callback
        #: Left the heap: it is due.
        self.queued = False

    def cancel(self) -> None:
        """Forget it; nothing happens where it has run already."""
        if self.callback is not None:
            self.callback = None
            if not self.queued:
                self._scheduler.forgot_one(self)


class Scheduler:
    """The heap and the queue.

    Args:
        clock: Read for "now" and moved by `run_until_idle` and `advance`.
    """

    __slots__ = ("_awaited", "_cancelled", "_heap", "_sequence", "clock", "ready")

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        #: Callbacks that are due now, first come, first served.
        self.ready: deque[Callable[[], object]] = deque()
        self._heap: list[tuple[float, int, Timer]] = []
        self._sequence = count()
        self._cancelled = 0
        self._awaited = 0

    def call_at(self, moment: float, callback: Callable[[], object], *, awaited: bool = True) -> Timer:
        """Run `callback` when virtual time reaches `moment`; a past moment means as soon as possible.

        Args:
            moment: Virtual epoch seconds.
            callback: What to run.
            awaited: Whether `run_until_idle` moves the clock for its sake; what recurs for ever must not be awaited.
        """
        timer = Timer(self, max(moment, self.clock.now), callback, awaited=awaited)
        self._awaited += awaited
        heappush(self._heap, (timer.moment, next(self._sequence), timer))
        return timer

    def call_soon(self, callback: Callable[[], object]) -> None:
        """Run `callback` now, after everything that is due already."""
        self.ready.append(callback)

    def next_moment(self) -> float | None:
        """Return when the next timer is due, or None where nothing is scheduled."""
        heap = self._heap
        while heap and heap[0][2].callback is None:
            heappop(heap)
            self._cancelled -= 1
        return heap[0][0] if heap else None

    def run_ready(self) -> None:
        """Run what is due now, without moving the clock."""
        ready = self.ready
        while True:
            while ready:
                ready.popleft()()
            if not self._collect(self.clock.now):
                return

    def run_until_idle(self, until: Callable[[], bool] | None = None) -> None:
        """Run everything, moving the clock as far as something is scheduled that somebody waits for.

        Args:
            until: Asked between callbacks; True stops early.
        """
        ready = self.ready
        while True:
            while ready:
                ready.popleft()()
                if until is not None and until():
                    return
            moment = self.next_moment() if self._awaited else None
            if moment is None:
                return
            self._move_to(moment)

    def advance(self, seconds: float) -> None:
        """Run everything that is due within the next `seconds`, and leave the clock there."""
        target = self.clock.now + seconds
        self.run_ready()
        while (moment := self.next_moment()) is not None and moment <= target:
            self._move_to(moment)
            self.run_ready()
        self.clock.set(max(target, self.clock.now))

    def forgot_one(self, timer: Timer) -> None:
        """Count a cancelled timer, and throw the cancelled ones away when they are most of the heap."""
        self._cancelled += 1
        self._awaited -= timer.awaited
        if self._cancelled > _COMPACT_FROM and self._cancelled * 2 > len(self._heap):
            self._heap[:] = [entry for entry in self._heap if entry[2].callback is not None]
            heapify(self._heap)
            self._cancelled = 0

    def _move_to(self, moment: float) -> None:
        if moment > self.clock.now:
            self.clock.set(moment)
        self._collect(moment)

    def _collect(self, moment: float) -> bool:
        """Queue every timer that is due at `moment`: what one of them causes comes after all of them."""
        found = False
        while (due := self.next_moment()) is not None and due <= moment:
            timer = heappop(self._heap)[2]
            timer.queued = True
            self._awaited -= timer.awaited
            self.ready.append(Fire(timer))
            found = True
        return found


class Fire:
    """A timer in the queue: it can still be cancelled by what runs before it."""

    __slots__ = ("_timer",)

    def __init__(self, timer: Timer) -> None:
        self._timer = timer

    @property
    def timer(self) -> Timer:
        """What is due."""
        return self._timer

    def __call__(self) -> None:
        """Run it."""
        callback, self._timer.callback = self._timer.callback, None
        if callback is not None:
            callback()
