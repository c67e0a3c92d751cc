"""The child executions of one Map Run: begun as others end, counted, their results kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from steploom.asl.limits import MAX_MAP_CONCURRENCY
from steploom.engine.distributed.map_run import MapRun
from steploom.engine.distributed.writing import Results
from steploom.engine.execution import Execution, StartOptions, Status
from steploom.engine.failure import DATA_LIMIT, THRESHOLD, Fault, StateFailure
from steploom.engine.frame import Frame
from steploom.engine.history import kinds
from steploom.engine.quota import check
from steploom.engine.starting import start_execution
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.engine.machine import Machine
    from steploom.engine.node import Node, Step

__all__ = ["Children"]

_EXCEEDED = "The specified tolerated failure threshold was exceeded"


class Children:
    """The children of one attempt; what the frame waits for.

    Args:
        frame: The frame that is in the Map state.
        run: The Map Run.
        machine: What each child runs.
        inputs: The input of each child with the number of items in it; taken one by one.
        results: What becomes of their results.
    """

    def __init__(
        self, frame: Frame, run: MapRun, machine: Machine, inputs: Iterator[tuple[Json, int]], results: Results
    ) -> None:
        self._frame = frame
        self._run = run
        self._machine = machine
        self._inputs = inputs
        self._results = results
        self._express = False
        self._begun = 0
        self._exhausted = False
        self._running: dict[int, Execution] = {}
        self._unsuccessful: dict[int, tuple[Execution, int]] = {}
        self._waiting: deque[tuple[int, Execution, int]] = deque()
        self._leave: Callable[[Json], Step] | None = None

    def begin(self, leave: Callable[[Json], Step], *, express: bool) -> Node | None:
        """Begin as many children as may run at once; the frame leaves by `leave` when the last has ended.

        Raises:
            StateFailure: An item cannot be read, or its input not be made.
        """
        self._leave, self._express = leave, express
        return self._begin()

    def _begin(self) -> Node | None:
        self._frame.suspension = self
        try:
            self._fill()
        except (StateFailure, Fault) as problem:
            self._frame.suspension = None
            raise self._fail(problem) from None
        if self._running:
            return None
        self._frame.suspension = None
        return self._finish(self._frame)

    def cancel(self) -> None:
        """Abort every child: the state is cut short."""
        self._close(Status.ABORTED)

    def _fill(self) -> None:
        """Begin children until enough run."""
        most = min(self._run.concurrency or MAX_MAP_CONCURRENCY, MAX_MAP_CONCURRENCY)
        while self._waiting and len(self._running) < most:
            self._start_again(*self._waiting.popleft())
        while not self._exhausted and len(self._running) < most:
            taken = next(self._inputs, None)
            if taken is None:
                self._exhausted = True
                return
            value, count = taken
            check(value, self._frame.state.name)
            self._start(value, count)

    def redrive(self) -> Node | None:
        """Run the children that did not end well again, and those that never began."""
        frame, run = self._frame, self._run
        run.redrives += 1
        run.redriven, run.stopped, run.status = frame.execution.clock.now, None, Status.RUNNING
        frame.record(kinds.MAP_RUN_REDRIVEN, run.arn, run.redrives)
        again, self._unsuccessful = self._unsuccessful, {}
        for index, (child, count) in sorted(again.items()):
            run.items.again(child.status, count)
            run.executions.again(child.status, 1)
            if self._results.forget(index):
                run.items.written -= count
                run.executions.written -= 1
            self._waiting.append((index, child, count))
        return self._begin()

    def _start_again(self, index: int, child: Execution, count: int) -> None:
        run = self._run
        run.items.begin_pending(count)
        run.executions.begin_pending(1)
        self._running[index] = child
        if not self._express:
            child.redrive()
            return
        host = run.parent.host
        fresh = start_execution(self._machine, child.input, self._options(host.uuid()), host)
        fresh.on_end = partial(self._ended, index, count, fresh.on_end)
        self._running[index] = fresh

    def _start(self, value: Json, count: int) -> None:
        index, run = self._begun, self._run
        self._begun += 1
        host = run.parent.host
        child = start_execution(self._machine, value, self._options(host.uuid()), host)
        ended = child.on_end
        child.on_end = partial(self._ended, index, count, ended)
        run.items.running += count
        run.executions.running += 1
        self._running[index] = child
        if host.hooks.on_child is not None:
            host.hooks.on_child(run, child, count)

    def _options(self, name: str) -> StartOptions:
        run = self._run
        outer, host = run.parent.options, run.parent.host
        machine = f"{outer.machine_name}/{run.label}"
        base = outer.machine_arn.rpartition(":stateMachine:")[0]
        tail = f"express:{machine}:{name}:{host.uuid()}" if self._express else f"execution:{machine}:{name}"
        return StartOptions(
            arn=f"{base}:{tail}",
            name=name,
            machine_arn=run.machine_arn,
            machine_name=machine,
            role_arn=outer.role_arn,
            type="EXPRESS" if self._express else "STANDARD",
        )

    def _ended(self, index: int, count: int, tell: Callable[[Execution], object] | None, child: Execution) -> None:
        run = self._run
        run.items.end(child.status, count)
        run.executions.end(child.status, 1)
        if tell is not None:
            tell(child)
        if child.status is not Status.SUCCEEDED:
            self._unsuccessful[index] = (child, count)
        if self._running.pop(index, None) is None:
            return  # the whole run is being closed
        self._results.keep(index, child)
        if child.status is Status.SUCCEEDED or self._results.destination is not None:
            run.items.written += count
            run.executions.written += 1
        if run.exceeded(complete=self._exhausted and not self._running):
            self._frame.resume(partial(self._broken, StateFailure(THRESHOLD, _EXCEEDED)))
            return
        try:
            self._fill()
        except (StateFailure, Fault) as problem:
            self._frame.resume(partial(self._broken, problem))
            return
        if not self._running:
            self._frame.resume(self._finish)

    def _broken(self, problem: StateFailure | Fault, _frame: Frame) -> Node | None:
        raise self._fail(problem)

    def _finish(self, frame: Frame) -> Node | None:
        """All children have ended well enough: the state goes on with their results."""
        run, store = self._run, frame.execution.host.store
        if run.exceeded(complete=True):
            raise self._fail(StateFailure(THRESHOLD, _EXCEEDED))
        try:
            if self._results.destination is None or store is None:
                result = self._results.inline()
                check(result, frame.state.name)
            else:
                result = self._results.export(store, run)
        except StateFailure as problem:
            raise self._fail(problem) from None
        self._stop(Status.SUCCEEDED)
        frame.record(kinds.MAP_RUN_SUCCEEDED)
        if self._leave is None:
            raise AssertionError(frame)
        return self._leave(result)(frame)

    def _fail(self, problem: StateFailure | Fault) -> StateFailure:
        """End the run badly, and return the failure of the state."""
        failure = self._frame.explain(problem)
        self._close(Status.FAILED)
        if failure.error == DATA_LIMIT:
            self._frame.broken = None  # AWS: after too much data, everything runs again
        self._frame.record(kinds.MAP_RUN_FAILED, failure.error, failure.cause)
        return failure

    def _close(self, status: Status) -> None:
        running, self._running = self._running, {}
        for child in running.values():
            child.end(Status.ABORTED)
        self._stop(status)
        self._frame.broken = self

    def _stop(self, status: Status) -> None:
        if self._run.stopped is None:
            self._run.status, self._run.stopped = status, self._frame.execution.clock.now
