"""The whole picture: lines first, then words, then boxes, scope by scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from steploom.views.layout import Layout, PlacedEdge, PlacedScope
from steploom.views.markup import attribute
from steploom.views.svg.boxes import frame, mark, state
from steploom.views.svg.lines import edge_label, edge_line
from steploom.views.svg.look import Look

__all__ = ["draw"]


def draw(
    layout: Layout,
    done: Look | None = None,
    *,
    interactive: bool = False,
    links: Mapping[str, str] | None = None,
) -> str:
    """Return the elements of a picture, without the `svg` around them.

    Args:
        layout: What is drawn, and where.
        done: What a run did or tests covered, or None.
        interactive: Whether a page's script lets people choose states.
        links: Where a click on a state leads, by its path.
    """
    return "".join(_scope(layout.root, done, links or {}, interactive=interactive))


def _scope(scope: PlacedScope, done: Look | None, links: Mapping[str, str], *, interactive: bool) -> Iterator[str]:
    paths = {placed.node.name: placed.node.path for placed in scope.nodes}
    taken_edges = done.edges if done is not None else ()

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
        known = done.nodes.get(placed.node.path) if done is not None else None
        box = state(placed, known, ran=done is not None, interactive=interactive)
        link = links.get(placed.node.path)
        yield box if link is None else f"<a href={attribute(link)}>{box}</a>"
        for inner in placed.scopes:
            yield frame(inner)
            yield from _scope(inner, done, links, interactive=interactive)
