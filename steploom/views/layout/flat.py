"""One scope, laid out flat: its states are boxes of a known size, whatever runs inside them."""

from __future__ import annotations

from collections.abc import Mapping

from steploom.views.graph import GraphScope
from steploom.views.layout.bending import bend
from steploom.views.layout.cards import Card
from steploom.views.layout.gaps import Channels, assign_y, fill_gaps
from steploom.views.layout.joining import Drawn
from steploom.views.layout.lanes import choose_lanes, order_catchers
from steploom.views.layout.layering import assign_ranks, break_cycles
from steploom.views.layout.model import Box, Mark, PlacedEdge, PlacedLabel, PlacedNode, PlacedScope
from steploom.views.layout.ordering import order
from steploom.views.layout.ports import assign_ports
from steploom.views.layout.positions import assign_x
from steploom.views.layout.prepare import prepare
from steploom.views.layout.routing import route
from steploom.views.layout.working import Arc, NetKey, Work

__all__ = ["lay_out_flat"]

_CATCH_LABEL = 12.0


def lay_out_flat(scope: GraphScope, cards: Mapping[str, Card], *, marked: bool) -> PlacedScope:
    """Return `scope` with places, from the left upper corner at (0, 0); states are empty.

    Args:
        scope: What is laid out.
        cards: The size of each of its states.
        marked: Whether its start and its ends get marks.
    """
    work = prepare(scope, cards, marked=marked)
    break_cycles(work)
    assign_ranks(work)
    bend(work)
    order(work)
    assign_x(work)
    lanes = choose_lanes(work)
    order_catchers(work, lanes)
    channels = fill_gaps(work, lanes, assign_ports(work, lanes))
    height = assign_y(work, channels)
    edges = _edges(work, channels)
    left, right = _extent(work, edges)
    return _placed(scope, work, edges, Box(left, 0.0, right - left, height))


def _edges(work: Work, channels: Channels) -> list[PlacedEdge]:
    """Route all lines; those that come from farthest above draw what they share with others."""
    drawn: dict[NetKey, Drawn] = {}
    found: list[PlacedEdge] = []
    for arc in sorted(work.arcs, key=lambda each: work.vertices[each.source].rank):
        points = route(work, channels, arc)
        part = drawn.setdefault(arc.net, Drawn()).add(points)
        label = _label(work, channels, arc)
        for number, edge in enumerate(arc.edges):
            found.append(PlacedEdge(edge, points, () if number else part, None if number else label))
    return found


def _label(work: Work, channels: Channels, arc: Arc) -> PlacedLabel | None:
    full = ", ".join(dict.fromkeys(edge.text for edge in arc.edges))
    if arc.label is not None:
        vertex = work.vertices[arc.label]
        return PlacedLabel(vertex.name, full, Box(vertex.x - vertex.half, vertex.y, 2 * vertex.half, vertex.height))
    source = work.vertices[arc.source]
    if arc.kind != "catch" or source.card is None:
        return None
    stub = next(each for each in source.card.stubs if each.target == arc.edges[0].target)
    y = channels.row_y(work, arc)
    return PlacedLabel(
        stub.label, full, Box(source.x + source.half + 5, y - _CATCH_LABEL - 1, stub.width - 5, _CATCH_LABEL)
    )


def _extent(work: Work, edges: list[PlacedEdge]) -> tuple[float, float]:
    points = [x for edge in edges for x, _ in edge.points]
    labels = [edge.label.box for edge in edges if edge.label is not None]
    left = [vertex.left for vertex in work.vertices] + [box.x for box in labels] + points
    right = [vertex.x + vertex.half for vertex in work.vertices] + [box.right for box in labels] + points
    return min(left), max(right)


def _placed(scope: GraphScope, work: Work, edges: list[PlacedEdge], box: Box) -> PlacedScope:
    nodes = {node.name: node for node in scope.nodes}
    placed: list[PlacedNode] = []
    marks: list[Mark] = []
    for vertex in work.vertices:
        where = Box(vertex.x - vertex.half, vertex.y, 2 * vertex.half, vertex.height)
        if vertex.kind == "node" and vertex.card is not None:
            placed.append(PlacedNode(nodes[vertex.name], where, vertex.card.lines, vertex.card.detail))
        elif vertex.kind in ("start", "end"):
            marks.append(Mark("start" if vertex.kind == "start" else "end", vertex.name, where))
    return PlacedScope(scope, box, tuple(placed), tuple(edges), tuple(marks))
