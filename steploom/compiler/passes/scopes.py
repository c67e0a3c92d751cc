"""Variables of inner scopes under names of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from steploom.compiler.hir import AwsTask, CallActivity, CallWorkflow, Emit, Expr, Sleep
from steploom.compiler.hir.walk import rename
from steploom.compiler.ir import (
    Block,
    Branch,
    BranchEffect,
    Effect,
    Fail,
    Jump,
    Let,
    MapEffect,
    Raise,
    Region,
    Return,
    Step,
    Terminator,
    Work,
)
from steploom.compiler.passes.liveness import targets_of_work

__all__ = ["separate_scopes"]


def separate_scopes(region: Region) -> Region:
    """Rename what a region inside assigns where a region around it assigns the same name.

    Step Functions refuses such a definition: a variable belongs to one scope and to those inside it.
    """
    return _separated(region, frozenset())


def _separated(region: Region, outer: frozenset[str]) -> Region:
    own = set(_assigned(region))
    names = {name: _free_name(name, outer | own) for name in sorted(own & outer)}
    taken = outer | {names.get(name, name) for name in own}
    blocks = {id_: _block(block, names, taken) for id_, block in region.blocks.items()}
    return Region(region.entry, blocks)


def _free_name(name: str, taken: frozenset[str] | set[str]) -> str:
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"


def _assigned(region: Region) -> Iterator[str]:
    for block in region.blocks.values():
        for step in block.steps:
            match step:
                case Let(name=name):
                    yield name
                case Effect(work=work, catches=catches):
                    yield from targets_of_work(work)
                    yield from (each.variable for each in catches)


def _block(block: Block, names: Mapping[str, str], taken: frozenset[str]) -> Block:
    steps = tuple(_step(step, names, taken) for step in block.steps)
    return replace(block, steps=steps, end=_end(block.end, names))


def _step(step: Step, names: Mapping[str, str], taken: frozenset[str]) -> Step:
    if isinstance(step, Let):
        return replace(step, name=names.get(step.name, step.name), value=rename(step.value, names))
    catches = tuple(replace(each, variable=names.get(each.variable, each.variable)) for each in step.catches)
    return replace(step, work=_work(step.work, names, taken), catches=catches)


def _end(end: Terminator, names: Mapping[str, str]) -> Terminator:
    match end:
        case Jump():
            return end
        case Branch(test=test):
            return replace(end, test=rename(test, names))
        case Return(value=value):
            return replace(end, value=rename(value, names))
        case Raise(error=error) | Fail(error=error):
            return replace(end, error=rename(error, names))


def _work(work: Work, names: Mapping[str, str], taken: frozenset[str]) -> Work:
    def pairs(given: tuple[tuple[str, Expr], ...]) -> tuple[tuple[str, Expr], ...]:
        return tuple((key, rename(value, names)) for key, value in given)

    def name(target: str | None) -> str | None:
        return None if target is None else names.get(target, target)

    match work:
        case CallActivity() | AwsTask():
            return replace(work, target=name(work.target), arguments=pairs(work.arguments))
        case CallWorkflow():
            return replace(work, target=name(work.target), input=rename(work.input, names))
        case Emit():
            return replace(work, fields=pairs(work.fields))
        case Sleep():
            return replace(work, seconds=rename(work.seconds, names))
        case MapEffect():
            body = _inside(work.body, names, taken)
            return replace(work, target=name(work.target), items=rename(work.items, names), body=body)
        case BranchEffect():
            bodies = tuple(_inside(each, names, taken) for each in work.bodies)
            targets = None if work.targets is None else tuple(names.get(each, each) for each in work.targets)
            return replace(work, targets=targets, whole=name(work.whole), bodies=bodies)


def _inside(region: Region, names: Mapping[str, str], taken: frozenset[str]) -> Region:
    """A region inside: it reads the new names, unless it has variables of its own under the old ones."""
    own = set(_assigned(region))
    read = {old: new for old, new in names.items() if old not in own}
    blocks = {id_: _block(block, read, taken) for id_, block in region.blocks.items()}
    return _separated(Region(region.entry, blocks), taken)
