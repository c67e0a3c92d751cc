"""Step 11: lines of one net share their last part, which is drawn once: dashes that lie on dashes would fill up."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from steploom.views.layout.model import Point

__all__ = ["Drawn"]

#: How far a line is drawn beyond the place where it joins, for a round corner.
_ONWARDS = 9.0
_SAME = 0.5


@dataclass(slots=True)
class Drawn:
    """What is drawn of one net.

    Attributes:
        spans: By direction and line (its x or y): where on that line something is drawn.
    """

    spans: dict[tuple[str, int], list[tuple[float, float]]] = field(default_factory=dict)

    def add(self, points: tuple[Point, ...]) -> tuple[Point, ...]:
        """Draw a way, and return the part of it that was not drawn yet.

        Example:
            >>> drawn = Drawn()
            >>> drawn.add(((0, 0), (0, 100)))
            ((0, 0), (0, 100))
            >>> drawn.add(((50, 20), (0, 20), (0, 100)))
            ((50, 20), (0, 20), (0, 29.0))
        """
        part = points
        for index, (start, end) in enumerate(pairwise(points)):
            at = self._joins(start, end)
            if at is not None:
                beyond = (_onwards(at[0], end[0]), _onwards(at[1], end[1]))
                own = points[: index + 1] if at == start else (*points[: index + 1], at)
                part = () if own == points[:1] else (*own, beyond)
                break
        for start, end in pairwise(part):
            direction, line, low, high = _span(start, end)
            self.spans.setdefault((direction, line), []).append((low, high))
        return part

    def _joins(self, start: Point, end: Point) -> Point | None:
        """Return the first point of a segment that is drawn already, in the same direction; None where none is."""
        direction, line, low, high = _span(start, end)
        known = [
            (other_low, other_high)
            for near in (line - 1, line, line + 1)
            for other_low, other_high in self.spans.get((direction, near), ())
            if other_low < high - _SAME and low < other_high - _SAME
        ]
        if not known:
            return None
        forward = direction in ("right", "down")
        at = max(low, min(each for each, _ in known)) if forward else min(high, max(each for _, each in known))
        return (at, start[1]) if direction in ("right", "left") else (start[0], at)


def _span(start: Point, end: Point) -> tuple[str, int, float, float]:
    if abs(start[1] - end[1]) < _SAME:
        direction = "right" if end[0] > start[0] else "left"
        return direction, round(start[1]), min(start[0], end[0]), max(start[0], end[0])
    direction = "down" if end[1] > start[1] else "up"
    return direction, round(start[0]), min(start[1], end[1]), max(start[1], end[1])


def _onwards(at: float, end: float) -> float:
    return at + max(-_ONWARDS, min(_ONWARDS, end - at))
