"""Step 6: lanes: the upright part of the lines that do not go from layer to layer.

Loops and long ways to error handlers go beside the layers that they pass: each in the nearest corridor that no box
closes, those into one state together. Gap `g` lies above layer `g`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from steploom.views.layout.working import Arc, NetKey, Work

__all__ = ["Lane", "choose_lanes", "goes_straight", "lane_nets"]

_MARGIN = 11.0
_INSET = 14.0
_WRONG_SIDE = 90.0
_CORNER = 6.0


@dataclass(frozen=True, slots=True)
class Lane:
    """One upright line.

    Attributes:
        x: Where it stands.
        first: The gap of its upper end.
        last: The gap of its lower end.
    """

    x: float
    first: int
    last: int


@dataclass(slots=True)
class _Blocked:
    """What a lane must keep away from, by layer."""

    boxes: list[list[tuple[float, float]]]
    lanes: list[list[float]] = field(default_factory=list)

    def corridors(self, first: int, last: int) -> list[tuple[float, float]]:
        """Return where an upright line through the gaps from `first` to `last` is free."""
        closed = [(left - _MARGIN, right + _MARGIN) for layer in self.boxes[first:last] for left, right in layer]
        beside = self.lanes[max(first - 1, 0) : last + 1]
        closed += [(x - _MARGIN, x + _MARGIN) for layer in beside for x in layer]
        free, reach = [], float("-inf")
        for left, right in sorted(closed):
            if left >= reach:
                free.append((reach, left))
            reach = max(reach, right)
        return [*free, (reach, float("inf"))]

    def take(self, lane: Lane) -> None:
        """Keep others away from a lane."""
        for layer in self.lanes[max(lane.first - 1, 0) : lane.last + 1]:
            layer.append(lane.x)


def lane_nets(work: Work) -> dict[NetKey, list[Arc]]:
    """Return the lines that do not go from layer to layer, by net."""
    nets: dict[NetKey, list[Arc]] = {}
    for arc in work.arcs:
        if arc.net[0] != "flow":
            nets.setdefault(arc.net, []).append(arc)
    return nets


def choose_lanes(work: Work) -> dict[NetKey, Lane]:
    """Return a lane for each net that passes a layer, the short ones first: they stay near."""
    boxes = [[(work.vertices[each].left, work.vertices[each].right) for each in layer] for layer in work.layers]
    blocked = _Blocked(boxes, [[] for _ in range(len(boxes) + 1)])
    spans: list[tuple[int, NetKey, list[Arc], int, int]] = []
    for net, arcs in lane_nets(work).items():
        gaps = [work.vertices[arc.tail].rank + 1 for arc in arcs] + [work.vertices[net[1]].rank]
        if min(gaps) < max(gaps):
            spans.append((max(gaps) - min(gaps), net, arcs, min(gaps), max(gaps)))
    lanes: dict[NetKey, Lane] = {}
    for _, net, arcs, first, last in sorted(spans, key=lambda each: each[0]):
        lane = Lane(_nearest(work, net, arcs, blocked.corridors(first, last)), first, last)
        blocked.take(lane)
        lanes[net] = lane
    return lanes


def goes_straight(work: Work, arc: Arc, lane: Lane | None) -> bool:
    """Return whether a catcher's line reaches its lane sideways, without a turn into the gap below its state."""
    if lane is None or arc.kind != "catch" or arc.back:
        return False
    source = work.vertices[arc.source]
    beside = work.layers[source.rank][source.place + 1 :]
    return lane.x >= source.right + _CORNER and all(work.vertices[each].kind == "bend" for each in beside)


def _nearest(work: Work, net: NetKey, arcs: list[Arc], corridors: list[tuple[float, float]]) -> float:
    target = work.vertices[net[1]]
    inset = min(_INSET, target.half)
    entry = (target.x - target.half + inset, target.x + target.half - inset)
    caught = net[0].startswith("catch")
    exits = [work.vertices[arc.tail].right if caught else work.vertices[arc.tail].x for arc in arcs]
    right_wanted = net[0] != "back"
    pivot = max(exits) if right_wanted else min(exits)

    def cost(x: float) -> float:
        way = sum(abs(x - each) for each in exits) / len(exits) + max(entry[0] - x, x - entry[1], 0.0)
        return way + (_WRONG_SIDE if (x < pivot) is right_wanted else 0.0)

    points = [*exits, *entry, target.x]
    found = [min(max(point, left), right) for left, right in corridors for point in points]
    return min(found, key=lambda x: (cost(x), x))
