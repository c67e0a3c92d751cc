"""Task with a resource that nothing here knows: it fails when it is reached."""

from __future__ import annotations

from steploom.asl.model import TaskState
from steploom.engine.dataflow import Language
from steploom.engine.failure import Fault
from steploom.engine.frame import Frame
from steploom.engine.history import kinds
from steploom.engine.node import Node
from steploom.engine.states.fallible import FallibleNode

__all__ = ["UnknownTaskNode"]


class UnknownTaskNode(FallibleNode):
    """A compiled Task that calls a URI which is neither a function, nor an activity, nor an integration.

    AWS refuses such a definition; the language's own specification and the validators that follow it take it, and so
    it is loaded with a warning.

    Args:
        name: The state's name.
        state: Its model.
        language: Its data flow.
    """

    __slots__ = ("_resource",)

    aborted = kinds.TASK_ABORTED

    def __init__(self, name: str, state: TaskState, language: Language) -> None:
        super().__init__(name, state, language, (kinds.TASK_ENTERED, kinds.TASK_EXITED))
        self._resource = state.resource

    def attempt(self, frame: Frame) -> Node | None:
        """Fail as what nothing retries or catches."""
        del frame
        raise Fault(f"The resource provided {self._resource} is not recognized.")
