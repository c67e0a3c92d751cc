"""Statements to blocks: one function a kind of statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import assert_never

from steploom.compiler.hir import (
    ERROR,
    Assign,
    AwsTask,
    Break,
    CallActivity,
    CallWorkflow,
    Const,
    Continue,
    Emit,
    Expr,
    ForEach,
    ForItems,
    ForRange,
    If,
    Inline,
    MakeList,
    Raise,
    RegisterUndo,
    Return,
    Saga,
    SideBySide,
    Sleep,
    Statement,
    Try,
    Var,
    While,
    WorkflowBody,
)
from steploom.compiler.ir import (
    BlockId,
    Branch,
    BranchEffect,
    Effect,
    Guard,
    GuardHandler,
    Jump,
    Let,
    MapEffect,
    Region,
)
from steploom.compiler.ir import Raise as RaiseEnd
from steploom.compiler.ir import Return as ReturnEnd
from steploom.compiler.lower import exits, loops
from steploom.compiler.lower.count import assigned_names
from steploom.compiler.lower.graph import Graph
from steploom.compiler.lower.stack import Stack, is_dynamic, unwind
from steploom.compiler.lower.undo import compensation, snapshot
from steploom.compiler.roots import INPUT
from steploom.dsl.contract import AnyShape, ListShape, NoneShape

__all__ = ["lower"]


@dataclass
class Walk:
    """One region being lowered.

    Attributes:
        graph: Its blocks.
        guard: The handlers around the current statement.
        assigned: How often each name is assigned in the whole workflow.
        saga_errors: The error variables of the open sagas, innermost last.
        scopes: What is open around the current statement (loops, inlined functions, `finally`), innermost last.
        stacks: The sagas that keep what is registered on a stack.
        error_names: The variables that enclosing handlers bind, innermost last: a saga's error takes such a name.
    """

    graph: Graph
    guard: Guard | None
    assigned: dict[str, int]
    saga_errors: list[str] = field(default_factory=list)
    error_names: list[str] = field(default_factory=list)
    stacks: dict[str, Stack] = field(default_factory=dict)
    scopes: list[exits.Scope] = field(default_factory=list)


def lower(body: WorkflowBody) -> Region:
    """Return the workflow's region; its parameters are the first bindings."""
    # A parameter is assigned once when the workflow begins.
    assigned = Counter(name for name, _ in body.parameters) + Counter(assigned_names(body.statements))
    walk = Walk(Graph(), None, assigned)
    entry = walk.graph.new(None)
    walk.graph.open(entry)
    for name, value in body.parameters:
        walk.graph.add(Let(name, value, body.span))
    _block(walk, body.statements)
    walk.graph.end(ReturnEnd(Const(None, type=NoneShape(), span=body.span), body.span))
    return walk.graph.finish(entry)


def _block(walk: Walk, statements: tuple[Statement, ...]) -> None:
    for statement in statements:
        _statement(walk, statement)


def _statement(walk: Walk, statement: Statement) -> None:  # noqa: C901, PLR0912 - one line a kind
    match statement:
        case Assign():
            walk.graph.add(Let(statement.name, statement.value, statement.span))
        case CallActivity() | CallWorkflow() | AwsTask() | Emit() | Sleep():
            walk.graph.add(Effect(statement))
        case ForEach():
            walk.graph.add(Effect(_for_each(walk, statement)))
        case SideBySide():
            walk.graph.add(Effect(_side_by_side(walk, statement)))
        case If():
            _if(walk, statement)
        case ForItems():
            loops.for_items(_site(walk), statement)
        case ForRange():
            loops.for_range(_site(walk), statement)
        case While():
            loops.while_(_site(walk), statement)
        case Break():
            exits.leave_loop(_exit(walk), again=False)
        case Continue():
            exits.leave_loop(_exit(walk), again=True)
        case Try():
            _try(walk, statement)
        case Saga():
            _saga(walk, statement)
        case RegisterUndo():
            _register(walk, statement)
        case Raise():
            walk.graph.end(RaiseEnd(statement.error, statement.cls, statement.span))
        case Return():
            exits.return_(_exit(walk), statement.value, statement.span)
        case Inline():
            _inline(walk, statement)
        case _:
            assert_never(statement)


def _exit(walk: Walk) -> exits.Exit:
    def fill(
        start: BlockId,
        final: exits.Final,
        outer: tuple[exits.Scope, ...],
        go_on: Callable[[tuple[exits.Scope, ...]], None],
    ) -> None:
        kept = walk.graph.current, walk.guard, walk.scopes
        walk.graph.current, walk.guard, walk.scopes = walk.graph.blocks[start], final.guard, list(outer)
        _block(walk, final.statements)
        go_on(outer)
        walk.graph.current, walk.guard, walk.scopes = kept

    return exits.Exit(walk.graph, tuple(walk.scopes), fill)


def _inline(walk: Walk, statement: Inline) -> None:
    after = walk.graph.new(walk.guard)
    walk.scopes.append(exits.Call(statement.target, after))
    _block(walk, statement.body)
    nothing = Const(None, type=NoneShape(), span=statement.span)
    exits.return_(_exit(walk), nothing, statement.span)
    walk.scopes.pop()
    walk.graph.current = walk.graph.blocks[after]


def _site(walk: Walk) -> loops.Site:
    def fill(loop: exits.Loop | None, statements: tuple[Statement, ...]) -> None:
        if loop is not None:
            walk.scopes.append(loop)
        _block(walk, statements)
        if loop is not None:
            walk.scopes.pop()

    return loops.Site(walk.graph, walk.guard, walk.assigned, fill)


def _inner(walk: Walk, body: tuple[Statement, ...], result: Expr) -> Region:
    """A region of its own: its errors leave it, and reach the handlers around the Map or Parallel."""
    inner = Walk(Graph(), None, walk.assigned)
    entry = inner.graph.new(None)
    inner.graph.open(entry)
    _block(inner, body)
    exits.return_(_exit(inner), result, result.span)
    return inner.graph.finish(entry)


def _for_each(walk: Walk, statement: ForEach) -> MapEffect:
    item_type = statement.items.type.item if isinstance(statement.items.type, ListShape) else AnyShape()
    item = Assign(statement.item, Var(INPUT, type=item_type, span=statement.span), span=statement.span)
    body = _inner(walk, (item, *statement.body), statement.result)
    return MapEffect(
        statement.target, statement.items, statement.item, body, statement.limit, statement.text, statement.span
    )


def _side_by_side(walk: Walk, statement: SideBySide) -> BranchEffect:
    bodies = tuple(_inner(walk, body, result) for body, result in statement.branches)
    return BranchEffect(statement.targets, statement.whole, bodies, statement.span)


def _if(walk: Walk, statement: If) -> None:
    graph = walk.graph
    then, other, after = graph.new(walk.guard), graph.new(walk.guard), graph.new(walk.guard)
    graph.end(Branch(statement.test, then, other, statement.text, statement.span))
    for start, body in ((then, statement.then), (other, statement.other)):
        graph.current = graph.blocks[start]
        _block(walk, body)
        graph.end(Jump(after))
    graph.current = graph.blocks[after]


def _try(walk: Walk, statement: Try) -> None:
    if statement.final:
        _finally(walk, statement)
        return
    graph, outer = walk.graph, walk.guard
    after = graph.new(outer)
    starts = [graph.new(outer) for _ in statement.handlers]
    walk.guard = Guard(
        tuple(
            GuardHandler(handler.classes, handler.name, start)
            for handler, start in zip(statement.handlers, starts, strict=True)
        ),
        outer,
    )
    catch_all = next((each.name for each in statement.handlers if not each.classes), None)
    walk.error_names.append(catch_all or "")
    graph.reopen(walk.guard)
    _block(walk, statement.body)
    walk.error_names.pop()
    walk.guard = outer
    graph.reopen(outer)
    _block(walk, statement.orelse)
    graph.end(Jump(after))
    for handler, start in zip(statement.handlers, starts, strict=True):
        graph.current = graph.blocks[start]
        _block(walk, handler.body)
        graph.end(Jump(after))
    graph.current = graph.blocks[after]


def _finally(walk: Walk, statement: Try) -> None:
    """The rest of the statement under a handler for everything, which does the same and raises again."""
    graph, outer = walk.graph, walk.guard
    failed, after = graph.new(outer), graph.new(outer)
    error = Var(f"error before finally {statement.span.line}", type=ERROR, span=statement.span)
    walk.guard = Guard((GuardHandler((), error.name, failed),), outer)
    walk.scopes.append(exits.Final(statement.final, outer))
    graph.reopen(walk.guard)
    rest = replace(statement, final=())
    _block(walk, (rest,) if rest.handlers else (*rest.body, *rest.orelse))
    walk.scopes.pop()
    walk.guard = outer
    graph.reopen(outer)
    _block(walk, statement.final)
    graph.end(Jump(after))
    graph.current = graph.blocks[failed]
    _block(walk, statement.final)
    graph.end(RaiseEnd(error, None, statement.span))
    graph.current = graph.blocks[after]


def _saga(walk: Walk, statement: Saga) -> None:
    """The body runs under one guard more for each compensation registered so far."""
    outer = walk.guard
    walk.saga_errors.append(_saga_error(walk))
    if is_dynamic(statement):
        _stacked(walk, statement)
    else:
        _block(walk, statement.body)
    walk.saga_errors.pop()
    walk.guard = outer
    walk.graph.reopen(outer)


def _saga_error(walk: Walk) -> str:
    """Take the name of the handler that will catch the saga's error, so that nothing is copied."""
    named = walk.error_names[-1] if walk.error_names else ""
    if named:
        return named
    name = "error"
    while name in walk.assigned or name in walk.saga_errors:
        name = f"saga_{name}"
    return name


def _stacked(walk: Walk, statement: Saga) -> None:
    """A saga that registers on some ways only, or again and again: what is registered stands on a stack."""
    graph, span = walk.graph, statement.span
    stack = Stack(Var(statement.name, type=ListShape(AnyShape()), span=span))
    walk.stacks[statement.name] = stack
    graph.add(Let(statement.name, MakeList((), type=stack.variable.type, span=span), span))
    error = Var(walk.saga_errors[-1], type=ERROR, span=span)
    start = graph.new(walk.guard)
    outer = walk.guard
    walk.guard = Guard((GuardHandler((), error.name, start),), outer)
    graph.reopen(walk.guard)
    _block(walk, statement.body)
    graph.reopen(outer)
    unwind(graph, outer, start, stack, error)


def _register(walk: Walk, statement: RegisterUndo) -> None:
    stack = walk.stacks.get(statement.saga)
    if stack is not None:
        walk.graph.add(stack.push(statement))
        return
    arguments = snapshot(statement, walk.assigned, walk.graph)
    error = Var(walk.saga_errors[-1], type=ERROR, span=statement.span)
    start = compensation(walk.graph, walk.guard, statement, arguments, error)
    walk.guard = Guard((GuardHandler((), error.name, start),), walk.guard)
    walk.graph.reopen(walk.guard)
