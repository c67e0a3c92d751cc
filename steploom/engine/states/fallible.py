"""What Task, Parallel and Map share: they can be tried again, and their failures caught."""

from __future__ import annotations

from collections.abc import Callable

from steploom.asl.model import Catcher, MapState, ParallelState, TaskState
from steploom.engine.dataflow import Language
from steploom.engine.failure import RUNTIME, Fault, StateFailure
from steploom.engine.frame import Frame
from steploom.engine.history import Kind
from steploom.engine.node import Node
from steploom.engine.retry import Retries, matches
from steploom.engine.states.leaving import Exit
from steploom.engine.tally import CountedRetries, Tally

__all__ = ["FallibleNode"]


class FallibleNode(Node):
    """A state with `Retry` and `Catch`.

    Args:
        name: The state's name.
        state: Its model.
        language: Its data flow.
        kinds: The events of entering and of leaving it.
    """

    __slots__ = ("_catchers", "_entered", "_exit", "_retriers", "_retries", "_targets", "_ways")

    can_retry = True

    def __init__(
        self, name: str, state: TaskState | ParallelState | MapState, language: Language, kinds: tuple[Kind, Kind]
    ) -> None:
        super().__init__(name)
        self._entered, exited = kinds
        measured = isinstance(state, TaskState)
        self._exit = Exit(name, exited, language.leave(state), language.assign(state), measured=measured)
        self._retriers = state.retry or ()
        self._retries = Retries(self._retriers) if self._retriers else None
        self._catchers = state.catch or ()
        self._ways = tuple(
            Exit(name, exited, language.caught(catcher, at), language.caught_assign(catcher, at))
            for catcher, at in self._places()
        )
        self._targets: tuple[Node, ...] = ()

    def link(self, find: Callable[[str], Node]) -> None:
        """Find the nodes of the catchers."""
        self._targets = tuple(find(catcher.next) for catcher in self._catchers)

    def count_retries(self, tally: Tally) -> None:
        """Count from now on which retrier tries again."""
        if self._retriers:
            self._retries = CountedRetries(self._retriers, self.name, tally)

    def visit(self, frame: Frame) -> Node | None:
        """Enter, and begin the first attempt."""
        frame.entered = frame.record(self._entered, self.name, frame.value)
        frame.attempts = 0
        frame.spent = None
        return self.attempt(frame)

    def redrive(self, frame: Frame) -> Node | None:
        """Do the work again with all its retries, or only that part of it which did not end well."""
        if not frame.entered:
            return self.visit(frame)
        frame.attempts, frame.spent = 0, None
        broken, frame.broken = frame.broken, None
        return self.attempt(frame) if broken is None else broken.redrive()

    def attempt(self, frame: Frame) -> Node | None:
        """Do the work once; return as `visit` does."""
        raise AssertionError(self.name, frame)

    def give_up(self, frame: Frame) -> None:
        """Show that no attempt is left."""

    def recover(self, frame: Frame, failure: StateFailure) -> Node | None:
        """Try again, or go where a catcher points, or fail the scope."""
        index = None if self._retries is None else self._retries.match(failure)
        if index is not None and self._retries is not None:
            delay = self._retries.delay(frame, index)
            if delay is not None:
                self.again(frame, failure, delay)
                return None
        if failure.error == RUNTIME:
            frame.fail(failure)
            return None
        self.give_up(frame)
        for index, catcher in enumerate(self._catchers):
            if matches(catcher.error_equals, failure):
                return self.caught(frame, failure, index)
        frame.fail(failure)
        return None

    def again(self, frame: Frame, failure: StateFailure, delay: float) -> None:
        """Try again after `delay` seconds."""
        del failure
        frame.attempts += 1
        frame.broken = None
        frame.execution.retries += 1
        frame.sleep_until(frame.execution.host.clock.now + delay, self.attempt)

    def caught(self, frame: Frame, failure: StateFailure, index: int) -> Node | None:
        """Leave by the catcher at `index`."""
        frame.broken = None
        try:
            self._ways[index].take(frame, failure.output())
        except (Fault, StateFailure) as problem:
            # What fails in a catcher is not caught again.
            frame.fail(frame.explain(problem))
            return None
        return self._targets[index]

    def _places(self) -> list[tuple[Catcher, str]]:
        return [(catcher, f"Catch[{index}]") for index, catcher in enumerate(self._catchers)]
