"""What gives a picture its colours: a run, or coverage."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

__all__ = ["Look", "NodeLook"]


class NodeLook(Protocol):
    """What is known of one state."""

    @property
    def status(self) -> str:
        """Its class in the styles: `succeeded`, `failed`, `hit`."""
        ...

    @property
    def visits(self) -> int:
        """How often it was visited."""
        ...

    @property
    def attempts(self) -> int:
        """The most attempts of one visit."""
        ...

    @property
    def spoken(self) -> str:
        """What it says to who cannot see the picture."""
        ...


class Look(Protocol):
    """What is known of a graph; states that it does not know were not reached."""

    @property
    def nodes(self) -> Mapping[str, NodeLook]:
        """States by path."""
        ...

    @property
    def edges(self) -> Collection[tuple[str, str]]:
        """Transitions taken: the path of the state that was left, and the field that says where to."""
        ...
