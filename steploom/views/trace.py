"""What a run did to a graph: which states it visited, which transitions it took."""

from __future__ import annotations

from dataclasses import dataclass

from steploom.analysis.runs import Run, RunModel, StateVisit, VisitStatus
from steploom.views.durations import duration
from steploom.views.graph import GraphEdge, GraphModel, GraphNode, GraphScope

__all__ = ["NodeTrace", "Trace", "trace"]

_GRAVITY: tuple[VisitStatus, ...] = ("succeeded", "caught", "aborted", "running", "failed")


@dataclass(slots=True)
class NodeTrace:
    """All visits of one state.

    Attributes:
        status: The gravest of theirs.
        visits: How many.
        attempts: The most attempts that one visit took.
        seconds: How long they took together.
    """

    status: VisitStatus
    visits: int
    attempts: int
    seconds: float

    @property
    def spoken(self) -> str:
        """What it says to who cannot see the picture."""
        visits = f" in {self.visits} visits" if self.visits > 1 else ""
        attempts = f", {self.attempts} attempts" if self.attempts > 1 else ""
        return f"{self.status}{visits} after {duration(self.seconds)}{attempts}"


@dataclass(frozen=True, slots=True)
class Trace:
    """A run on a graph.

    Attributes:
        nodes: Visited states, by path.
        edges: Transitions taken: the path of the state that was left, and the field that says where to. The start is
            `("", "StartAt")`.
        visits: Every visit with the path of its state, outer ones before what ran inside them; the path is empty where
            the graph has no such state.
    """

    nodes: dict[str, NodeTrace]
    edges: set[tuple[str, str]]
    visits: list[tuple[str, StateVisit]]


def trace(graph: GraphModel, run: RunModel) -> Trace:
    """Return what `run` did to `graph`, which may be the graph of an older definition.

    Where several rules of a Choice lead to the state that came next, all of them count as taken: a history does not
    say which held.
    """
    found = Trace({}, set(), [])
    _follow(graph.root, run.run, run, found)
    first = next(iter(run.run.visits), None)
    if first is not None and first.name == graph.root.start:
        found.edges.add(("", "StartAt"))
    return found


def _follow(scope: GraphScope | None, run: Run, model: RunModel, found: Trace) -> None:
    nodes = {node.name: node for node in scope.nodes} if scope is not None else {}
    edges = scope.edges if scope is not None else ()
    for index, visit in enumerate(run.visits):
        node = nodes.get(visit.name)
        found.visits.append((node.path if node else "", visit))
        if node is not None:
            _count(found, node, visit, model)
            following = run.visits[index + 1] if index + 1 < len(run.visits) else None
            fields = (edge.field for edge in edges if _taken(edge, visit, following))
            found.edges.update((node.path, field) for field in fields)
            if node.ends and following is None and visit.status == "succeeded":
                found.edges.add((node.path, "End"))
        for inner in visit.runs:
            _follow(_inner(node, inner), inner, model, found)


def _count(found: Trace, node: GraphNode, visit: StateVisit, model: RunModel) -> None:
    seconds = visit.seconds(model.last)
    known = found.nodes.get(node.path)
    if known is None:
        found.nodes[node.path] = NodeTrace(visit.status, 1, visit.attempts, seconds)
        return
    known.status = max(known.status, visit.status, key=_GRAVITY.index)
    known.visits += 1
    known.attempts = max(known.attempts, visit.attempts)
    known.seconds += seconds


def _taken(edge: GraphEdge, visit: StateVisit, following: StateVisit | None) -> bool:
    if following is None or edge.source != visit.name or edge.target != following.name:
        return False
    return (edge.kind == "catch") == (visit.status == "caught")


def _inner(node: GraphNode | None, run: Run) -> GraphScope | None:
    if node is None or not node.scopes:
        return None
    if run.kind == "iteration":
        return node.scopes[0]
    return node.scopes[run.index] if run.index < len(node.scopes) else None
