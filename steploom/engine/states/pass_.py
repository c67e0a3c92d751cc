"""Pass: passes or builds data."""

from __future__ import annotations

from steploom.asl.model import ABSENT, PassState
from steploom.engine.dataflow import Language
from steploom.engine.frame import Frame
from steploom.engine.history import kinds
from steploom.engine.node import Node
from steploom.engine.quota import check
from steploom.engine.states.leaving import assign

__all__ = ["PassNode"]


class PassNode(Node):
    """A compiled Pass.

    Args:
        name: The state's name.
        state: Its model.
        language: Its data flow.
    """

    __slots__ = ("_assign", "_enter", "_leave", "_result")

    def __init__(self, name: str, state: PassState, language: Language) -> None:
        super().__init__(name)
        self._result = state.result
        self._enter = None if state.result is not ABSENT else language.enter(state)
        self._leave = language.leave(state)
        self._assign = language.assign(state)

    def visit(self, frame: Frame) -> Node | None:
        """Enter, make the output, leave."""
        execution = frame.execution
        history, now = execution.history, execution.clock.now
        raw = output = frame.value
        history.append((kinds.PASS_ENTERED, frame.previous, now, self.name, raw))
        frame.previous = frame.entered = len(history)
        if self._result is not ABSENT:
            output = self._result
        elif self._enter is not None:
            output = self._enter(frame, raw)
        assigned = None if self._assign is None else self._assign(frame, raw, output)
        if self._leave is not None:
            output = self._leave(frame, raw, output)
        if output is not raw:
            check(output, self.name)
        if assigned is not None:
            assign(frame, assigned, self.name)
        history.append((kinds.PASS_EXITED, frame.previous, now, self.name, output, assigned))
        frame.previous = len(history)
        frame.value = output
        return self.next
