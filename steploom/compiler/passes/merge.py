"""Blocks that always run one after the other, as one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from steploom.compiler.ir import Block, BlockId, Effect, Jump, Region
from steploom.compiler.passes.inside import with_inner

__all__ = ["merge_straight"]


@with_inner
def merge_straight(region: Region) -> Region:
    """Merge a block without effect into the one that it alone leads to."""
    blocks = dict(region.blocks)
    arrivals = Counter(target for block in blocks.values() for target in block.successors())
    for id_ in list(blocks):
        block = blocks.get(id_)
        while block is not None and _leads_alone(block, arrivals, region.entry):
            assert isinstance(block.end, Jump)  # noqa: S101 - for the type checker
            follower = blocks[block.end.target]
            if any(isinstance(step, Effect) and step.raises for step in follower.steps):
                break  # what it binds must not ride ahead of what it asks
            del blocks[follower.id]
            block = replace(block, steps=(*block.steps, *follower.steps), end=follower.end)
            blocks[id_] = block
    return Region(region.entry, blocks)


def _leads_alone(block: Block, arrivals: Counter[BlockId], entry: BlockId) -> bool:
    if not isinstance(block.end, Jump) or any(isinstance(step, Effect) for step in block.steps):
        return False
    target = block.end.target
    return arrivals[target] == 1 and target not in (entry, block.id)
