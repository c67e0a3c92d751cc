"""Step 7: where on a box each line leaves and enters, as straight as the box is wide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from steploom.views.layout.lanes import Lane
from steploom.views.layout.positions import room
from steploom.views.layout.working import Arc, NetKey, Vertex, Work

__all__ = ["Ports", "assign_ports", "spread"]

_APART = 16.0
#: A line moves this far from the middle of a box to stay straight.
_ASIDE = 18.0
_STRAIGHT = 100.0

#: A line's own part below a state, by the state and what it goes on as: its words, or its net.
_OutKey: TypeAlias = tuple[int, NetKey]


@dataclass(frozen=True, slots=True)
class Ports:
    """Where lines touch boxes.

    Attributes:
        out: x below a vertex, by vertex and net.
        into: x above a net's target.
        middles: x of each vertex.
    """

    out: dict[_OutKey, float]
    into: dict[NetKey, float]
    middles: list[float]

    def leaving(self, vertex: int, net: NetKey) -> float:
        """Return the x where a net leaves a vertex below."""
        return self.out.get((vertex, net), self.middles[vertex])


def assign_ports(work: Work, lanes: dict[NetKey, Lane]) -> Ports:
    """Return where each line touches the boxes at its ends."""
    _straighten_labels(work)
    into = _entries(work, lanes)
    wanted: dict[int, dict[NetKey, float]] = {}
    for arc in work.arcs:
        if arc.kind == "flow" and work.vertices[arc.source].kind == "node":
            net = arc.net if arc.label is None else ("label", arc.label)
            wanted.setdefault(arc.source, {})[net] = _first_x(work, arc, lanes, into)
    out: dict[_OutKey, float] = {}
    for number, nets in wanted.items():
        for net, x in _place(work.vertices[number], nets).items():
            out[number, net] = x
    return Ports(out, into, [vertex.x for vertex in work.vertices])


def _entries(work: Work, lanes: dict[NetKey, Lane]) -> dict[NetKey, float]:
    nets: dict[int, dict[NetKey, float]] = {}
    for arc in work.arcs:
        target = work.vertices[arc.target]
        at_target = nets.setdefault(arc.target, {})
        if arc.net[0] == "flow":
            at_target[arc.net] = _from_above(work, arc)
        elif arc.net in lanes:
            at_target[arc.net] = lanes[arc.net].x
        else:
            at_target[arc.net] = max(arc.turn or target.x, at_target.get(arc.net, target.left))
    into: dict[NetKey, float] = {}
    for number, wanted in nets.items():
        vertex = work.vertices[number]
        only = next(iter(wanted)) if len(wanted) == 1 else None
        if only is not None and abs(wanted[only] - vertex.x) > vertex.half - vertex.inset:
            wanted[only] = vertex.x
        into.update(_place(vertex, wanted))
    return into


def _from_above(work: Work, arc: Arc) -> float:
    """Return where lines from above enter: in the middle, or a little aside where that keeps a single one straight."""
    target = work.vertices[arc.target]
    above = work.up[arc.target]
    if len(above) == 1 and work.vertices[above[0]].kind in ("label", "bend"):
        x = work.vertices[above[0]].x
        if abs(x - target.x) <= min(_ASIDE, target.half - target.inset):
            return x
    return target.x


def _straighten_labels(work: Work) -> None:
    """Move words that stand just beyond what their state can reach, and the bends below them, where there is room."""
    for arc in work.arcs:
        if arc.label is None:
            continue
        label, source = work.vertices[arc.label], work.vertices[arc.source]
        reach = source.half - source.inset
        nearest = min(max(label.x, source.x - reach), source.x + reach)
        column = _column(work, arc.label)
        rooms = [room(work, each) for each in column]
        if abs(nearest - label.x) <= _ASIDE and all(left <= nearest <= right for left, right in rooms):
            for each in column:
                work.vertices[each].x = nearest


def _column(work: Work, label: int) -> list[int]:
    """Return words and the bends that only their line takes."""
    column = [label]
    while True:
        below = work.down[column[-1]]
        if len(below) != 1 or work.vertices[below[0]].kind != "bend" or len(work.up[below[0]]) != 1:
            return column
        if abs(work.vertices[below[0]].x - work.vertices[label].x) > 1:
            return column
        column.append(below[0])


def _first_x(work: Work, arc: Arc, lanes: dict[NetKey, Lane], into: dict[NetKey, float]) -> float:
    """Return where a line wants to be when it has left its state."""
    if arc.label is not None:
        return work.vertices[arc.label].x
    if arc.net in lanes:
        return lanes[arc.net].x
    bend = work.bends.get(arc.net, {}).get(work.vertices[arc.source].rank + 1)
    return into[arc.net] if bend is None else work.vertices[bend].x


def _place(vertex: Vertex, wanted: dict[NetKey, float]) -> dict[NetKey, float]:
    """Return a place on a side of a box for each net: where it wants to be, in order, and apart."""
    if vertex.kind != "node":
        return dict.fromkeys(wanted, vertex.x)
    nets = sorted(wanted, key=lambda net: (wanted[net], net[0] == "flow", net))
    left, right = vertex.x - vertex.half + vertex.inset, vertex.x + vertex.half - vertex.inset
    clipped = [min(max(wanted[net], left), right) for net in nets]
    weights = [_STRAIGHT if abs(clipped[index] - wanted[net]) < 1 else 1.0 for index, net in enumerate(nets)]
    apart = min(_APART, (right - left) / max(len(nets) - 1, 1))
    places = _within(spread(clipped, weights, apart), left, right, apart)
    return {net: _snap(place, wanted[net]) for net, place in zip(nets, places, strict=True)}


def _within(places: list[float], left: float, right: float, apart: float) -> list[float]:
    """Move places into a stretch that is long enough for all of them."""
    last = len(places) - 1
    lowest = [max(place, left + index * apart) for index, place in enumerate(places)]
    return [min(place, right - (last - index) * apart) for index, place in enumerate(lowest)]


def _snap(place: float, wanted: float) -> float:
    return wanted if abs(place - wanted) < 1 else place


def spread(wanted: list[float], weights: list[float], apart: float) -> list[float]:
    """Return the places nearest to `wanted`, in its order, at least `apart` (weighted isotonic regression).

    Example:
        >>> spread([0.0, 4.0, 50.0], [1.0, 1.0, 1.0], 10.0)
        [-3.0, 7.0, 50.0]
    """
    blocks: list[tuple[float, float, int]] = []
    for index, place in enumerate(wanted):
        block = (place - index * apart, weights[index], 1)
        while blocks and blocks[-1][0] > block[0]:
            mean, weight, count = blocks.pop()
            total = weight + block[1]
            block = ((mean * weight + block[0] * block[1]) / total, total, count + block[2])
        blocks.append(block)
    means = [mean for mean, _, count in blocks for _ in range(count)]
    return [mean + index * apart for index, mean in enumerate(means)]
