"""Step 2: a layer for each state, so that every line but those of loops leads downwards."""

from __future__ import annotations

from collections.abc import Iterator

from steploom.views.layout.working import Arc, Work

__all__ = ["assign_ranks", "break_cycles", "length"]


def length(arc: Arc) -> int:
    """Return how many layers a line takes at least: words on it stand in a layer of their own."""
    return 2 if arc.edges[0].label and arc.kind == "flow" else 1


def break_cycles(work: Work) -> None:
    """Mark the lines that close a loop, and put the vertices in order.

    The walk takes catchers last, so that of a loop through an error handler the line from the handler is the one that
    leads upwards. It keeps its own stack: a definition may be longer than Python's.
    """
    out: list[list[Arc]] = [[] for _ in work.vertices]
    for arc in sorted(work.arcs, key=lambda each: each.kind == "catch"):
        out[arc.source].append(arc)
    entered, left = set[int](), set[int]()
    order: list[int] = []
    for root in range(len(work.vertices)):
        if root in entered:
            continue
        entered.add(root)
        stack: list[tuple[int, Iterator[Arc]]] = [(root, iter(out[root]))]
        while stack:
            vertex, arcs = stack[-1]
            found = next(arcs, None)
            if found is None:
                stack.pop()
                left.add(vertex)
                order.append(vertex)
            elif found.target not in entered:
                entered.add(found.target)
                stack.append((found.target, iter(out[found.target])))
            elif found.target not in left:
                found.back = True
    work.topological = order[::-1]


def assign_ranks(work: Work) -> None:
    """Put each vertex right below the lowest of those that lead to it, then lower what has more lines below it."""
    into: list[list[Arc]] = [[] for _ in work.vertices]
    out: list[list[Arc]] = [[] for _ in work.vertices]
    for arc in work.arcs:
        if not arc.back:
            into[arc.target].append(arc)
            out[arc.source].append(arc)
    for number in work.topological:
        above = (work.vertices[arc.source].rank + length(arc) for arc in into[number])
        work.vertices[number].rank = max(above, default=0)
    for number in reversed(work.topological):
        if _pull(out[number]) > _pull(into[number]):
            below = min(work.vertices[arc.target].rank - length(arc) for arc in out[number])
            work.vertices[number].rank = max(work.vertices[number].rank, below)


def _pull(arcs: list[Arc]) -> float:
    return sum(0.1 if arc.kind == "catch" else 1.0 for arc in arcs)
