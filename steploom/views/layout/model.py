"""A graph with places: what the pictures draw.

All coordinates are pixels from the top left corner of the whole picture, y downwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from steploom.views.graph import GraphEdge, GraphNode, GraphScope

__all__ = ["Box", "Layout", "Mark", "PlacedEdge", "PlacedLabel", "PlacedNode", "PlacedScope", "Point"]

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower side."""
        return self.y + self.height

    def moved(self, dx: float, dy: float) -> Box:
        """Return the same rectangle elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """The words on an edge.

    Attributes:
        text: What is drawn.
        full: The same in full.
        box: Where it stands.
    """

    text: str
    full: str
    box: Box


@dataclass(frozen=True, slots=True)
class PlacedEdge:
    """One transition, or the line of a mark (its `source` or `target` is then empty).

    Attributes:
        edge: What it stands for.
        points: The whole way, with right angles; it ends at the target's upper side.
        drawn: The part that no edge before it draws: edges into one state join.
        label: What stands on it, or None.
    """

    edge: GraphEdge
    points: tuple[Point, ...]
    drawn: tuple[Point, ...]
    label: PlacedLabel | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A dot where the machine starts, a ring where it ends.

    Attributes:
        kind: Which of the two.
        state: The state that it belongs to.
        box: Where it stands.
    """

    kind: Literal["start", "end"]
    state: str
    box: Box


@dataclass(frozen=True, slots=True)
class PlacedNode:
    """One state.

    Attributes:
        node: The state.
        box: Where it stands.
        lines: Its name, broken into lines.
        detail: Its label, cut where it is too long; may be empty.
        scopes: What runs inside it.
    """

    node: GraphNode
    box: Box
    lines: tuple[str, ...]
    detail: str
    scopes: tuple[PlacedScope, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedScope:
    """One scope and all that stands in it."""

    scope: GraphScope
    box: Box
    nodes: tuple[PlacedNode, ...]
    edges: tuple[PlacedEdge, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole picture.

    Attributes:
        root: The machine's own scope.
        width: Width of the picture.
        height: Height of the picture.
    """

    root: PlacedScope
    width: float
    height: float

    def scopes(self) -> Iterator[PlacedScope]:
        """Yield every scope, outer ones before what they hold."""
        yield from _scopes(self.root)

    def nodes(self) -> Iterator[PlacedNode]:
        """Yield every state, outer ones before what they hold."""
        for scope in self.scopes():
            yield from scope.nodes


def _scopes(scope: PlacedScope) -> Iterator[PlacedScope]:
    yield scope
    for node in scope.nodes:
        for inner in node.scopes:
            yield from _scopes(inner)
