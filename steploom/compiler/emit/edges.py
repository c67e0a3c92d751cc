"""Edges: what is assigned on the way from one state to the next, and where the way leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from steploom.compiler.hir import Expr, Var
from steploom.compiler.hir.walk import substitute
from steploom.compiler.ir import Block, BlockId, Branch, Effect, Fail, Jump, Let, Region, Return
from steploom.compiler.passes.liveness import live_at_entry, reads_inside, reads_of_end, reads_of_work

__all__ = ["Edge", "Edges", "captures_own", "effect_of", "lets"]

Bindings = tuple[tuple[str, Expr], ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A way on: `assigns` are evaluated together from the values that the leaving state knows.

    `returns` holds the value when the region ends here and no state needs to be entered for it.
    """

    target: BlockId
    assigns: Bindings
    returns: Expr | None = None


@dataclass
class Edges:
    """Resolves edges of one region.

    Bindings ride on the edges that lead to them: a state of their own would cost a transition.
    """

    region: Region
    live: Mapping[BlockId, frozenset[str]] = field(init=False)
    arrivals: Counter[BlockId] = field(init=False)

    def __post_init__(self) -> None:
        self.live = live_at_entry(self.region)
        self.arrivals = Counter(target for block in self.region.blocks.values() for target in block.successors())
        self.arrivals[self.region.entry] += 1

    def resolve(self, target: BlockId, carried: Mapping[str, Expr], *, may_return: bool = False) -> Edge:
        """Return the edge to `target`.

        Args:
            target: A block.
            carried: Bindings made by leaving: in terms of what the leaving state knows.
            may_return: Whether the leaving state can end the region itself.
        """
        known = dict(carried)
        block = self.region.blocks[target]
        while True:
            rides = self.rides_on_edges(block)
            if rides:
                for step in lets(block):
                    known[step.name] = substitute(step.value, known)
            if isinstance(block.end, Jump) and effect_of(block) is None:
                block = self.region.blocks[block.end.target]
                continue
            break
        if may_return and isinstance(block.end, Return) and effect_of(block) is None:
            value = substitute(_with_lets(block, block.end.value), known)
            return Edge(block.id, (), value)
        live = self._live_behind_lets(block) if rides else self.live[block.id]
        assigns = tuple((name, value) for name, value in known.items() if name in live and not _is_itself(name, value))
        return Edge(block.id, assigns)

    def rides_on_edges(self, block: Block) -> bool:
        """Whether the bindings of `block` are made by the edges that lead to it, not by its own state."""
        if block.id == self.region.entry:
            return False
        effect = effect_of(block)
        if isinstance(block.end, Jump) and effect is None:
            return True
        if effect is not None and effect.raises:
            return False  # its bindings hold only where what its state asks first is well
        if isinstance(block.end, Return | Fail) and effect is None:
            return False
        return self.arrivals[block.id] == 1 or captures_own(block)

    def own_bindings(self, block: Block) -> dict[str, Expr]:
        """Return the bindings that the state of `block` makes itself, each in terms of the state's entry."""
        known: dict[str, Expr] = {}
        if not self.rides_on_edges(block):
            for step in lets(block):
                known[step.name] = substitute(step.value, known)
        return known

    def _live_behind_lets(self, block: Block) -> frozenset[str]:
        live = set(reads_of_end(block.end))
        if isinstance(block.end, Branch):
            live |= self.live[block.end.then] | self.live[block.end.other]
        effect = effect_of(block)
        if effect is not None:
            live = set(reads_of_work(effect.work))
            for target in block.successors():
                live |= self.live[target]
            # What the effect itself binds is not read from before it, unless an error way reads it.
        return frozenset(live)


def captures_own(block: Block) -> bool:
    """Whether a region inside the block's effect reads a binding of the block.

    What a state assigns is seen when it has ended, so such a binding must be made before the state begins.
    """
    effect = effect_of(block)
    names = {step.name for step in lets(block)}
    return effect is not None and bool(names & reads_inside(effect.work))


def lets(block: Block) -> tuple[Let, ...]:
    """Return the bindings of a block, which all stand before its effect."""
    return tuple(step for step in block.steps if isinstance(step, Let))


def effect_of(block: Block) -> Effect | None:
    """Return the one effect of a block, or None."""
    return next((step for step in block.steps if isinstance(step, Effect)), None)


def _with_lets(block: Block, value: Expr) -> Expr:
    known: dict[str, Expr] = {}
    for step in lets(block):
        known[step.name] = substitute(step.value, known)
    return substitute(value, known)


def _is_itself(name: str, value: Expr) -> bool:
    return isinstance(value, Var) and value.name == name
