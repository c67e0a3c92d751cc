"""Compensations: what was registered, undone in reverse, each failure reported and none of them lost."""

from __future__ import annotations

from collections.abc import Mapping

from steploom.compiler.hir import ERROR, CallActivity, Expr, RegisterUndo, UndoFailure, Var
from steploom.compiler.hir.walk import variables
from steploom.compiler.ir import BlockId, Effect, Guard, GuardHandler, Jump, Let, Raise
from steploom.compiler.lower.graph import Graph
from steploom.dsl.contract import AnyShape

__all__ = ["compensation", "snapshot"]


def snapshot(statement: RegisterUndo, assigned: Mapping[str, int], graph: Graph) -> tuple[tuple[str, Expr], ...]:
    """Return the arguments as they are when registered: a name that is assigned again later is copied."""
    kept: list[tuple[str, Expr]] = []
    for name, value in statement.arguments:
        if all(assigned.get(each, 0) <= 1 for each in variables(value)):
            kept.append((name, value))
            continue
        copy = _free_name(graph, f"undo {statement.activity.name} {name} {statement.span.line}")
        graph.add(Let(copy, value, statement.span))
        kept.append((name, Var(copy, type=value.type, span=value.span)))
    return tuple(kept)


def _free_name(graph: Graph, base: str) -> str:
    """A name with blanks, so that no variable of the workflow is called so, and not that of another copy."""
    taken = {each.name for block in graph.blocks.values() for each in block.steps if isinstance(each, Let)}
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base} {number}"
    return name


def compensation(
    graph: Graph, outer: Guard | None, statement: RegisterUndo, arguments: tuple[tuple[str, Expr], ...], error: Var
) -> BlockId:
    """Make the blocks that run one compensation and raise `error` again, to the guard around the registration.

    Raising again leads to the compensation registered before, or out of the saga. A compensation that fails changes
    the error and goes the same way.

    Returns:
        The block where the compensation starts.
    """
    again = graph.new(outer)
    failed = graph.new(outer)
    failure = Var(f"failure of {statement.activity.name}", type=ERROR, span=statement.span)
    guard = Guard((GuardHandler((), failure.name, failed),), outer)
    start = graph.new(guard)
    resume, graph.current = graph.current, graph.blocks[start]
    call = CallActivity(None, statement.activity, arguments, AnyShape(), span=statement.span)
    graph.add(Effect(call, undo=True))
    graph.end(Jump(again))
    graph.current = graph.blocks[failed]
    both = UndoFailure(error, statement.activity.name, failure, type=ERROR, span=statement.span)
    graph.add(Let(error.name, both, statement.span))
    graph.end(Jump(again))
    graph.current = graph.blocks[again]
    graph.end(Raise(error, None, statement.span))
    graph.current = resume
    return start
