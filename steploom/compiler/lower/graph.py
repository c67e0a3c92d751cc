"""A graph under construction."""

from __future__ import annotations

from dataclasses import dataclass, field

from steploom.compiler.ir import Block, BlockId, Guard, Jump, Region, Step, Terminator

__all__ = ["Graph"]


@dataclass
class _Open:
    id: BlockId
    guard: Guard | None
    steps: list[Step] = field(default_factory=list)
    end: Terminator | None = None


@dataclass
class Graph:
    """Blocks that are being filled; `current` is None after a jump, until another block is opened."""

    blocks: dict[BlockId, _Open] = field(default_factory=dict)
    current: _Open | None = None

    def new(self, guard: Guard | None) -> BlockId:
        """Make an empty block under `guard` without opening it."""
        id_ = len(self.blocks)
        self.blocks[id_] = _Open(id_, guard)
        return id_

    def open(self, id_: BlockId) -> None:
        """Fill `id_` from now on; the open block, if there is one, falls through to it."""
        self.end(Jump(id_))
        self.current = self.blocks[id_]

    def reopen(self, guard: Guard | None) -> None:
        """Go on in a new block under another guard, where control still arrives."""
        if self.current is not None:
            self.open(self.new(guard))

    def add(self, step: Step) -> None:
        """Add a step; code after a jump is dropped, since control never arrives."""
        if self.current is not None:
            self.current.steps.append(step)

    def end(self, how: Terminator) -> None:
        """End the open block, if there is one."""
        if self.current is not None:
            self.current.end = how
            self.current = None

    def finish(self, entry: BlockId) -> Region:
        """Return the graph as a region; every block has ended, or nobody reaches it."""
        blocks = {
            each.id: Block(each.id, tuple(each.steps), each.end, each.guard)
            for each in self.blocks.values()
            if each.end is not None
        }
        return Region(entry, blocks)
