"""The shape of a compiled state."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from steploom.engine.history import Kind

if TYPE_CHECKING:
    from steploom.engine.failure import StateFailure
    from steploom.engine.frame import Frame

__all__ = ["END", "Node", "Step"]


class Node:
    """A compiled state: `visit` does what entering it does.

    Attributes:
        name: The state's name.
        next: The node that follows; `END` where the scope ends.
        aborted: The event that shows it was cut short, or None where AWS shows none.
        can_retry: Whether the state can be tried again (its context shows `RetryCount`).
        shows_failure: Whether an event of its own shows that it failed.
    """

    __slots__ = ("name", "next")

    aborted: Kind | None = None
    can_retry: bool = False
    shows_failure: bool = False

    def __init__(self, name: str) -> None:
        self.name = name
        self.next: Node = END

    def visit(self, frame: Frame) -> Node | None:
        """Enter the state with `frame.value`; return the next node, or None where something must happen first.

        Raises:
            StateFailure: The visit failed.
            Fault: A field of the state is wrong at run time.
        """
        raise AssertionError(self.name, frame)

    def recover(self, frame: Frame, failure: StateFailure) -> Node | None:
        """Go on after `failure`; a state that can neither retry nor catch fails its scope."""
        frame.fail(failure)
        return None

    def redrive(self, frame: Frame) -> Node | None:
        """Go on in the state in which the frame stopped; return as `visit` does."""
        return self.visit(frame)

    def link(self, find: Callable[[str], Node]) -> None:
        """Replace the names of following states by their nodes."""


Step: TypeAlias = "Callable[[Frame], Node | None]"


class _End(Node):
    """What follows a state with `End`: the scope is done."""

    __slots__ = ()

    def __init__(self) -> None:
        self.name = ""
        self.next = self

    def visit(self, frame: Frame) -> Node | None:
        frame.finish()
        return None


END: Node = _End()
