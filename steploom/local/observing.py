"""Who looks at every local cloud of a process: coverage, for one. Nobody does unless asked to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from steploom.asl import StateMachine
    from steploom.compiler import CompiledWorkflow
    from steploom.engine import Execution, Tally

__all__ = ["Observer", "observer", "observing"]


class Observer(Protocol):
    """Told of what clouds run."""

    def tally(self, definition: StateMachine) -> Tally:
        """Return what counts the choices of a machine that is compiled."""
        ...

    def deployed(self, workflow: CompiledWorkflow) -> None:
        """A workflow is deployed."""
        ...

    def kept(self, name: str, definition: StateMachine) -> None:
        """A cloud ends, and has this machine."""
        ...

    def ended(self, execution: Execution) -> None:
        """An execution ended, or its cloud did while it was running."""
        ...


_observers: list[Observer] = []


@contextmanager
def observing(who: Observer) -> Iterator[None]:
    """Let `who` look at every cloud that begins in a block, until it ends; of two blocks the inner one counts."""
    _observers.append(who)
    try:
        yield
    finally:
        _observers.remove(who)


def observer() -> Observer | None:
    """Return who looks at a cloud that begins now, or None."""
    return _observers[-1] if _observers else None
