"""Step 3: a vertex in every layer that a line crosses, and one for the words on a line.

Lines into one state join on their way: they share their bends. What would cost too many bends takes a lane instead,
as loops and long ways to error handlers do.
"""

from __future__ import annotations

from steploom.views.layout.cards import LABEL_SIZE, label_width
from steploom.views.layout.working import Arc, Vertex, Work

__all__ = ["LABEL_HEIGHT", "bend"]

LABEL_HEIGHT = LABEL_SIZE + 9.0
_BEND = 5.0
_BUDGET = 1500


def bend(work: Work) -> None:
    """Add bends and words, name the net of each line, and fill the layers in the order in which lines reach them."""
    for arc in work.arcs:
        if arc.kind == "flow" and arc.edges[0].label:
            width = label_width(arc.edges[0].label)
            rank = work.vertices[arc.source].rank + 1
            label = Vertex("label", arc.edges[0].label, width / 2, LABEL_HEIGHT, rank=rank)
            arc.label = work.add(label)
    _name_nets(work)
    work.up = [[] for _ in work.vertices]
    work.down = [[] for _ in work.vertices]
    for arc in work.arcs:
        if arc.label is not None:
            _link(work, arc.source, arc.label)
        if arc.net[0] == "flow":
            _lead(work, arc)
    work.layers = [[] for _ in range(1 + max(vertex.rank for vertex in work.vertices))]


def _name_nets(work: Work) -> None:
    flows: dict[int, list[Arc]] = {}
    for arc in work.arcs:
        if arc.kind == "catch":
            arc.net = ("catch back" if arc.back else "catch", arc.target)
        elif arc.back:
            arc.net = ("back", arc.target)
        else:
            flows.setdefault(arc.target, []).append(arc)
    spent = 0
    for target, arcs in sorted(flows.items(), key=lambda each: (_cost(work, each[1]), each[0])):
        spent += _cost(work, arcs)
        for arc in arcs:
            adjacent = work.vertices[arc.tail].rank + 1 == work.vertices[target].rank
            arc.net = ("flow" if spent <= _BUDGET or adjacent else "far", target)


def _cost(work: Work, arcs: list[Arc]) -> int:
    """Return how many bends the lines into one state take."""
    return work.vertices[arcs[0].target].rank - 1 - min(work.vertices[arc.tail].rank for arc in arcs)


def _lead(work: Work, arc: Arc) -> None:
    """Lead a line from its tail to its target, along bends that are there already or through new ones."""
    bends = work.bends.setdefault(arc.net, {})
    above, last = arc.tail, work.vertices[arc.target].rank
    for rank in range(work.vertices[above].rank + 1, last):
        known = bends.get(rank)
        if known is not None:
            _link(work, above, known)
            return
        bends[rank] = work.add(Vertex("bend", "", _BEND, 0.0, rank=rank))
        work.up.append([])
        work.down.append([])
        _link(work, above, bends[rank])
        above = bends[rank]
    _link(work, above, arc.target)


def _link(work: Work, above: int, below: int) -> None:
    if below not in work.down[above]:
        work.down[above].append(below)
        work.up[below].append(above)
