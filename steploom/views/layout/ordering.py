"""Step 4: the order in each layer, so that few lines cross (weighted barycentres, then swaps of neighbours)."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable

from steploom.views.layout.working import Work

__all__ = ["crossings", "order"]

_SWEEPS = 12
_SWAPS = 6
_LARGE = 2500
#: How far right of its source an error handler wants to stand, in places.
_ASIDE = 0.6


def order(work: Work) -> None:
    """Fill the layers from left to right."""
    _first_order(work)
    caught = _caught(work)
    best, fewest = _copy(work.layers), crossings(work)
    stale = 0
    for sweep in range(_SWEEPS):
        if fewest == 0 or stale > 3:  # noqa: PLR2004 - four sweeps without gain: it has settled
            break
        _sweep(work, caught, downwards=sweep % 2 == 0)
        if len(work.vertices) < _LARGE:
            _swap(work)
        count = crossings(work)
        stale += 1
        if count < fewest:
            best, fewest, stale = _copy(work.layers), count, 0
    work.layers = best
    work.number()


def crossings(work: Work) -> int:
    """Return how often lines cross between neighbouring layers."""
    total = 0
    for layer in work.layers:
        passed: list[int] = []
        for vertex in layer:
            places = sorted(work.vertices[below].place for below in work.down[vertex])
            total += sum(len(passed) - bisect_right(passed, place) for place in places)
            for place in places:
                insort(passed, place)
    return total


def _copy(layers: list[list[int]]) -> list[list[int]]:
    return [list(layer) for layer in layers]


def _first_order(work: Work) -> None:
    """Walk from the start, lines in the order of the definition, but ways to error handlers last: they stand right."""
    handlers = {arc.target for arc in work.arcs if arc.kind == "catch"}
    last = {arc.tail for arc in work.arcs if arc.target in handlers and arc.label is not None}
    last |= handlers | {bend for net, bends in work.bends.items() if net[1] in handlers for bend in bends.values()}
    seen = set[int]()
    for root in work.topological:
        stack = [root]
        while stack:
            vertex = stack.pop()
            if vertex in seen:
                continue
            seen.add(vertex)
            work.layers[work.vertices[vertex].rank].append(vertex)
            # The last one put on the stack is the first one taken.
            stack.extend(each for each in reversed(work.down[vertex]) if each in last)
            stack.extend(each for each in reversed(work.down[vertex]) if each not in last)
    work.number()


def _caught(work: Work) -> dict[int, list[int]]:
    """Return for each error handler the states in the layer above it whose errors it takes."""
    sources: dict[int, list[int]] = {}
    for arc in work.arcs:
        if arc.kind == "catch" and work.vertices[arc.target].rank == work.vertices[arc.source].rank + 1:
            sources.setdefault(arc.target, []).append(arc.source)
    return sources


def _sweep(work: Work, caught: dict[int, list[int]], *, downwards: bool) -> None:
    near = work.up if downwards else work.down
    layers = work.layers if downwards else work.layers[::-1]
    for layer in layers[1:]:
        wanted: dict[int, float] = {}
        for vertex in layer:
            places = [float(work.vertices[each].place) for each in near[vertex]]
            if not places and downwards:
                places = [work.vertices[each].place + _ASIDE for each in caught.get(vertex, ())]
            if places:
                wanted[vertex] = sum(places) / len(places)
        movable = iter(sorted(wanted, key=lambda each: (wanted[each], work.vertices[each].place)))
        # What has no neighbour there keeps its place among those that move.
        layer[:] = [next(movable) if vertex in wanted else vertex for vertex in layer]
        for place, vertex in enumerate(layer):
            work.vertices[vertex].place = place


def _swap(work: Work) -> None:
    """Swap neighbours as long as that saves crossings."""
    for _ in range(_SWAPS):
        changed = False
        for layer in work.layers:
            for place in range(len(layer) - 1):
                one, other = layer[place], layer[place + 1]
                if _gain(work, one, other) > 0:
                    layer[place], layer[place + 1] = other, one
                    work.vertices[one].place, work.vertices[other].place = place + 1, place
                    changed = True
        if not changed:
            return


def _gain(work: Work, one: int, other: int) -> int:
    gain = 0
    for near in (work.up, work.down):
        left = [work.vertices[each].place for each in near[one]]
        right = [work.vertices[each].place for each in near[other]]
        gain += _inversions(left, right) - _inversions(right, left)
    return gain


def _inversions(left: Iterable[int], right: list[int]) -> int:
    return sum(a > b for a in left for b in right)
