"""Step 8: a track for each line that goes sideways in a gap, so that lines cross but never overlap."""

from __future__ import annotations

from dataclasses import dataclass, field

from steploom.views.layout.working import NetKey

__all__ = ["TRACK", "Gap", "Pins", "assign_tracks"]

#: Distance between tracks.
TRACK = 11.0
_NEAR = 5.0
_BESIDE = 9.0
_OVERLAP = 50


@dataclass(slots=True)
class Pins:
    """Where a net enters and leaves a gap.

    Attributes:
        tops: x of what comes from above.
        bottoms: x of what goes on below.
    """

    tops: set[float] = field(default_factory=set)
    bottoms: set[float] = field(default_factory=set)

    @property
    def low(self) -> float:
        """The leftmost x."""
        return min(self.tops | self.bottoms)

    @property
    def high(self) -> float:
        """The rightmost x."""
        return max(self.tops | self.bottoms)


@dataclass(slots=True)
class Gap:
    """The room above a layer.

    Attributes:
        pins: What passes, by net.
        tracks: The track of each net that goes sideways, from above.
        count: How many tracks there are.
    """

    pins: dict[NetKey, Pins] = field(default_factory=dict)
    tracks: dict[NetKey, int] = field(default_factory=dict)
    count: int = 0

    def net(self, key: NetKey) -> Pins:
        """Return the pins of a net, new ones where it has none yet."""
        return self.pins.setdefault(key, Pins())


@dataclass(frozen=True, slots=True)
class _Net:
    """Pins, read often."""

    key: NetKey
    tops: tuple[float, ...]
    bottoms: tuple[float, ...]
    low: float
    high: float


def assign_tracks(gap: Gap) -> None:
    """Give each net that goes sideways its track."""
    nets = [
        _Net(key, tuple(sorted(pins.tops)), tuple(sorted(pins.bottoms)), pins.low, pins.high)
        for key, pins in gap.pins.items()
        if pins.high - pins.low > 0.5  # noqa: PLR2004 - half a pixel is straight
    ]
    ordered: list[_Net] = []
    for net in sorted(nets, key=lambda each: (each.high - each.low, each.low, each.key)):
        _insert(ordered, net)
    for index, net in enumerate(ordered):
        above = (gap.tracks[each.key] for each in ordered[:index] if _meet(each, net))
        gap.tracks[net.key] = max(above, default=-1) + 1
    gap.count = max(gap.tracks.values(), default=-1) + 1


def _insert(ordered: list[_Net], net: _Net) -> None:
    """Insert `net` where it crosses least."""
    cost = sum(_cost(net, each) for each in ordered if _meet(net, each))
    best, least = 0, cost
    for index, each in enumerate(ordered):
        if _meet(net, each):
            cost += _cost(each, net) - _cost(net, each)
        if cost < least:
            best, least = index + 1, cost
    ordered.insert(best, net)


def _meet(one: _Net, other: _Net) -> bool:
    return one.low - _BESIDE < other.high and other.low - _BESIDE < one.high


def _cost(upper: _Net, lower: _Net) -> int:
    """Return how bad it is to have one net's track above the other's: crossings, and much for lines that overlap."""
    count = sum(upper.low < x < upper.high for x in lower.tops)
    count += sum(lower.low < x < lower.high for x in upper.bottoms)
    shared = sum(abs(x - other) < _NEAR for x in upper.bottoms for other in lower.tops)
    return count + _OVERLAP * shared
