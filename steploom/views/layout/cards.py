"""How large each state is drawn: its name, its label, its catchers, and what runs inside it."""

from __future__ import annotations

from dataclasses import dataclass

from steploom.views.graph import GraphNode, GraphScope
from steploom.views.layout.measure import fit, text_width, wrap

__all__ = ["CATCH_SIZE", "DETAIL_SIZE", "LABEL_SIZE", "NAME_SIZE", "Card", "Stub", "card", "label_width", "stubs"]

NAME_SIZE = 13.0
DETAIL_SIZE = 11.0
LABEL_SIZE = 11.0
CATCH_SIZE = 10.0

_TEXT = 200.0
_LEAST = 128.0
#: Icon and margins beside the text.
_BESIDE = 58.0
_POINTED = 20.0
_HEADER = 52.0
_ROW = 15.0
_CATCH_TEXT = 170.0


@dataclass(frozen=True, slots=True)
class Stub:
    """A line that leaves a state on its right side: its catchers with one target.

    Attributes:
        target: Where they lead.
        label: Their errors.
        width: Room for the words.
    """

    target: str
    label: str
    width: float


@dataclass(frozen=True, slots=True)
class Card:
    """The size of a state.

    Attributes:
        lines: Its name, broken into lines.
        detail: Its label, cut to its width.
        width: Of the box.
        height: Of the box.
        header: Height of the part above what runs inside it; the whole height where nothing does.
        stubs: Its catchers.
    """

    lines: tuple[str, ...]
    detail: str
    width: float
    height: float
    header: float
    stubs: tuple[Stub, ...]


def card(node: GraphNode, catchers: tuple[Stub, ...], inner: tuple[float, float] | None) -> Card:
    """Return how large a state is drawn.

    Args:
        node: The state.
        catchers: What leaves it on the right.
        inner: Width and height of what runs inside it, or None.
    """
    room = _TEXT if inner is None else max(_TEXT, inner[0] - _BESIDE)
    lines = wrap(node.name or "(no name)", room, NAME_SIZE, lines=2, bold=True)
    # A Fail is often named after its error: once is enough.
    detail = fit(node.label, room, DETAIL_SIZE) if node.label != node.name else ""
    words = max(text_width(line, NAME_SIZE, bold=True) for line in lines)
    words = max(words, text_width(detail, DETAIL_SIZE))
    width = max(_LEAST, words + _BESIDE + (_POINTED if node.type == "Choice" else 0))
    height = 24.0 + 16 * len(lines) + (14 if detail else 0)
    height = max(height, 44.0, 8 + _ROW * len(catchers))
    if inner is None:
        return Card(lines, detail, round(width), height, height, catchers)
    header = max(_HEADER, height)
    return Card(lines, detail, round(max(width, inner[0])), header + inner[1], header, catchers)


def stubs(scope: GraphScope) -> dict[str, tuple[Stub, ...]]:
    """Return the catchers of each state of `scope`, those with one target together."""
    errors: dict[str, dict[str, list[str]]] = {}
    for edge in scope.edges:
        if edge.kind == "catch":
            errors.setdefault(edge.source, {}).setdefault(edge.target, []).append(edge.label)
    return {
        source: tuple(_stub(target, labels) for target, labels in targets.items()) for source, targets in errors.items()
    }


def label_width(text: str) -> float:
    """Return the width of the words on an edge, with their margins."""
    return round(text_width(text, LABEL_SIZE)) + 14.0


def _stub(target: str, labels: list[str]) -> Stub:
    label = fit(", ".join(dict.fromkeys(labels)), _CATCH_TEXT, CATCH_SIZE)
    return Stub(target, label, round(text_width(label, CATCH_SIZE)) + 10.0)
