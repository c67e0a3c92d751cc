"""Succeed: ends its scope well."""

from __future__ import annotations

from steploom.asl.model import SucceedState
from steploom.engine.dataflow import Language
from steploom.engine.frame import Frame
from steploom.engine.history import kinds
from steploom.engine.node import END, Node
from steploom.engine.states.leaving import Exit

__all__ = ["SucceedNode"]


class SucceedNode(Node):
    """A compiled Succeed.

    Args:
        name: The state's name.
        state: Its model.
        language: Its data flow.
    """

    __slots__ = ("_enter", "_exit")

    def __init__(self, name: str, state: SucceedState, language: Language) -> None:
        super().__init__(name)
        self._enter = language.enter(state)
        self._exit = Exit(name, kinds.SUCCEED_EXITED, language.leave(state), None)

    def visit(self, frame: Frame) -> Node | None:
        """Enter, make the output, end the scope."""
        raw = frame.value
        frame.entered = frame.record(kinds.SUCCEED_ENTERED, self.name, raw)
        self._exit.take(frame, raw if self._enter is None else self._enter(frame, raw))
        return END
