"""Parallel: runs its branches side by side."""

from __future__ import annotations

from steploom.asl.model import ParallelState
from steploom.engine.dataflow import Language
from steploom.engine.frame import Frame
from steploom.engine.history import kinds
from steploom.engine.node import Node, Step
from steploom.engine.quota import check
from steploom.engine.states.fallible import FallibleNode
from steploom.engine.states.side_by_side import SideBySide, abort_inside
from steploom.jsontext import Json

__all__ = ["ParallelNode"]


class ParallelNode(FallibleNode):
    """A compiled Parallel.

    Args:
        name: The state's name.
        state: Its model.
        language: Its data flow.
        branches: The first node of each branch.
    """

    __slots__ = ("_branches", "_enter")

    aborted = kinds.PARALLEL_ABORTED
    shows_failure = True

    def __init__(self, name: str, state: ParallelState, language: Language, branches: tuple[Node, ...]) -> None:
        super().__init__(name, state, language, (kinds.PARALLEL_ENTERED, kinds.PARALLEL_EXITED))
        self._enter = language.enter(state)
        self._branches = branches

    def attempt(self, frame: Frame) -> Node | None:
        """Make the effective input, and begin."""
        frame.execution.host.hooks.pass_gate(frame)
        value = frame.value if self._enter is None else self._enter(frame, frame.value)
        if value is not frame.value:
            check(value, self.name)
        return self.begin(frame, value)

    def begin(self, frame: Frame, value: Json) -> Node | None:
        """Begin all branches with `value`."""
        started = frame.record(kinds.PARALLEL_STARTED)
        run = _Run(frame, len(self._branches), self.leave)
        frame.suspension = run
        for index, start in enumerate(self._branches):
            branch = Frame(frame.execution, start, value, frame.variables)
            branch.parent, branch.index, branch.previous = run, index, started
            run.begin(branch)
        return None

    def give_up(self, frame: Frame) -> None:
        """Show that the state failed."""
        frame.record(kinds.PARALLEL_FAILED)

    def leave(self, results: list[Json]) -> Step:
        """Return what leaves the state with the results of its branches."""

        def step(frame: Frame) -> Node | None:
            last = frame.previous
            frame.record(kinds.PARALLEL_SUCCEEDED)
            frame.previous = last  # AWS: leaving points at the last event of the branches, not at "succeeded"
            self._exit.take(frame, results)
            return self.next

        return step


class _Run(SideBySide):
    """The branches of one attempt."""

    __slots__ = ()

    def left(self, frame: Frame) -> None:
        self._outer.previous = frame.previous

    def aborted(self, frame: Frame, *, failing: bool) -> None:
        abort_inside(frame, self._outer.previous, failing=failing)
