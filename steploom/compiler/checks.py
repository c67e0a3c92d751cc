"""Checks of the whole graph and of the whole definition."""

from __future__ import annotations

from collections.abc import Iterator

from steploom.asl import StateMachine, dump
from steploom.asl.limits import MAX_DEFINITION_BYTES
from steploom.compiler.hir import Expr, Var
from steploom.compiler.hir.walk import children
from steploom.compiler.ir import Block, Branch, Effect, Fail, Let, Region, Return, inner_regions
from steploom.compiler.passes.liveness import live_at_entry
from steploom.compiler.roots import ROOTS
from steploom.diagnostics import Collector, Span
from steploom.jsontext import size_in_bytes

__all__ = ["check_assigned", "check_size"]


def check_assigned(region: Region, found: Collector) -> None:
    """Collect SL301 for every variable that may be read before anything is assigned to it.

    Python would raise UnboundLocalError; Step Functions fails at run time, past every handler of the workflow.
    """
    missing = live_at_entry(region)[region.entry] - ROOTS.keys()
    for name in sorted(missing):
        span = next((each for block in region.blocks.values() for each in _reads(block, name)), None)
        hint = "assign it on every way that leads here"
        found.error("SL301", f"{name!r} may be read before it is assigned", span, hint)


def check_size(definition: StateMachine, found: Collector, span: Span) -> None:
    """Collect SL601 where the definition is larger than AWS accepts."""
    size = size_in_bytes(dump(definition))
    if size > MAX_DEFINITION_BYTES:
        message = f"the definition has {size:,} bytes, AWS accepts {MAX_DEFINITION_BYTES:,}"
        found.error("SL601", message, span, "split the workflow")


def _reads(block: Block, name: str) -> Iterator[Span]:
    for step in block.steps:
        for value in _values(step):
            yield from _spans(value, name)
        if isinstance(step, Effect):
            for inner in inner_regions(step.work):
                for each in inner.blocks.values():
                    yield from _reads(each, name)
    match block.end:
        case Branch(test=value) | Return(value=value) | Fail(error=value):
            yield from _spans(value, name)
        case _:
            pass


def _values(step: Let | Effect) -> Iterator[Expr]:
    if isinstance(step, Let):
        yield step.value
        return
    work = step.work
    for attribute in ("arguments", "fields"):
        yield from (value for _, value in getattr(work, attribute, ()))
    for attribute in ("items", "seconds"):
        value = getattr(work, attribute, None)
        if value is not None:
            yield value


def _spans(value: Expr, name: str) -> Iterator[Span]:
    if isinstance(value, Var) and value.name == name:
        yield value.span
    for each in children(value):
        yield from _spans(each, name)
