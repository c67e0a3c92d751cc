"""Step 5b: an x for each vertex: four ways to align, each made narrow, and the middle of them (Brandes and Köpf)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from steploom.views.layout.aligning import Conflicts, align, conflicts
from steploom.views.layout.working import Vertex, Work

__all__ = ["assign_x", "distance", "room"]

_BETWEEN = {"node": 40.0, "start": 24.0, "end": 24.0, "label": 12.0, "bend": 10.0}


def distance(left: Vertex, right: Vertex) -> float:
    """Return how far apart the middles of two neighbours in a layer must be."""
    between = (_BETWEEN[left.kind] + _BETWEEN[right.kind]) / 2
    return left.half + left.beyond + between + right.half


def assign_x(work: Work) -> None:
    """Place the vertices of each layer, in its order and at the least distances."""
    lines = _lines(work)
    ways = [
        _one_way(work, lines, downwards=downwards, leftmost=leftmost)
        for downwards in (True, False)
        for leftmost in (True, False)
    ]
    spans = [_span(work, way) for way in ways]
    narrow = min(range(4), key=lambda index: spans[index][1] - spans[index][0])
    for index, way in enumerate(ways):
        side = index % 2  # the leftmost ways meet at their left ends, the others at their right ends
        shift = spans[narrow][side] - spans[index][side]
        for number in way:
            way[number] += shift
    for number, vertex in enumerate(work.vertices):
        middle = sorted(way[number] for way in ways)[1:3]
        vertex.x = (middle[0] + middle[1]) / 2
    for arc in work.arcs:
        if arc.label is not None and arc.back:
            left, right = room(work, arc.label)
            work.vertices[arc.label].x = min(max(work.vertices[arc.source].x, left), right)


def room(work: Work, vertex: int) -> tuple[float, float]:
    """Return how far a vertex can move to the left and to the right between its neighbours."""
    own = work.vertices[vertex]
    layer = work.layers[own.rank]
    left, right = float("-inf"), float("inf")
    if own.place:
        before = work.vertices[layer[own.place - 1]]
        left = min(own.x, before.x + distance(before, own))
    if own.place + 1 < len(layer):
        after = work.vertices[layer[own.place + 1]]
        right = max(own.x, after.x - distance(own, after))
    return left, right


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines that align vertices."""

    up: list[list[int]]
    down: list[list[int]]
    forbidden: Conflicts


def _lines(work: Work) -> _Lines:
    """Return all lines but those to words on the side: a state stands straight above what it goes on with."""
    side = _side(work)
    up = [[] if vertex in side else above for vertex, above in enumerate(work.up)]
    down = [[each for each in below if each not in side] for below in work.down]
    return _Lines(up, down, conflicts(work))


def _side(work: Work) -> set[int]:
    """Return the words of loops and of ways to failures, where their state also has another way on."""
    handlers = {arc.target for arc in work.arcs if arc.kind == "catch"}
    flows = [arc for arc in work.arcs if arc.kind == "flow"]
    beside = [arc.back or arc.target in handlers or work.vertices[arc.target].fails for arc in flows]
    going_on = {arc.source for arc, aside in zip(flows, beside, strict=True) if not aside}
    return {
        arc.label
        for arc, aside in zip(flows, beside, strict=True)
        if arc.label is not None and (arc.back or (aside and arc.source in going_on))
    }


def _span(work: Work, way: dict[int, float]) -> tuple[float, float]:
    left = min(x - work.vertices[number].half for number, x in way.items())
    right = max(x + work.vertices[number].half + work.vertices[number].beyond for number, x in way.items())
    return left, right


def _one_way(work: Work, lines: _Lines, *, downwards: bool, leftmost: bool) -> dict[int, float]:
    layers = work.layers if downwards else work.layers[::-1]
    if not leftmost:
        layers = [layer[::-1] for layer in layers]
    places = {vertex: place for layer in layers for place, vertex in enumerate(layer)}
    root, _ = align(layers, lines.up if downwards else lines.down, places, lines.forbidden)
    found = _compact(work, layers, root, leftmost=leftmost)
    return found if leftmost else {vertex: -x for vertex, x in found.items()}


def _compact(work: Work, layers: list[list[int]], root: dict[int, int], *, leftmost: bool) -> dict[int, float]:
    """Place whole columns: as far to the side as their neighbours let them, then back as far as that widens nothing."""
    after: dict[int, dict[int, float]] = {}
    before: dict[int, dict[int, float]] = {}
    for layer in layers:
        for one, other in pairwise(layer):
            left, right = (one, other) if leftmost else (other, one)
            apart = distance(work.vertices[left], work.vertices[right])
            here, there = root[one], root[other]
            known = after.setdefault(here, {}).get(there, 0.0)
            after[here][there] = before.setdefault(there, {})[here] = max(known, apart)
    columns = _sorted(list(dict.fromkeys(root.values())), after, before)
    x: dict[int, float] = {}
    for column in columns:
        x[column] = max((x[each] + apart for each, apart in before.get(column, {}).items()), default=0.0)
    for column in reversed(columns):
        room = min((x[each] - apart for each, apart in after.get(column, {}).items()), default=None)
        if room is not None:
            x[column] = max(x[column], room)
    return {vertex: x[column] for vertex, column in root.items()}


def _sorted(columns: list[int], after: dict[int, dict[int, float]], before: dict[int, dict[int, float]]) -> list[int]:
    """Return the columns so that each comes after those on its one side; they cannot form a ring."""
    waiting = {column: len(before.get(column, {})) for column in columns}
    ready = [column for column in columns if not waiting[column]]
    done: list[int] = []
    while ready:
        column = ready.pop()
        done.append(column)
        for other in after.get(column, {}):
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return done
