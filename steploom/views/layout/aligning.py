"""Step 5a: which vertices stand in one straight column (Brandes and Köpf, 2001: type-1 conflicts and alignment)."""

from __future__ import annotations

from collections.abc import Mapping

from steploom.views.layout.working import Work

__all__ = ["Conflicts", "align", "conflicts"]

#: Lines that must not be straight: the pair of their ends, upper one first.
Conflicts = set[tuple[int, int]]


def conflicts(work: Work) -> Conflicts:
    """Return the lines that cross a line between two bends: long lines stay straight, others give way."""
    found: Conflicts = set()
    for layer, below in zip(work.layers, work.layers[1:], strict=False):
        _mark(work, layer, below, found)
    return found


def _mark(work: Work, layer: list[int], below: list[int], found: Conflicts) -> None:
    left, scanned = -1, 0
    for place, vertex in enumerate(below):
        inner = _inner_above(work, vertex)
        last = place == len(below) - 1
        if inner is None and not last:
            continue
        right = len(layer) if inner is None else work.vertices[inner].place
        for each in below[scanned : place + 1]:
            for above in work.up[each]:
                straight = work.vertices[above].kind == "bend" and work.vertices[each].kind == "bend"
                if not straight and not left <= work.vertices[above].place <= right:
                    found.add((above, each))
        scanned, left = place + 1, right


def _inner_above(work: Work, vertex: int) -> int | None:
    """Return the bend above a bend: the line between them is inner."""
    if work.vertices[vertex].kind != "bend":
        return None
    return next((above for above in work.up[vertex] if work.vertices[above].kind == "bend"), None)


def align(
    layers: list[list[int]], near: list[list[int]], places: Mapping[int, int], forbidden: Conflicts
) -> tuple[dict[int, int], dict[int, int]]:
    """Put each vertex into the column of a middle neighbour in the layer before it, where no column is crossed.

    Args:
        layers: In the direction of the pass.
        near: For each vertex its neighbours in the layer before.
        places: Places in the layers, in the direction of the pass.
        forbidden: Lines that must not be straight.

    Returns:
        For each vertex the first of its column, and for each the next in its column (the last names the first).
    """
    root = {vertex: vertex for layer in layers for vertex in layer}
    following = dict(root)
    for layer in layers:
        reached = -1
        for vertex in layer:
            neighbours = sorted(near[vertex], key=places.__getitem__)
            if not neighbours:
                continue
            middle = len(neighbours) - 1
            for index in range(middle // 2, (middle + 1) // 2 + 1):
                other = neighbours[index]
                free = (other, vertex) not in forbidden and (vertex, other) not in forbidden
                if following[vertex] == vertex and reached < places[other] and free:
                    following[other] = vertex
                    root[vertex] = root[other]
                    following[vertex] = root[vertex]
                    reached = places[other]
    return root, following
