"""Blocks that nobody reaches, and jumps that lead to jumps."""

from __future__ import annotations

from dataclasses import replace

from steploom.compiler.ir import Block, BlockId, Branch, Effect, Guard, Jump, Region
from steploom.compiler.passes.inside import with_inner

__all__ = ["drop_unreachable", "thread_jumps"]


@with_inner
def drop_unreachable(region: Region) -> Region:
    """Drop every block that neither control nor an error can reach."""
    seen: set[BlockId] = set()
    waiting = [region.entry]
    while waiting:
        id_ = waiting.pop()
        if id_ in seen:
            continue
        seen.add(id_)
        block = region.blocks[id_]
        waiting.extend(block.successors())
        waiting.extend(_guarded_by(block.guard))
    return Region(region.entry, {id_: block for id_, block in region.blocks.items() if id_ in seen})


@with_inner
def thread_jumps(region: Region) -> Region:
    """Lead every jump past blocks that do nothing but jump."""
    final = {id_: _final(region, id_) for id_ in region.blocks}
    return Region(final[region.entry], {id_: _lead(block, final) for id_, block in region.blocks.items()})


def _guarded_by(guard: Guard | None) -> list[BlockId]:
    targets: list[BlockId] = []
    while guard is not None:
        targets.extend(handler.target for handler in guard.handlers)
        guard = guard.outer
    return targets


def _final(region: Region, id_: BlockId) -> BlockId:
    seen = {id_}
    while True:
        block = region.blocks[id_]
        if block.steps or not isinstance(block.end, Jump) or block.end.target in seen:
            return id_
        id_ = block.end.target
        seen.add(id_)


def _lead(block: Block, final: dict[BlockId, BlockId]) -> Block:
    end = block.end
    match end:
        case Jump(target=target):
            end = Jump(final[target])
        case Branch(then=then, other=other):
            end = replace(end, then=final[then], other=final[other])
        case _:
            pass
    steps = tuple(
        replace(step, catches=tuple(replace(each, target=final[each.target]) for each in step.catches))
        if isinstance(step, Effect)
        else step
        for step in block.steps
    )
    return replace(block, steps=steps, end=end)
