"""Coverage on a picture: green where all of a state was hit, amber where a part of it was missed, red where all was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from steploom.analysis.coverage import MachineCoverage
from steploom.views.graph import build_graph
from steploom.views.layout import lay_out
from steploom.views.markup import attribute
from steploom.views.svg import draw

__all__ = ["Heat", "NodeHeat", "heat", "picture"]


@dataclass(frozen=True, slots=True)
class NodeHeat:
    """One state.

    Attributes:
        status: `hit`, or `partly` where a rule, catcher, retrier or scope of it was missed.
        visits: How often it was entered.
        missed: How many of its points were missed.
    """

    status: str
    visits: int
    missed: int

    @property
    def attempts(self) -> int:
        """Coverage knows none."""
        return 0

    @property
    def spoken(self) -> str:
        """What it says to who cannot see the picture."""
        return f"entered {self.visits} times" + (f", {self.missed} ways missed" if self.missed else "")


@dataclass(frozen=True, slots=True)
class Heat:
    """A whole definition; what was not entered is not in it."""

    nodes: Mapping[str, NodeHeat]
    edges: frozenset[tuple[str, str]]


def heat(machine: MachineCoverage) -> Heat:
    """Return what was hit, as a picture wants it."""
    missed: dict[str, int] = {}
    edges: set[tuple[str, str]] = set()
    for point in machine.points:
        path = f"{point.scope}/States/{point.state}"
        if point.kind == "state":
            if machine.hits.get(f"{path}/Next"):
                edges |= {(path, "Next"), (path, "End")}
        elif machine.hit(point):
            edges.add((path, point.field if point.field == "Default" else f"{point.field}/Next"))
        else:
            missed[path] = missed.get(path, 0) + 1
    nodes = {
        point.path: NodeHeat(
            "partly" if missed.get(point.path) else "hit", machine.hit(point), missed.get(point.path, 0)
        )
        for point in machine.points
        if point.kind == "state" and machine.hit(point)
    }
    if f"/States/{machine.definition.start_at}" in nodes:
        edges.add(("", "StartAt"))
    return Heat(nodes, frozenset(edges))


def picture(machine: MachineCoverage, links: Mapping[str, str]) -> str:
    """Return the picture of a machine as an SVG element of a page.

    Args:
        machine: The machine.
        links: Where a click on a state leads, by its path.
    """
    layout = lay_out(build_graph(machine.definition))
    size = f'width="{layout.width:g}" height="{layout.height:g}" viewBox="0 0 {layout.width:g} {layout.height:g}"'
    spoken = attribute(f"Picture of {machine.name}: what tests covered")
    drawing = draw(layout, heat(machine), links=links)
    return f'<svg class="steploom-graph covered" {size} role="group" aria-label={spoken}>{drawing}</svg>'
