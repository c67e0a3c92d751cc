"""Which variables are read later."""

from __future__ import annotations

from typing import assert_never

from steploom.compiler.hir import AwsTask, CallActivity, CallWorkflow, Emit, Sleep
from steploom.compiler.hir.walk import variables
from steploom.compiler.ir import (
    Block,
    BlockId,
    Branch,
    BranchEffect,
    Fail,
    Jump,
    Let,
    MapEffect,
    Raise,
    Region,
    Return,
    Terminator,
    Work,
    inner_regions,
)
from steploom.compiler.roots import ROOTS

__all__ = ["live_at_entry", "reads_inside", "reads_of_end", "reads_of_work", "targets_of_work"]


def live_at_entry(region: Region) -> dict[BlockId, frozenset[str]]:
    """Return for each block the variables whose value at its start may still be read."""
    live: dict[BlockId, frozenset[str]] = dict.fromkeys(region.blocks, frozenset())
    changed = True
    while changed:
        changed = False
        for id_, block in reversed(tuple(region.blocks.items())):
            now = _at_start(block, live)
            if now != live[id_]:
                live[id_] = now
                changed = True
    return live


def _at_start(block: Block, live: dict[BlockId, frozenset[str]]) -> frozenset[str]:
    after: set[str] = set(reads_of_end(block.end))
    match block.end:
        case Jump(target=target):
            after |= live[target]
        case Branch(then=then, other=other):
            after |= live[then] | live[other]
        case _:
            pass
    for step in reversed(block.steps):
        if isinstance(step, Let):
            if step.name in after:
                after.discard(step.name)
                after.update(variables(step.value))
            continue
        after -= targets_of_work(step.work)
        for catch in step.catches:
            after |= live[catch.target] - {catch.variable}
        after |= reads_of_work(step.work)
    return frozenset(after)


def reads_of_end(end: Terminator) -> set[str]:
    """Return the variables that a terminator reads."""
    match end:
        case Jump():
            return set()
        case Branch(test=value) | Return(value=value) | Raise(error=value) | Fail(error=value):
            return set(variables(value))
        case _:
            assert_never(end)


def targets_of_work(work: Work) -> set[str]:
    """Return the variables that an effect binds when it succeeds."""
    match work:
        case (
            CallActivity(target=target)
            | CallWorkflow(target=target)
            | AwsTask(target=target)
            | MapEffect(target=target)
        ):
            return {target} if target else set()
        case BranchEffect(targets=targets, whole=whole):
            return {*(targets or ()), *((whole,) if whole else ())}
        case Emit() | Sleep():
            return set()
        case _:
            assert_never(work)


def reads_of_work(work: Work) -> set[str]:
    """Return the variables that an effect reads, those inside its regions included."""
    match work:
        case CallActivity(arguments=arguments) | AwsTask(arguments=arguments) | Emit(fields=arguments):
            return {name for _, value in arguments for name in variables(value)}
        case Sleep(seconds=value) | CallWorkflow(input=value):
            return set(variables(value))
        case MapEffect(items=items):
            return set(variables(items)) | reads_inside(work)
        case BranchEffect():
            return reads_inside(work)
        case _:
            assert_never(work)


def reads_inside(work: Work) -> set[str]:
    """Return the variables that the regions inside an effect read from outside of them."""
    return {name for region in inner_regions(work) for name in _free(region)}


def _free(region: Region) -> frozenset[str]:
    return live_at_entry(region)[region.entry] - ROOTS.keys()
