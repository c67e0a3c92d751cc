"""Map, inline: runs its processor for each item."""

from __future__ import annotations

from collections.abc import Callable

from steploom.asl.limits import INLINE_MAP_CONCURRENCY
from steploom.asl.model import MapState
from steploom.engine.dataflow import Language
from steploom.engine.dataflow.flow import Evaluate
from steploom.engine.frame import Frame
from steploom.engine.history import kinds
from steploom.engine.node import Node, Step
from steploom.engine.quota import check
from steploom.engine.states.fallible import FallibleNode
from steploom.engine.states.side_by_side import SideBySide, abort_inside
from steploom.jsontext import Json

__all__ = ["MapNode"]


class MapNode(FallibleNode):
    """A compiled inline Map.

    Args:
        name: The state's name.
        state: Its model.
        language: Its data flow.
        start: The first node of the processor.
    """

    __slots__ = ("_concurrency", "_enter", "_items", "_selector", "_start")

    aborted = kinds.MAP_ABORTED
    shows_failure = True

    def __init__(self, name: str, state: MapState, language: Language, start: Node) -> None:
        super().__init__(name, state, language, (kinds.MAP_ENTERED, kinds.MAP_EXITED))
        self._enter = language.enter(state)
        self._items = language.items(state)
        self._selector = language.selector(state)
        self._concurrency = language.concurrency(state)
        self._start = start

    def attempt(self, frame: Frame) -> Node | None:
        """Begin as many iterations as may run at once."""
        frame.execution.host.hooks.pass_gate(frame)
        value = frame.value if self._enter is None else self._enter(frame, frame.value)
        items: list[Json] = self._items(frame, value)
        most = 0 if self._concurrency is None else self._concurrency(frame, value)
        if most < 0:
            frame.stall()
            return None
        inputs = items if self._selector is None else self._select(frame, self._selector, value, items)
        frame.record(kinds.MAP_STARTED, len(inputs))
        if not inputs:
            return self._leave([])(frame)
        run = _Run(frame, inputs, self._start, self._leave)
        frame.suspension = run
        run.begin_first(min(most or INLINE_MAP_CONCURRENCY, INLINE_MAP_CONCURRENCY))
        return None

    def give_up(self, frame: Frame) -> None:
        """Show that the state failed."""
        frame.record(kinds.MAP_FAILED)

    def _select(self, frame: Frame, selector: Evaluate, value: Json, items: list[Json]) -> list[Json]:
        inputs = []
        try:
            for index, item in enumerate(items):
                frame.item = {"Index": index, "Value": item}
                made = selector(frame, value)
                check(made, self.name)
                inputs.append(made)
        finally:
            frame.item = None
        return inputs

    def _leave(self, results: list[Json]) -> Step:
        def step(frame: Frame) -> Node | None:
            last = frame.previous
            frame.record(kinds.MAP_SUCCEEDED)
            frame.previous = last  # AWS: leaving points at the last iteration's end, not at "succeeded"
            self._exit.take(frame, results)
            return self.next

        return step


class _Run(SideBySide):
    """The iterations of one attempt.

    Args:
        outer: The frame that is in the Map state.
        inputs: What each iteration begins with.
        start: The first node of the processor.
        resume: What the outer frame does with the results.
    """

    __slots__ = ("_inputs", "_next", "_start")

    of_map = True

    def __init__(self, outer: Frame, inputs: list[Json], start: Node, resume: Callable[[list[Json]], Step]) -> None:
        super().__init__(outer, len(inputs), resume)
        self._inputs = inputs
        self._start = start
        self._next = 0

    def begin_first(self, count: int) -> None:
        """Begin up to `count` iterations."""
        started = self._outer.previous
        for _ in range(min(count, len(self._inputs))):
            self._begin_one(started)

    def left(self, frame: Frame) -> None:
        """Show the end of an iteration, and begin the next one in its place."""
        execution = frame.execution
        now, name = execution.clock.now, self._outer.state.name
        execution.history.append((kinds.ITERATION_SUCCEEDED, frame.previous, now, name, frame.index))
        self._outer.previous = len(execution.history)
        if self._next < len(self._inputs):
            self._begin_one(frame.previous)

    def aborted(self, frame: Frame, *, failing: bool) -> None:
        """Show that an iteration failed or was cut short."""
        execution, previous = frame.execution, self._outer.previous
        kind = kinds.ITERATION_FAILED if failing else kinds.ITERATION_ABORTED
        now = execution.clock.now
        execution.history.append((kind, previous, now, self._outer.state.name, frame.index))
        abort_inside(frame, previous, failing=failing)

    def _begin_one(self, previous: int) -> None:
        outer, index = self._outer, self._next
        self._next += 1
        execution = outer.execution
        frame = Frame(execution, self._start, self._inputs[index], outer.variables)
        frame.parent, frame.index = self, index
        now = execution.clock.now
        execution.history.append((kinds.ITERATION_STARTED, previous, now, outer.state.name, index))
        frame.previous = len(execution.history)
        self.begin(frame)
