"""The data of coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from steploom.analysis.coverage.points import Point, PointKind, points_of, shape_of
from steploom.asl import StateMachine
from steploom.diagnostics import Span

__all__ = ["Count", "Coverage", "MachineCoverage", "combine"]


@dataclass(frozen=True, slots=True)
class Count:
    """How many of how many points were hit."""

    hit: int = 0
    total: int = 0

    @property
    def missed(self) -> int:
        """Those that were not."""
        return self.total - self.hit

    @property
    def percent(self) -> float:
        """The share that was hit, 0 to 100; 100 where there is nothing to hit.

        Example:
            >>> Count(1, 3).percent, Count().percent
            (33.333333333333336, 100.0)
        """
        return 100.0 * self.hit / self.total if self.total else 100.0

    def __add__(self, other: Count) -> Count:
        return Count(self.hit + other.hit, self.total + other.total)


@dataclass(frozen=True)
class MachineCoverage:
    """One state machine and what was hit in it.

    Attributes:
        name: Its name.
        definition: The definition.
        hits: How often each point was hit, by path; further, how often a state was left without an error, under the
            state's path and `/Next`.
        spans: The place that each state comes from, by name: in a Python file, or in that of a hand-written definition.
        file: The file of a hand-written definition; empty for a workflow, and where it is not known.
        shape: What tells machines apart: see `shape_of`.
        points: What there is to hit.
    """

    name: str
    definition: StateMachine
    hits: Mapping[str, int]
    spans: Mapping[str, Span] = field(default_factory=dict)
    file: str = ""
    shape: str = ""
    points: tuple[Point, ...] = ()

    @classmethod
    def of(
        cls,
        name: str,
        definition: StateMachine,
        hits: Mapping[str, int] | None = None,
        spans: Mapping[str, Span] | None = None,
        file: str = "",
    ) -> MachineCoverage:
        """Return the coverage of a machine, its points and shape found."""
        points = points_of(definition, compiled=bool(spans) and not file)
        return cls(name, definition, hits or {}, spans or {}, file, shape_of(definition), points)

    @property
    def source(self) -> str:
        """The file that it comes from: the workflow's, or the definition's; empty where it is not known."""
        return next((span.file for span in self.spans.values()), self.file)

    def hit(self, point: Point) -> int:
        """Return how often a point was hit."""
        return self.hits.get(point.path, 0)

    def count(self, kind: PointKind | None = None) -> Count:
        """Return how many points were hit, of one kind or of all."""
        wanted = [each for each in self.points if kind in (None, each.kind)]
        return Count(sum(self.hit(each) > 0 for each in wanted), len(wanted))

    @property
    def missing(self) -> tuple[Point, ...]:
        """The points that were not hit; of a state that was not, only the state itself."""
        states = {each.path for each in self.points if each.kind == "state" and not self.hit(each)}
        return tuple(
            each
            for each in self.points
            if not self.hit(each) and (each.kind == "state" or f"{each.scope}/States/{each.state}" not in states)
        )


@dataclass(frozen=True)
class Coverage:
    """What tests covered.

    Attributes:
        machines: By name.
    """

    machines: tuple[MachineCoverage, ...] = ()

    def count(self, kind: PointKind | None = None) -> Count:
        """Return how many points were hit, of one kind or of all."""
        return sum((each.count(kind) for each in self.machines), Count())


def combine(parts: Iterable[Coverage]) -> Coverage:
    """Return the coverage of several runs together; hits of one machine add up, wherever they come from.

    A machine is known by its shape, so that a name of its own for each test does not split it.
    """
    groups: dict[str, list[MachineCoverage]] = {}
    for part in parts:
        for each in part.machines:
            groups.setdefault(each.shape, []).append(each)
    return Coverage(tuple(sorted(map(_merged, groups.values()), key=lambda each: (each.name, each.shape))))


def _merged(group: list[MachineCoverage]) -> MachineCoverage:
    # Who knows where it comes from knows its name best.
    best = min(group, key=lambda each: (not each.spans, not each.file, each.name))
    hits: Counter[str] = Counter()
    for each in group:
        hits.update(each.hits)
    return MachineCoverage.of(best.name, best.definition, dict(hits), best.spans, best.file)
