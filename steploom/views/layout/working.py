"""What the steps of one scope's layout work on; it lives as long as they run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from steploom.views.graph import GraphEdge
from steploom.views.layout.cards import Card

__all__ = ["Arc", "ArcKind", "NetKey", "Vertex", "VertexKind", "Work"]

VertexKind: TypeAlias = Literal["node", "start", "end", "label", "bend"]
ArcKind: TypeAlias = Literal["flow", "catch"]
#: Lines that may be drawn as one: what they are, and the vertex they lead to.
NetKey: TypeAlias = tuple[str, int]


@dataclass(slots=True)
class Vertex:
    """Something that takes room in a layer: a state, a mark, the words on an edge, or an edge on its way.

    Attributes:
        kind: Which of these.
        name: The state, or the text.
        half: Half the visible width; `x` is the middle of it.
        height: Of the visible part.
        beyond: Room that is kept on the right for catchers.
        inset: How far from its corners lines may touch it.
        card: How a state is drawn.
        fails: Whether it is a Fail.
        rank: Its layer.
        place: Its place in the layer.
        x: Where its middle stands.
        y: Where its upper side stands.
    """

    kind: VertexKind
    name: str
    half: float
    height: float
    beyond: float = 0.0
    inset: float = 16.0
    card: Card | None = None
    fails: bool = False
    rank: int = 0
    place: int = 0
    x: float = 0.0
    y: float = 0.0

    @property
    def left(self) -> float:
        """The x where its room begins."""
        return self.x - self.half

    @property
    def right(self) -> float:
        """The x where its room ends."""
        return self.x + self.half + self.beyond


@dataclass(slots=True)
class Arc:
    """Transitions that are drawn as one line: one, or the catchers of a state with one target.

    Attributes:
        edges: What it stands for, at least one.
        source: Vertex that it leaves.
        target: Vertex that it enters.
        kind: `catch` leaves on the right side, `flow` below.
        back: Whether it leads upwards.
        label: The vertex that carries its words, or None.
        net: What it is drawn as one with.
        row: Which of the source's catchers it is, from above.
        turn: The x where a catcher's line turns down beside its state; None where it goes sideways to its lane.
    """

    edges: list[GraphEdge]
    source: int
    target: int
    kind: ArcKind
    back: bool = False
    label: int | None = None
    net: NetKey = ("", 0)
    row: int = 0
    turn: float | None = None

    @property
    def tail(self) -> int:
        """The last vertex of its own, before it may join others."""
        return self.source if self.label is None else self.label


@dataclass(slots=True)
class Work:
    """One scope on its way.

    Attributes:
        vertices: All that takes room.
        arcs: All lines.
        topological: The states and marks, so that only `back` arcs lead backwards.
        layers: Vertices of each layer from left to right.
        up: For each vertex its neighbours in the layer above, by lines that go straight from layer to layer.
        down: The same below.
        bends: For each net that takes its way through the layers, its vertex in each.
    """

    vertices: list[Vertex] = field(default_factory=list)
    arcs: list[Arc] = field(default_factory=list)
    topological: list[int] = field(default_factory=list)
    layers: list[list[int]] = field(default_factory=list)
    up: list[list[int]] = field(default_factory=list)
    down: list[list[int]] = field(default_factory=list)
    bends: dict[NetKey, dict[int, int]] = field(default_factory=dict)

    def add(self, vertex: Vertex) -> int:
        """Add a vertex and return its number."""
        self.vertices.append(vertex)
        return len(self.vertices) - 1

    def number(self) -> None:
        """Write each vertex's place in its layer."""
        for layer in self.layers:
            for place, each in enumerate(layer):
                self.vertices[each].place = place
