"""Fail: ends its scope badly."""

from __future__ import annotations

from steploom.asl.model import FailState
from steploom.engine.dataflow import Language
from steploom.engine.failure import StateFailure
from steploom.engine.frame import Frame
from steploom.engine.history import kinds
from steploom.engine.node import Node

__all__ = ["FailNode"]


class FailNode(Node):
    """A compiled Fail.

    Args:
        name: The state's name.
        state: Its model.
        language: Its data flow.
    """

    __slots__ = ("_cause", "_error")

    def __init__(self, name: str, state: FailState, language: Language) -> None:
        super().__init__(name)
        self._error, self._cause = language.failure(state)

    def visit(self, frame: Frame) -> Node | None:
        """Enter, and fail with the error and cause that the fields give; both may be absent."""
        raw = frame.value
        frame.entered = frame.record(kinds.FAIL_ENTERED, self.name, raw)
        error = None if self._error is None else self._error(frame, raw)
        cause = None if self._cause is None else self._cause(frame, raw)
        raise StateFailure(error, cause)
