"""Step 6: lanes: the upright part of the lines that do not go from layer to layer.

Loops and long ways to error handlers go beside the layers that they pass: each in the nearest corridor that no box
closes, those into one state together. Gap `g` lies above layer `g`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from steploom.views.layout.prepare import TURN
from steploom.views.layout.working import Arc, NetKey, Work

__all__ = ["Lane", "choose_lanes", "lane_nets", "order_catchers"]

_MARGIN = 11.0
_INSET = 14.0
_WRONG_SIDE = 90.0
_CORNER = 6.0
_Stretch: TypeAlias = tuple[float, float]


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
    """What a lane must keep away from.

    Attributes:
        boxes: Closed stretches of each layer (first list), and of 2, 4, 8 … layers from each on: what they close
            together, so that a long lane need not look at every layer.
        lanes: The lanes so far.
    """

    boxes: list[list[list[_Stretch]]]
    lanes: list[Lane] = field(default_factory=list)

    def corridors(self, first: int, last: int) -> list[_Stretch]:
        """Return where an upright line through the gaps from `first` to `last` is free."""
        level = (last - first).bit_length() - 1
        while len(self.boxes) <= level:
            half, below = 1 << (len(self.boxes) - 1), self.boxes[-1]
            self.boxes.append([_union(below[at] + below[at + half]) for at in range(len(below) - half)])
        closed = [*self.boxes[level][first], *self.boxes[level][last - (1 << level)]]
        near = (each.x for each in self.lanes if each.first <= last + 1 and first <= each.last + 1)
        closed += [(x - _MARGIN, x + _MARGIN) for x in near]
        merged = _union(closed)
        ends = [float("-inf"), *(right for _, right in merged)]
        starts = [*(left for left, _ in merged), float("inf")]
        return list(zip(ends, starts, strict=True))


def _union(stretches: list[_Stretch]) -> list[_Stretch]:
    """Return the same stretches, those that touch as one."""
    done: list[_Stretch] = []
    for left, right in sorted(stretches):
        if done and left < done[-1][1]:
            if right > done[-1][1]:
                done[-1] = (done[-1][0], right)
        else:
            done.append((left, right))
    return done


def lane_nets(work: Work) -> dict[NetKey, list[Arc]]:
    """Return the lines that do not go from layer to layer, by net."""
    nets: dict[NetKey, list[Arc]] = {}
    for arc in work.arcs:
        if arc.net[0] != "flow":
            nets.setdefault(arc.net, []).append(arc)
    return nets


def choose_lanes(work: Work) -> dict[NetKey, Lane]:
    """Return a lane for each net that passes a layer, the short ones first: they stay near."""
    rooms = [[work.vertices[each] for each in layer] for layer in work.layers]
    blocked = _Blocked([[_union([(box.left - _MARGIN, box.right + _MARGIN) for box in layer]) for layer in rooms]])
    spans: list[tuple[int, NetKey, list[Arc], int, int]] = []
    for net, arcs in lane_nets(work).items():
        gaps = [work.vertices[arc.tail].rank + 1 for arc in arcs] + [work.vertices[net[1]].rank]
        if min(gaps) < max(gaps):
            spans.append((max(gaps) - min(gaps), net, arcs, min(gaps), max(gaps)))
    lanes: dict[NetKey, Lane] = {}
    for _, net, arcs, first, last in sorted(spans, key=lambda each: each[0]):
        lane = Lane(_nearest(work, net, arcs, blocked.corridors(first, last)), first, last)
        blocked.lanes.append(lane)
        lanes[net] = lane
    return lanes


def _goes_straight(work: Work, arc: Arc, lane: Lane | None) -> bool:
    """Return whether a catcher's line reaches its lane sideways, without a turn into the gap below its state."""
    if lane is None or arc.kind != "catch" or arc.back:
        return False
    source = work.vertices[arc.source]
    beside = work.layers[source.rank][source.place + 1 :]
    return lane.x >= source.right + _CORNER and all(work.vertices[each].kind == "bend" for each in beside)


def _nearest(work: Work, net: NetKey, arcs: list[Arc], corridors: list[_Stretch]) -> float:
    target = work.vertices[net[1]]
    inset = min(_INSET, target.half)
    entry = (target.x - target.half + inset, target.x + target.half - inset)
    caught = net[0].startswith("catch")
    exits = [work.vertices[arc.tail].right + _CORNER if caught else work.vertices[arc.tail].x for arc in arcs]
    right_wanted = net[0] != "back"
    pivot = max(exits) if right_wanted else min(exits)

    def cost(x: float) -> float:
        way = sum(abs(x - each) for each in exits) / len(exits) + max(entry[0] - x, x - entry[1], 0.0)
        return way + (_WRONG_SIDE if (x < pivot) is right_wanted else 0.0)

    points = [*exits, *entry, target.x]
    found = [min(max(point, left), right) for left, right in corridors for point in points]
    return min(found, key=lambda x: (cost(x), x))


def order_catchers(work: Work, lanes: dict[NetKey, Lane]) -> None:
    """Order the catchers of each state: straight ones on top, the farthest lane first; give the others their turns.

    A straight line must pass above the turns of the others, and above the lines whose lanes come earlier.
    """
    by_source: dict[int, list[tuple[bool, float, int]]] = {}
    for index, arc in enumerate(work.arcs):
        if arc.kind == "catch":
            lane = lanes.get(arc.net)
            reach = lane.x if lane is not None else work.vertices[arc.target].x
            by_source.setdefault(arc.source, []).append((not _goes_straight(work, arc, lane), -reach, index))
    for source, found in by_source.items():
        for row, (turns, _, index) in enumerate(sorted(found)):
            work.arcs[index].row = row
            work.arcs[index].turn = work.vertices[source].right - TURN * (row + 1) if turns else None
