"""Interleavings: in which order things happen that are due at the same virtual moment.

By default first come, first served. Branches, Map items, answers and timeouts of one moment have no order on AWS; a
scheduler of this module asks somebody else each time that several are due. Each of them runs undivided: what a frame
does until it has to wait.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from random import Random
from typing import Protocol, TypeAlias

from steploom.clock import VirtualClock
from steploom.engine.scheduler import Scheduler

__all__ = ["Due", "InterleavingScheduler", "Order", "Shuffled"]

#: Something that is due.
Due: TypeAlias = Callable[[], object]


class Order(Protocol):
    """Says what comes next."""

    def choose(self, due: Sequence[Due]) -> int:
        """Return the index of what runs next among at least two that are due, first come first."""
        ...


class Shuffled:
    """An order that a seed decides.

    Args:
        seed: The same seed gives the same order of the same things.

    Example:
        >>> order = Shuffled(7)
        >>> [order.choose([print] * 3) for _ in range(6)]
        [1, 0, 1, 2, 0, 0]
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - reproducible on purpose

    def choose(self, due: Sequence[Due]) -> int:
        """Draw one."""
        return self._random.randrange(len(due))


class InterleavingScheduler(Scheduler):
    """A scheduler that asks an order what comes next.

    Args:
        clock: As for every scheduler.
        order: Whom it asks.
    """

    __slots__ = ()

    def __init__(self, clock: VirtualClock, order: Order) -> None:
        super().__init__(clock)
        self.ready = _Pool(self, order)

    def collect_due(self) -> None:
        """Queue the timers that are due now, beside what is queued."""
        self._collect(self.clock.now)


class _Pool(deque[Due]):
    """A queue whose next one is chosen."""

    def __init__(self, scheduler: InterleavingScheduler, order: Order) -> None:
        super().__init__()
        self._scheduler = scheduler
        self._order = order

    def popleft(self) -> Due:
        self._scheduler.collect_due()
        if len(self) == 1:
            return super().popleft()
        index = self._order.choose(tuple(self))
        chosen = self[index]
        del self[index]
        return chosen
