"""Step 9: what passes each gap, the tracks there, and with them the y of every layer."""

from __future__ import annotations

from dataclasses import dataclass

from steploom.views.layout.channels import TRACK, Gap, assign_tracks
from steploom.views.layout.lanes import Lane, lane_nets
from steploom.views.layout.ports import Ports
from steploom.views.layout.working import Arc, NetKey, Work

__all__ = ["Channels", "assign_y", "fill_gaps"]

_LEAST = 30.0
_ABOVE_LABELS = 16.0
_BELOW_LABELS = 24.0
_TOP, _BOTTOM = 12.0, 20.0
_ROW = 15.0


@dataclass(slots=True)
class Channels:
    """All that runs between the layers.

    Attributes:
        gaps: One above each layer, and one below the last.
        lanes: The upright lines beside the layers.
        ports: Where lines touch boxes.
        tops: The y of each gap's upper end.
        heights: The height of each gap.
    """

    gaps: list[Gap]
    lanes: dict[NetKey, Lane]
    ports: Ports
    tops: list[float]
    heights: list[float]

    def track(self, gap: int, net: NetKey) -> float:
        """Return the y of a net's track in a gap; the middle of the gap where it goes straight through."""
        height, count = self.heights[gap], self.gaps[gap].count
        number = self.gaps[gap].tracks.get(net)
        if number is None:
            return self.tops[gap] + height / 2
        free = height - max(count - 1, 0) * TRACK
        return round(self.tops[gap] + free * _TOP / (_TOP + _BOTTOM) + number * TRACK, 1)

    def row_y(self, work: Work, arc: Arc) -> float:
        """Return the y of a catcher's line beside its state."""
        source = work.vertices[arc.source]
        if source.card is None:
            return source.y
        count = len(source.card.stubs)
        return source.y + source.card.header / 2 + (arc.row - (count - 1) / 2) * _ROW + 2


def fill_gaps(work: Work, lanes: dict[NetKey, Lane], ports: Ports) -> Channels:
    """Return what passes each gap, with its tracks; nothing has its y yet."""
    count = len(work.layers) + 1
    channels = Channels([Gap() for _ in range(count)], lanes, ports, [0.0] * count, [0.0] * count)
    for arc in work.arcs:
        if arc.label is not None:
            pins = channels.gaps[work.vertices[arc.label].rank].net(("label", arc.label))
            pins.tops.add(ports.leaving(arc.source, ("label", arc.label)))
            pins.bottoms.add(work.vertices[arc.label].x)
        if arc.net[0] == "flow":
            _flow_pins(work, channels, arc)
    for net, arcs in lane_nets(work).items():
        _lane_pins(work, channels, net, arcs)
    for gap in channels.gaps:
        assign_tracks(gap)
    return channels


def _flow_pins(work: Work, channels: Channels, arc: Arc) -> None:
    bends = work.bends.get(arc.net, {})
    x = channels.ports.leaving(arc.tail, arc.net)
    last = work.vertices[arc.target].rank
    for rank in range(work.vertices[arc.tail].rank + 1, last + 1):
        pins = channels.gaps[rank].net(arc.net)
        pins.tops.add(x)
        x = channels.ports.into[arc.net] if rank == last else work.vertices[bends[rank]].x
        pins.bottoms.add(x)


def _lane_pins(work: Work, channels: Channels, net: NetKey, arcs: list[Arc]) -> None:
    lane, entry = channels.lanes.get(net), work.vertices[net[1]].rank
    channels.gaps[entry].net(net).bottoms.add(channels.ports.into[net])
    used = {entry}
    from_above = set[int]()
    for arc in arcs:
        leaving = work.vertices[arc.tail].rank + 1
        x = _exit_x(channels, arc)
        if x is None:
            from_above.add(leaving)
            continue
        channels.gaps[leaving].net(net).tops.add(x)
        used.add(leaving)
    if lane is None:
        return
    for gap in used:
        pins = channels.gaps[gap].net(net)
        if gap > lane.first or gap in from_above:
            pins.tops.add(lane.x)
        if gap < lane.last:
            pins.bottoms.add(lane.x)


def _exit_x(channels: Channels, arc: Arc) -> float | None:
    """Return the x where a line comes down into the gap below its state; None where it goes straight to its lane."""
    if arc.kind == "flow":
        return channels.ports.leaving(arc.tail, arc.net)
    return arc.turn


def assign_y(work: Work, channels: Channels) -> float:
    """Place the layers from above, each as high as its highest vertex; return where the last gap ends."""
    y = 0.0
    for rank, layer in enumerate([*work.layers, []]):
        channels.tops[rank] = y
        channels.heights[rank] = _height(work, channels, rank)
        y += channels.heights[rank]
        for each in layer:
            work.vertices[each].y = y
        y += max((work.vertices[each].height for each in layer), default=0.0)
    return y


def _height(work: Work, channels: Channels, rank: int) -> float:
    count = channels.gaps[rank].count
    needed = _TOP + (count - 1) * TRACK + _BOTTOM if count else 0.0
    if rank in (0, len(work.layers)):
        return needed
    least = _LEAST
    if _only_labels(work, rank):
        least = _ABOVE_LABELS
    elif _only_labels(work, rank - 1):
        least = _BELOW_LABELS
    return max(least, needed)


def _only_labels(work: Work, rank: int) -> bool:
    return all(work.vertices[each].kind in ("label", "bend") for each in work.layers[rank])
