"""Edges, their tips and their labels."""

from __future__ import annotations

from steploom.views.layout import PlacedEdge, Point
from steploom.views.markup import attribute, text

__all__ = ["edge_label", "edge_line", "rounded"]

_RADIUS = 8.0
_TIP = 7.0
_HALF_TIP = 4.0


def edge_line(edge: PlacedEdge, *, taken: bool, path: str) -> str:
    """Return one edge: the part that is its own, or its whole way with a clear rim where a run took it.

    Args:
        edge: What is drawn.
        taken: Whether a run took it.
        path: Where the state that it leaves stands in the definition.
    """
    way = edge.points if taken else edge.drawn
    if not way:
        return ""
    whole = way[-1] == edge.points[-1]
    x, y = way[-1]
    if whole and edge.edge.target:
        way = (*way[:-1], (x, y - _TIP + 1))
    curve = rounded(way)
    rim = f'<path class="rim" d="{curve}"/>' if taken else ""
    tip = f'<path class="tip" d="M{x - _HALF_TIP:g} {y - _TIP:g}h{2 * _HALF_TIP:g}L{x:g} {y:g}z"/>' if whole else ""
    if not edge.edge.target:
        tip = ""
    classes = f"edge {edge.edge.kind}{' taken' if taken else ''}"
    place = f" data-from={attribute(path)} data-field={attribute(edge.edge.field)}"
    return f'<g class="{classes}"{place}>{rim}<path class="line" d="{curve}"/>{tip}</g>'


def edge_label(edge: PlacedEdge, *, taken: bool) -> str:
    """Return the words on an edge: on a plate in its way, or above the line of a catcher."""
    if edge.label is None:
        return ""
    box = edge.label.box
    full = f"<title>{text(edge.label.full)}</title>" if edge.label.full != edge.label.text else ""
    classes = f"label {edge.edge.kind}{' taken' if taken else ''}"
    if edge.edge.kind == "catch":
        words = f'<text x="{box.x:g}" y="{box.bottom - 2:g}">{text(edge.label.text)}</text>'
        return f'<g class="{classes}">{full}{words}</g>'
    plate = f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="{box.height / 2:g}"/>'
    middle = box.x + box.width / 2
    words = f'<text x="{middle:g}" y="{box.y + box.height / 2 + 3.8:g}">{text(edge.label.text)}</text>'
    return f'<g class="{classes}">{full}{plate}{words}</g>'


def rounded(points: tuple[Point, ...]) -> str:
    """Return path data through `points` with round corners.

    Example:
        >>> rounded(((0, 0), (0, 20), (30, 20)))
        'M0 0V12Q0 20 8 20H30'
    """
    done = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(_RADIUS, _length(before, corner) / 2, _length(corner, after) / 2)
        enter, leave = _near(corner, before, radius), _near(corner, after, radius)
        done.append(_straight(corner, before, enter))
        done.append(f"Q{corner[0]:g} {corner[1]:g} {leave[0]:g} {leave[1]:g}")
    last = points[-1]
    done.append(_straight(points[-2], last, last))
    return "".join(done)


def _length(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _near(corner: Point, other: Point, radius: float) -> Point:
    """Return the point at `radius` from a corner on the way to `other`."""
    length = _length(corner, other) or 1.0
    share = radius / length
    x, y = corner[0] + (other[0] - corner[0]) * share, corner[1] + (other[1] - corner[1]) * share
    return round(x, 1), round(y, 1)


def _straight(one: Point, other: Point, end: Point) -> str:
    return f"V{end[1]:g}" if one[0] == other[0] else f"H{end[0]:g}" if one[1] == other[1] else f"L{end[0]:g} {end[1]:g}"
