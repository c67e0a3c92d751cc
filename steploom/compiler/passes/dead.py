"""Bindings that nobody reads."""

from __future__ import annotations

from dataclasses import replace

from steploom.compiler.hir import AwsTask, CallActivity, CallWorkflow
from steploom.compiler.hir.walk import variables
from steploom.compiler.ir import Block, BlockId, Branch, BranchEffect, Jump, Let, MapEffect, Region, Step, Work
from steploom.compiler.passes.inside import with_inner
from steploom.compiler.passes.liveness import live_at_entry, reads_of_end, reads_of_work, targets_of_work

__all__ = ["drop_dead_bindings"]


@with_inner
def drop_dead_bindings(region: Region) -> Region:
    """Drop bindings, and targets of effects, that are never read; effects themselves always stay."""
    live = live_at_entry(region)
    return Region(region.entry, {id_: _block(block, live) for id_, block in region.blocks.items()})


def _block(block: Block, live: dict[BlockId, frozenset[str]]) -> Block:
    after: set[str] = set(reads_of_end(block.end))
    match block.end:
        case Jump(target=target):
            after |= live[target]
        case Branch(then=then, other=other):
            after |= live[then] | live[other]
        case _:
            pass
    kept: list[Step] = []
    for step in reversed(block.steps):
        if isinstance(step, Let):
            if step.name in after:
                kept.append(step)
                after.discard(step.name)
                after.update(variables(step.value))
            continue
        kept.append(replace(step, work=_without_dead_target(step.work, after)))
        after -= targets_of_work(step.work)
        for catch in step.catches:
            after |= live[catch.target] - {catch.variable}
        after |= reads_of_work(step.work)
    return replace(block, steps=tuple(reversed(kept)))


def _without_dead_target(work: Work, after: set[str]) -> Work:
    match work:
        case (
            CallActivity(target=str(name))
            | CallWorkflow(target=str(name))
            | AwsTask(target=str(name))
            | MapEffect(target=str(name))
        ):
            return work if name in after else replace(work, target=None)
        case BranchEffect(whole=str(name)):
            return work if name in after else replace(work, whole=None)
        case _:
            return work
