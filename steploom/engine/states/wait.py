"""Wait: waits for a time or until a moment."""

from __future__ import annotations

from steploom.asl.model import WaitState
from steploom.engine.dataflow import Language
from steploom.engine.frame import Frame
from steploom.engine.history import kinds
from steploom.engine.node import Node
from steploom.engine.states.leaving import Exit
from steploom.jsontext import Json

__all__ = ["WaitNode"]


class WaitNode(Node):
    """A compiled Wait.

    Args:
        name: The state's name.
        state: Its model.
        language: Its data flow.
    """

    __slots__ = ("_enter", "_exit", "_moment")

    aborted = kinds.WAIT_ABORTED

    def __init__(self, name: str, state: WaitState, language: Language) -> None:
        super().__init__(name)
        self._enter = language.enter(state)
        self._moment = language.moment(state)
        self._exit = Exit(name, kinds.WAIT_EXITED, language.leave(state), language.assign(state))

    def visit(self, frame: Frame) -> Node | None:
        """Enter, and leave when the moment has come; a past moment has come already."""
        raw = frame.value
        frame.entered = frame.record(kinds.WAIT_ENTERED, self.name, raw)
        value = raw if self._enter is None else self._enter(frame, raw)
        moment: float = self._moment(frame, value)
        if moment <= frame.execution.host.clock.now:
            return self._leave(frame, value)
        frame.sleep_until(moment, lambda woken: self._leave(woken, value))
        return None

    def _leave(self, frame: Frame, value: Json) -> Node | None:
        self._exit.take(frame, value)
        return self.next
