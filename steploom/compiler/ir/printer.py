"""The IR as text, for people and for tests."""

from __future__ import annotations

from typing import assert_never

from steploom.compiler.hir import AwsTask, CallActivity, CallWorkflow, Emit, Sleep
from steploom.compiler.ir.model import (
    Block,
    Branch,
    BranchEffect,
    Effect,
    Fail,
    Guard,
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
from steploom.compiler.ir.show import show

__all__ = ["print_region"]


def print_region(region: Region, indent: str = "") -> str:
    """Return `region` as text: a line a step, nested regions indented."""
    lines = [f"{indent}entry b{region.entry}"]
    for block in region.blocks.values():
        lines.extend(_block(block, indent))
    return "\n".join(lines)


def _block(block: Block, indent: str) -> list[str]:
    guard = f"  guarded by {_guard(block.guard)}" if block.guard else ""
    lines = [f"{indent}b{block.id}:{guard}"]
    for step in block.steps:
        lines.extend(f"{indent}  {line}" for line in _step(step))
    lines.append(f"{indent}  {_end(block.end)}")
    return lines


def _guard(guard: Guard | None) -> str:
    names = []
    while guard is not None:
        for handler in guard.handlers:
            classes = "|".join(each.__name__ for each in handler.classes) or "*"
            names.append(f"{classes}→b{handler.target}({handler.variable})")
        guard = guard.outer
    return " ".join(names)


def _step(step: Step) -> list[str]:
    if isinstance(step, Let):
        return [f"{step.name} = {show(step.value)}"]
    return _effect(step)


def _effect(effect: Effect) -> list[str]:
    head, *rest = _work(effect.work)
    undo = "undo " if effect.undo else ""
    catches = [f"  catch {'|'.join(each.errors)} as {each.variable} → b{each.target}" for each in effect.catches]
    return [undo + head, *catches, *rest]


def _work(work: Work) -> list[str]:
    match work:
        case CallActivity():
            target = f"{work.target} = " if work.target else ""
            arguments = ", ".join(f"{name}={show(value)}" for name, value in work.arguments)
            return [f"{target}await {work.activity.name}({arguments})"]
        case CallWorkflow():
            target = f"{work.target} = " if work.target else ""
            return [f"{target}await {work.workflow.name}({show(work.input)})"]
        case AwsTask():
            target = f"{work.target} = " if work.target else ""
            return [f"{target}await aws.{work.service}.{work.operation}"]
        case Emit():
            return [f"await emit {work.event.__name__}"]
        case Sleep():
            return [f"await sleep {show(work.seconds)}"]
        case MapEffect():
            head = f"{work.target or '_'} = map {work.item} in {show(work.items)} limit {work.limit}"
            return [head, print_region(work.body, "    ")]
        case BranchEffect():
            target = ", ".join(work.targets or ()) or work.whole or "_"
            return [f"{target} = side by side", *(print_region(each, "    ") for each in work.bodies)]
        case _:
            assert_never(work)


def _end(end: Terminator) -> str:
    match end:
        case Jump(target=target):
            return f"jump b{target}"
        case Branch(test=test, then=then, other=other):
            return f"if {show(test)} then b{then} else b{other}"
        case Return(value=value):
            return f"return {show(value)}"
        case Raise(error=error):
            return f"raise {show(error)}"
        case Fail(error=error):
            return f"fail {show(error)}"
        case _:
            assert_never(end)
