"""The whole picture: lines first, then words, then boxes, scope by scope."""

from __future__ import annotations

from collections.abc import Iterator

from steploom.views.layout import Layout, PlacedEdge, PlacedScope
from steploom.views.svg.boxes import frame, mark, state
from steploom.views.svg.lines import edge_label, edge_line
from steploom.views.trace import Trace

__all__ = ["draw"]


def draw(layout: Layout, done: Trace | None = None, *, interactive: bool = False) -> str:
    """Return the elements of a picture, without the `svg` around them.

    Args:
        layout: What is drawn, and where.
        done: What a run did, or None.
        interactive: Whether a page's script lets people choose states.
    """
    return "".join(_scope(layout.root, done, interactive=interactive))


def _scope(scope: PlacedScope, done: Trace | None, *, interactive: bool) -> Iterator[str]:
    paths = {placed.node.name: placed.node.path for placed in scope.nodes}
    taken_edges = done.edges if done is not None else set()

    def taken(edge: PlacedEdge) -> bool:
        return (paths.get(edge.edge.source, ""), edge.edge.field) in taken_edges

    # What a run took lies above what it did not take.
    for edge in sorted(scope.edges, key=taken):
        yield edge_line(edge, taken=taken(edge), path=paths.get(edge.edge.source, ""))
    for edge in scope.edges:
        yield edge_label(edge, taken=taken(edge))
    for each in scope.marks:
        key = ("", "StartAt") if each.kind == "start" else (paths[each.state], "End")
        yield mark(each, taken=key in taken_edges)
    for placed in scope.nodes:
        trace = done.nodes.get(placed.node.path) if done is not None else None
        yield state(placed, trace, ran=done is not None, interactive=interactive)
        for inner in placed.scopes:
            yield frame(inner)
            yield from _scope(inner, done, interactive=interactive)
