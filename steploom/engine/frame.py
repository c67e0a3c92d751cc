"""One thread of control: the machine itself, a branch, an iteration. A plain loop over state visits.

A frame runs until it has to wait for something (`suspension`) or its scope ends. Nothing here recurses: who waits
for a frame (`parent`) is told through the scheduler or by a call that returns at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Protocol

from steploom.engine.context import context_of
from steploom.engine.execution import Status
from steploom.engine.failure import RUNTIME, EvaluationFault, Fault, StateFailure
from steploom.engine.history import Kind, kinds
from steploom.jsontext import Json, JsonObject

if TYPE_CHECKING:
    from steploom.engine.execution import Execution
    from steploom.engine.node import Node, Step
    from steploom.engine.scheduler import Timer

__all__ = ["Frame", "Join", "Resumable", "Suspension"]


class Suspension(Protocol):
    """What a frame waits for."""

    def cancel(self) -> None:
        """Make it not happen."""
        ...


class Resumable(Suspension, Protocol):
    """What was cut short, and can go on where it stood."""

    def redrive(self) -> Node | None:
        """Run on what did not end well; return as a node's `visit` does."""
        ...


class Join(Protocol):
    """What waits for the frame: a Parallel or Map state's run."""

    def done(self, frame: Frame) -> None:
        """The frame's scope ended well with `frame.value`."""
        ...

    def failed(self, frame: Frame, failure: StateFailure) -> None:
        """The frame's scope failed."""
        ...


class Frame:
    """One thread of control.

    Attributes:
        execution: What it belongs to.
        state: The state it is in.
        value: The raw input of that state.
        variables: What it may read; never changed in place, so that frames can share it.
        previous: Id of its last event: the next one points there.
        entered: Id of the event that entered the state.
        parent: Who waits for it; None for the machine itself.
        index: Which branch or iteration it is.
        suspension: What it waits for; None while it runs.
        over: Its scope ended, well or badly.
        attempts: Retries of this visit so far.
        spent: Retries of this visit by retrier, or None before the first.
        token: The task token that the context shows, or None.
        item: The Map item that the context shows, or None.
        broken: What the state ran when the frame stopped, and could run on; None where there is no such thing.
    """

    __slots__ = (
        "attempts",
        "broken",
        "entered",
        "execution",
        "index",
        "item",
        "over",
        "parent",
        "previous",
        "spent",
        "state",
        "suspension",
        "token",
        "value",
        "variables",
    )

    def __init__(self, execution: Execution, state: Node, value: Json, variables: Mapping[str, Json]) -> None:
        self.execution = execution
        self.state = state
        self.value = value
        self.variables = variables
        self.previous = 0
        self.entered = 0
        self.parent: Join | None = None
        self.index = 0
        self.suspension: Suspension | None = None
        self.over = False
        self.attempts = 0
        self.spent: list[int] | None = None
        self.token: str | None = None
        self.item: JsonObject | None = None
        self.broken: Resumable | None = None

    def start(self) -> None:
        """Run from the first state on."""
        self.resume(_first)

    def resume(self, step: Step) -> None:
        """Run on with `step`, until the frame has to wait or its scope ends."""
        if self.over:
            return
        self.suspension = None
        execution = self.execution
        history, limit = execution.history, execution.limit
        while True:
            try:
                node = step(self)
                while node is not None:
                    if len(history) >= limit:
                        execution.overflow()
                        return
                    self.state = node
                    node = node.visit(self)
            except (StateFailure, Fault) as problem:
                step = partial(_recover, failure=self.explain(problem))
            else:
                return

    def record(self, kind: Kind, *payload: object) -> int:
        """Append an event that follows the frame's last one, and return its id."""
        execution = self.execution
        history = execution.history
        history.append((kind, self.previous, execution.clock.now, *payload))
        self.previous = len(history)
        return self.previous

    def sleep_until(self, moment: float, step: Step) -> None:
        """Go on with `step` at `moment` (virtual epoch seconds)."""
        self.suspension = self.at(moment, partial(self.resume, step))

    def at(self, moment: float, callback: Callable[[], object]) -> Timer:
        """Call back at `moment`, within the longest life that an execution may have."""
        execution = self.execution
        if moment > execution.expires:
            execution.arm()
        return execution.host.scheduler.call_at(moment, callback)

    def context(self) -> JsonObject:
        """Return the context object as the current state sees it."""
        return context_of(self)

    def explain(self, problem: StateFailure | Fault) -> StateFailure:
        """Return the failure that `problem` is, with AWS's prefix and the event it leaves."""
        if isinstance(problem, StateFailure):
            return problem
        name = self.state.name
        text = f"An error occurred while executing the state '{name}' (entered at the event id #{self.entered}). "
        cause = text + problem.text
        if isinstance(problem, EvaluationFault):
            if self.previous == self.entered and not problem.late:
                # Entering and evaluating are one step for AWS: the event points at what came before.
                self.previous = self.execution.history[self.entered - 1][1]
            self.record(kinds.EVALUATION_FAILED, problem.error, cause, problem.location, name)
        return StateFailure(problem.error, cause)

    def finish(self) -> None:
        """End the scope with `value`."""
        self.over = True
        if self.parent is None:
            self.execution.end(Status.SUCCEEDED, output=self.value, previous=self.previous)
        else:
            self.parent.done(self)

    def fail(self, failure: StateFailure) -> None:
        """End the scope with `failure`; siblings that are due run first, as they would on AWS."""
        execution = self.execution
        if self.parent is None or failure.error == RUNTIME:
            # AWS: `States.Runtime` ends the whole execution wherever it happens.
            self.over = True
            execution.end(Status.FAILED, error=failure.error, cause=failure.cause, previous=self.previous)
            return
        execution.host.scheduler.call_soon(partial(self._tell, failure))

    def stall(self) -> None:
        """Stand still for good before the current state, as AWS does at a negative concurrency."""
        del self.execution.history[self.entered - 1 :]
        self.execution.arm(awaited=False)

    def stop(self) -> None:
        """End the scope without telling anybody; nothing of it runs on."""
        self.over = True
        if self.suspension is not None:
            self.suspension.cancel()
            self.suspension = None

    def redrive(self, previous: int) -> None:
        """Go on in the state in which the frame stopped, when the engine comes to it.

        Args:
            previous: Id of the event that the next one points at.
        """
        # Later: what was queued for the frame before it stopped must find it stopped.
        self.execution.host.scheduler.call_soon(partial(self._go_on, previous))

    def _go_on(self, previous: int) -> None:
        if self.execution.running:
            self.over = False
            self.previous = previous
            self.resume(_redriven)

    def _tell(self, failure: StateFailure) -> None:
        if self.over or self.parent is None:
            return
        self.over = True
        self.parent.failed(self, failure)


def _first(frame: Frame) -> Node:
    return frame.state


def _redriven(frame: Frame) -> Node | None:
    return frame.state.redrive(frame)


def _recover(frame: Frame, failure: StateFailure) -> Node | None:
    return frame.state.recover(frame, failure)
