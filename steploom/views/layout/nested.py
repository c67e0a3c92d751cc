"""Scopes in scopes: laid out from the innermost outwards, then moved to where they stand."""

from __future__ import annotations

from dataclasses import replace

from steploom.views.graph import GraphModel, GraphNode, GraphScope
from steploom.views.layout.cards import Card, card, stubs
from steploom.views.layout.flat import lay_out_flat
from steploom.views.layout.model import Layout, PlacedEdge, PlacedNode, PlacedScope, Point

__all__ = ["lay_out"]

#: Room around the picture.
_MARGIN = 24.0
#: Room inside the frame of a branch, and the height of its title.
_PADDING = 14.0
_TITLE = 22.0
#: Room between branches, and between them and their state.
_BETWEEN = 12.0
#: Branches go on in a new row beyond this width.
_WIDE = 1500.0


def lay_out(graph: GraphModel) -> Layout:
    """Return a graph with places.

    The same graph always gives the same places. Lines run through no box; boxes of one scope never overlap.

    Args:
        graph: The graph of a definition.

    Example:
        >>> from steploom.asl import load
        >>> from steploom.views.graph import build_graph
        >>> layout = lay_out(build_graph(load('{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}')))
        >>> [(node.node.name, node.box.height) for node in layout.nodes()]
        [('A', 44.0)]
    """
    placed = _scope(graph.root, marked=True)
    moved = _moved(placed, _MARGIN - placed.box.x, _MARGIN - placed.box.y)
    return Layout(moved, round(moved.box.right + _MARGIN), round(moved.box.bottom + _MARGIN))


def _scope(scope: GraphScope, *, marked: bool) -> PlacedScope:
    catchers = stubs(scope)
    cards: dict[str, Card] = {}
    inner: dict[str, tuple[PlacedScope, ...]] = {}
    for node in scope.nodes:
        framed, size = _inside(node)
        inner[node.name] = framed
        cards[node.name] = card(node, catchers.get(node.name, ()), size)
    flat = lay_out_flat(scope, cards, marked=marked)
    nodes = tuple(_fill(node, cards[node.node.name], inner[node.node.name]) for node in flat.nodes)
    return replace(flat, nodes=nodes)


def _inside(node: GraphNode) -> tuple[tuple[PlacedScope, ...], tuple[float, float] | None]:
    """Return what runs inside a state, in rows from (0, 0), and the room it takes with its margins."""
    if not node.scopes:
        return (), None
    framed: list[PlacedScope] = []
    x, y, width, height = _BETWEEN, 0.0, 0.0, 0.0
    for scope in node.scopes:
        each = _framed(_scope(scope, marked=False))
        if x > _BETWEEN and x + each.box.width > _WIDE:
            x, y, height = _BETWEEN, y + height + _BETWEEN, 0.0
        framed.append(_moved(each, x - each.box.x, y - each.box.y))
        x += each.box.width + _BETWEEN
        width, height = max(width, x), max(height, each.box.height)
    return tuple(framed), (width, y + height + _BETWEEN)


def _framed(scope: PlacedScope) -> PlacedScope:
    box = scope.box
    return replace(
        scope,
        box=replace(
            box,
            x=box.x - _PADDING,
            y=box.y - _TITLE - _PADDING / 2,
            width=max(box.width + 2 * _PADDING, 90.0),
            height=box.height + _TITLE + 1.5 * _PADDING,
        ),
    )


def _fill(node: PlacedNode, size: Card, inner: tuple[PlacedScope, ...]) -> PlacedNode:
    if not inner:
        return node
    taken = max(each.box.right for each in inner) + _BETWEEN
    x = node.box.x + (node.box.width - taken) / 2
    return replace(node, scopes=tuple(_moved(each, x, node.box.y + size.header) for each in inner))


def _moved(scope: PlacedScope, dx: float, dy: float) -> PlacedScope:
    return replace(
        scope,
        box=scope.box.moved(dx, dy),
        nodes=tuple(_moved_node(node, dx, dy) for node in scope.nodes),
        edges=tuple(_moved_edge(edge, dx, dy) for edge in scope.edges),
        marks=tuple(replace(mark, box=mark.box.moved(dx, dy)) for mark in scope.marks),
    )


def _moved_node(node: PlacedNode, dx: float, dy: float) -> PlacedNode:
    return replace(node, box=node.box.moved(dx, dy), scopes=tuple(_moved(each, dx, dy) for each in node.scopes))


def _moved_edge(edge: PlacedEdge, dx: float, dy: float) -> PlacedEdge:
    label = edge.label and replace(edge.label, box=edge.label.box.moved(dx, dy))
    return replace(edge, points=_shift(edge.points, dx, dy), drawn=_shift(edge.drawn, dx, dy), label=label)


def _shift(points: tuple[Point, ...], dx: float, dy: float) -> tuple[Point, ...]:
    return tuple((round(x + dx, 1), round(y + dy, 1)) for x, y in points)
