"""Branches of a run that end together: the run itself, and each gather."""

from __future__ import annotations

import asyncio
import inspect
from collections import deque
from collections.abc import Awaitable
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Branch", "Gathering", "close_unstarted", "current_branch", "require_alive"]


@dataclass(slots=True, eq=False)
class Branch:
    """Code that is stopped together.

    Attributes:
        parent: What it is a part of; None for the run.
        group: Number of the outermost gather it belongs to; 0 outside of all.
        stopped: Whether its steps are over. A handler or `finally` that still runs can do nothing more, as on AWS,
            where a branch that is aborted just ends.
    """

    parent: Branch | None = None
    group: int = 0
    stopped: bool = False

    @property
    def alive(self) -> bool:
        """Whether neither it nor anything it belongs to is stopped."""
        return not self.stopped and (self.parent is None or self.parent.alive)


current_branch: ContextVar[Branch] = ContextVar("steploom_branch")


def require_alive() -> Branch:
    """Return the running branch.

    Raises:
        asyncio.CancelledError: It is stopped.
    """
    branch = current_branch.get()
    if not branch.alive:
        raise asyncio.CancelledError
    return branch


@dataclass(slots=True, eq=False)
class Gathering:
    """Awaits several at once; the first failure stops the others, in the very moment it happens.

    Attributes:
        branch: What the workers run in.
        waiting: What has not been started, with its place.
        results: What has come so far, by place.
    """

    branch: Branch
    waiting: deque[tuple[int, Awaitable[Any]]]
    results: list[Any]
    left: int
    workers: list[asyncio.Task[None]] = field(default_factory=list)

    @classmethod
    def of(cls, branch: Branch, awaitables: list[Awaitable[Any]]) -> Gathering:
        """Prepare to await `awaitables` in `branch`."""
        return cls(branch, deque(enumerate(awaitables)), [None] * len(awaitables), len(awaitables))

    async def run(self, limit: int | None) -> list[Any]:
        """Await all, at most `limit` at a time, and return the results in order."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[list[Any]] = loop.create_future()
        context = copy_context()
        context.run(current_branch.set, self.branch)
        count = min(limit or len(self.waiting), len(self.waiting))
        for _ in range(count):
            # Each worker has a context of its own, as a task has.
            self.workers.append(loop.create_task(self._work(done), context=context.copy()))
        if not self.workers:
            done.set_result([])
        try:
            return await done
        finally:
            self._stop()
            ended: list[asyncio.Future[Any]] = [done, *self.workers]
            for future in ended:
                if future.done() and not future.cancelled():
                    # Seen, even where this gather is itself being stopped: asyncio reports what nobody has seen.
                    future.exception()
            close_unstarted(each for _, each in self.waiting)

    async def _work(self, done: asyncio.Future[list[Any]]) -> None:
        try:
            while self.waiting and self.branch.alive:
                place, awaitable = self.waiting.popleft()
                self.results[place] = await awaitable
                self.left -= 1
                if self.waiting:
                    # The next one begins after all that ends at this moment: a failure among it stops everything.
                    await asyncio.sleep(0)
        except asyncio.CancelledError:
            self._stop()
            done.cancel()
        except Exception as error:  # noqa: BLE001 - task boundary: handed to the one who awaits the gather
            self._stop()
            if not done.done():
                done.set_exception(error)
        else:
            if self.left == 0 and not done.done():
                done.set_result(self.results)

    def _stop(self) -> None:
        """Stop the other workers; those that were about to go on in this same moment are stopped too."""
        self.branch.stopped = True
        mine = asyncio.current_task()
        for worker in self.workers:
            if worker is not mine:
                worker.cancel()


def close_unstarted(awaitables: Any) -> None:
    """Close coroutines that will never be awaited, so that Python does not warn of them."""
    for each in awaitables:
        if inspect.iscoroutine(each):
            each.close()
