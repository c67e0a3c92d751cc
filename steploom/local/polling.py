"""What a look at an execution means for the clock: who looks twice in a row waits for its end."""

from __future__ import annotations

import time
from collections.abc import Callable

from steploom.engine import Engine
from steploom.local.door.records import Run

__all__ = ["Polling"]

_SECOND = 1.0


class Polling:
    """Moves the clock for callers that poll in real time, as suites written for AWS or moto do.

    The first look at an execution is true to the moment: nothing moves. A second look at the same execution, with no
    other call of the API in between, is polling:

    - Where nobody outside owes an answer, it runs to the end of the execution: waits, retries and timeouts pass.
    - Where a task token is out, somebody may answer it in real time, perhaps from another thread: each look lets as
      much virtual time pass as real time has passed since the last one, one second at least.

    Args:
        engine: Whose clock is moved.
        outstanding: Whether somebody outside owes an answer.
        real_time: Monotonic real seconds.
    """

    def __init__(
        self, engine: Engine, outstanding: Callable[[], bool], real_time: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine = engine
        self._outstanding = outstanding
        self._real_time = real_time
        self._last: tuple[str, str] | None = None
        self._looked = 0.0

    def forget(self) -> None:
        """Note a call that is no look: what follows it is a first look."""
        self._last = None

    def look(self, run: Run, kind: str) -> None:
        """Note a look of a kind (`describe`, `history`) at an execution."""
        now, since = self._real_time(), self._looked
        polls, self._last, self._looked = self._last == (kind, run.execution.arn), (kind, run.execution.arn), now
        if not polls or not run.execution.running:
            return
        if self._outstanding():
            self._engine.advance(max(_SECOND, now - since))
        else:
            self._engine.run_to_end(run.execution)
