"""One effect a block."""

from __future__ import annotations

from steploom.compiler.ir import Block, BlockId, Effect, Jump, Region, Step
from steploom.compiler.passes.inside import with_inner

__all__ = ["one_effect_a_block"]


@with_inner
def one_effect_a_block(region: Region) -> Region:
    """Split blocks so that each holds bindings, then at most one effect, and nothing behind it."""
    blocks: dict[BlockId, Block] = {}
    fresh = max(region.blocks) + 1
    for block in region.blocks.values():
        pieces = _pieces(block.steps)
        ids = [block.id, *range(fresh, fresh + len(pieces) - 1)]
        fresh += len(pieces) - 1
        for position, (id_, steps) in enumerate(zip(ids, pieces, strict=True)):
            last = position + 1 == len(ids)
            end = block.end if last else Jump(ids[position + 1])
            blocks[id_] = Block(id_, steps, end, block.guard)
    return Region(region.entry, blocks)


def _pieces(steps: tuple[Step, ...]) -> list[tuple[Step, ...]]:
    pieces: list[tuple[Step, ...]] = []
    piece: list[Step] = []
    for step in steps:
        piece.append(step)
        if isinstance(step, Effect):
            pieces.append(tuple(piece))
            piece = []
    # A block that ends in a jump needs no piece for nothing; one that ends otherwise keeps its own end behind the
    # effect, in a piece that may be empty.
    pieces.append(tuple(piece))
    return pieces
