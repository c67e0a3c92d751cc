"""Step 10: the way of every line, with right angles."""

from __future__ import annotations

from collections.abc import Iterator

from steploom.views.layout.gaps import Channels
from steploom.views.layout.model import Point
from steploom.views.layout.working import Arc, NetKey, Work

__all__ = ["route"]

_SAME = 0.5


def route(work: Work, channels: Channels, arc: Arc) -> tuple[Point, ...]:
    """Return the way of one line from the box that it leaves to the upper side of the one it enters."""
    points = list(_leave(work, channels, arc))
    if arc.net[0] == "flow":
        points += _through_layers(work, channels, arc, points[-1][0])
    else:
        points += _along_lane(work, channels, arc, points[-1])
    target = work.vertices[arc.target]
    points.append((channels.ports.into[arc.net], target.y))
    return _simple(points)


def _leave(work: Work, channels: Channels, arc: Arc) -> Iterator[Point]:
    source = work.vertices[arc.source]
    if arc.kind == "catch":
        y, turn = channels.row_y(work, arc), arc.turn
        yield source.x + source.half, y
        if turn is not None:
            yield turn, y
        return
    key: NetKey = arc.net if arc.label is None else ("label", arc.label)
    x = channels.ports.leaving(arc.source, key)
    yield x, source.y + source.height
    if arc.label is not None:
        label = work.vertices[arc.label]
        track = channels.track(label.rank, key)
        yield x, track
        yield label.x, track
        yield label.x, label.y + label.height


def _through_layers(work: Work, channels: Channels, arc: Arc, x: float) -> Iterator[Point]:
    bends = work.bends.get(arc.net, {})
    last = work.vertices[arc.target].rank
    for rank in range(work.vertices[arc.tail].rank + 1, last + 1):
        following = channels.ports.into[arc.net] if rank == last else work.vertices[bends[rank]].x
        if abs(following - x) > _SAME:
            track = channels.track(rank, arc.net)
            yield x, track
            yield following, track
        x = following


def _along_lane(work: Work, channels: Channels, arc: Arc, last: Point) -> Iterator[Point]:
    entry, leaving = work.vertices[arc.target].rank, work.vertices[arc.tail].rank + 1
    port, lane = channels.ports.into[arc.net], channels.lanes.get(arc.net)
    straight = arc.kind == "catch" and arc.turn is None
    if lane is not None and straight:
        yield lane.x, last[1]
    elif lane is not None and leaving != entry:
        track = channels.track(leaving, arc.net)
        yield last[0], track
        yield lane.x, track
    x = last[0] if lane is None or (leaving == entry and not straight) else lane.x
    if abs(x - port) > _SAME:
        track = channels.track(entry, arc.net)
        yield x, track
        yield port, track


def _simple(points: list[Point]) -> tuple[Point, ...]:
    """Return the way without points that change nothing."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1][0] - point[0]) < _SAME and abs(kept[-1][1] - point[1]) < _SAME:
            continue
        if len(kept) > 1 and _between(kept[-2], kept[-1], point):
            kept[-1] = point
            continue
        kept.append(point)
    return tuple(kept)


def _between(first: Point, middle: Point, last: Point) -> bool:
    return any(abs(first[axis] - middle[axis]) < _SAME and abs(middle[axis] - last[axis]) < _SAME for axis in (0, 1))
