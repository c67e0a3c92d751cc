"""States: one look for each type."""

from __future__ import annotations

from steploom.views.graph import GraphNode
from steploom.views.layout import Box, Mark, PlacedNode, PlacedScope
from steploom.views.markup import attribute, text
from steploom.views.svg.icons import icon
from steploom.views.svg.look import NodeLook

__all__ = ["frame", "mark", "state"]

_TILE = 26.0
_INSET = 11.0
_NOTCH = 11.0
_LINE = 16.0


def state(placed: PlacedNode, done: NodeLook | None, *, ran: bool, interactive: bool) -> str:
    """Return one state without what runs inside it.

    Args:
        placed: What is drawn, and where.
        done: What is known of it, or None.
        ran: Whether there is a run or coverage at all: what was not reached is drawn pale.
        interactive: Whether a page's script lets people choose it.
    """
    node = placed.node
    status = f" {done.status}" if done is not None else " idle" if ran else ""
    classes = f"state {node.type.lower()}{status}{' holder' if placed.scopes else ''}"
    spoken = _spoken(node, done, ran=ran)
    reach = f' role="button" tabindex="-1" aria-label={attribute(spoken)}' if interactive else ""
    head = f'<g class="{classes}" data-path={attribute(node.path)}{reach}><title>{text(spoken)}</title>'
    return head + _outline(placed) + _content(placed) + _badges(placed.box, done) + "</g>"


def frame(scope: PlacedScope) -> str:
    """Return the frame around what runs inside a state."""
    box = scope.box
    words = f'<text class="scope" x="{box.x + 12:g}" y="{box.y + 16:g}">{text(scope.scope.title)}</text>'
    return f'<rect class="frame" {_rectangle(box, 9)}/>{words}'


def mark(placed: Mark, *, taken: bool) -> str:
    """Return the dot of the start or the ring of an end."""
    box = placed.box
    x, y, radius = box.x + box.width / 2, box.y + box.height / 2, box.width / 2
    classes = f"mark {placed.kind}{' taken' if taken else ''}"
    ring = f'<circle class="ring" cx="{x:g}" cy="{y:g}" r="{radius - 1:g}"/>' if placed.kind == "end" else ""
    inner = radius - 1 if placed.kind == "start" else radius - 4.5
    return f'<g class="{classes}"><title>{placed.kind}</title>{ring}<circle cx="{x:g}" cy="{y:g}" r="{inner:g}"/></g>'


def _spoken(node: GraphNode, done: NodeLook | None, *, ran: bool) -> str:
    parts = [node.name, node.type if node.type != "Missing" else "state that the definition does not have", node.label]
    if done is not None:
        parts.append(done.spoken)
    elif ran:
        parts.append("not reached")
    return ", ".join(part for part in parts if part)


def _outline(placed: PlacedNode) -> str:
    box = placed.box
    match placed.node.type:
        case "Choice":
            x, y, right, bottom, middle = box.x, box.y, box.right, box.bottom, box.y + box.height / 2
            return (
                f'<path class="card" d="M{x + _NOTCH:g} {y:g}H{right - _NOTCH:g}L{right:g} {middle:g}'
                f'L{right - _NOTCH:g} {bottom:g}H{x + _NOTCH:g}L{x:g} {middle:g}z"/>'
            )
        case "Succeed" | "Fail":
            return f'<rect class="card" {_rectangle(box, box.height / 2)}/>'
        case _:
            return f'<rect class="card" {_rectangle(box, 9)}/>'


def _content(placed: PlacedNode) -> str:
    box = placed.box
    head = _header(placed)
    left = box.x + _INSET + (_NOTCH - 2 if placed.node.type == "Choice" else 0)
    top = box.y + (head - _TILE) / 2
    tile = f'<rect class="tile" {_rectangle(Box(left, top, _TILE, _TILE), 7)}/>'
    picture = (
        f'<path class="icon" transform="translate({left + 5:g} {top + 5:g}) scale(.667)" d="{icon(placed.node)}"/>'
    )
    x = left + _TILE + 10
    rows = len(placed.lines) * _LINE + (14 if placed.detail else 0)
    y = box.y + (head - rows) / 2 + 12.5
    words = []
    for index, line in enumerate(placed.lines):
        words.append(f'<text class="name" x="{x:g}" y="{y + index * _LINE:g}">{text(line)}</text>')
    if placed.detail:
        low = y + len(placed.lines) * _LINE - 1
        words.append(f'<text class="detail" x="{x:g}" y="{low:g}">{text(placed.detail)}</text>')
    return tile + picture + "".join(words)


def _header(placed: PlacedNode) -> float:
    if not placed.scopes:
        return placed.box.height
    return min(scope.box.y for scope in placed.scopes) - placed.box.y


def _badges(box: Box, done: NodeLook | None) -> str:
    """Return how often a state was visited (upper corner) and tried (lower corner), where that is more than once."""
    if done is None:
        return ""
    found = ""
    if done.visits > 1:
        found += _badge("visits", f"{done.visits}\N{MULTIPLICATION SIGN}", box.x, box.y)
    if done.attempts > 1:
        found += _badge("tries", f"↻ {done.attempts}", box.x, box.bottom)
    return found


def _badge(kind: str, words: str, x: float, y: float) -> str:
    width = 10 + 6.2 * len(words)
    plate = _rectangle(Box(x - 9, y - 8, width, 16), 8)
    label = f'<text x="{x - 9 + width / 2:g}" y="{y + 3.6:g}">{words}</text>'
    return f'<g class="badge {kind}"><rect {plate}/>{label}</g>'


def _rectangle(box: Box, radius: float) -> str:
    return f'x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="{radius:g}"'
