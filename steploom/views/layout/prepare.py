"""Step 1: states, marks and lines of a scope."""

from __future__ import annotations

from collections.abc import Mapping

from steploom.views.graph import GraphEdge, GraphScope
from steploom.views.layout.cards import Card
from steploom.views.layout.working import Arc, Vertex, Work

__all__ = ["MARK", "TURN", "prepare"]

#: Radius of the dot and the ring.
MARK = 8.0
#: Distance between the lines of one state's catchers.
TURN = 8.0
_CORNER, _ROUND = 16.0, 28.0


def prepare(scope: GraphScope, cards: Mapping[str, Card], *, marked: bool) -> Work:
    """Return the vertices and lines of `scope`, nothing placed yet.

    Args:
        scope: What is drawn.
        cards: The size of each of its states.
        marked: Whether its start and its ends get marks.
    """
    work = Work()
    numbers: dict[str, int] = {}
    start = work.add(Vertex("start", scope.start, MARK, 2 * MARK)) if marked else None
    for node in scope.nodes:
        drawn = cards[node.name]
        beyond = max((stub.width for stub in drawn.stubs), default=0.0) + TURN * len(drawn.stubs)
        inset = _ROUND if node.type in ("Succeed", "Fail") else _CORNER
        vertex = Vertex("node", node.name, drawn.width / 2, drawn.height, beyond, inset, drawn, node.type == "Fail")
        numbers[node.name] = work.add(vertex)
    if start is not None:
        edge = GraphEdge("", scope.start, "next", "", "", "StartAt")
        work.arcs.append(Arc([edge], start, numbers[scope.start], "flow"))
    _lines(scope, numbers, work)
    if marked:
        for node in scope.nodes:
            if node.ends:
                end = work.add(Vertex("end", node.name, MARK, 2 * MARK))
                edge = GraphEdge(node.name, "", "next", "", "", "End")
                work.arcs.append(Arc([edge], numbers[node.name], end, "flow"))
    return work


def _lines(scope: GraphScope, numbers: Mapping[str, int], work: Work) -> None:
    caught: dict[tuple[str, str], Arc] = {}
    for edge in scope.edges:
        source, target = numbers[edge.source], numbers[edge.target]
        if edge.kind != "catch":
            work.arcs.append(Arc([edge], source, target, "flow"))
            continue
        arc = caught.get((edge.source, edge.target))
        if arc is None:
            arc = caught[edge.source, edge.target] = Arc([edge], source, target, "catch")
            work.arcs.append(arc)
        else:
            arc.edges.append(edge)
