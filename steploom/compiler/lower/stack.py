"""Compensations that are registered on some ways only, or several times: kept on a stack, undone from its top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from steploom.compiler.hir import (
    ERROR,
    Append,
    CallActivity,
    Compare,
    Const,
    Expr,
    Field,
    ForItems,
    ForRange,
    If,
    Inline,
    ItemAt,
    MakeObject,
    RegisterUndo,
    Saga,
    Statement,
    Try,
    UndoFailure,
    Var,
    While,
    WithoutLast,
)
from steploom.compiler.ir import BlockId, Branch, Effect, Guard, GuardHandler, Jump, Let, Raise
from steploom.compiler.lower.graph import Graph
from steploom.dsl.contract import AnyShape, BoolShape, IntShape

__all__ = ["Stack", "is_dynamic", "unwind"]

#: The members of an entry: which registration it comes from, and the arguments as they were then.
_SITE, _ARGUMENTS = "undo", "arguments"


@dataclass
class Stack:
    """The stack of one saga: the variable that holds it, and the registrations that push on it."""

    variable: Var
    sites: list[RegisterUndo] = field(default_factory=list)

    def push(self, statement: RegisterUndo) -> Let:
        """Return the binding that registers."""
        span = statement.span
        arguments = MakeObject(statement.arguments, type=AnyShape(), span=span)
        site = Const(len(self.sites), type=IntShape(), span=span)
        entry = MakeObject(((_SITE, site), (_ARGUMENTS, arguments)), type=AnyShape(), span=span)
        self.sites.append(statement)
        longer = Append(self.variable, entry, type=self.variable.type, span=span)
        return Let(self.variable.name, longer, span)


def is_dynamic(saga: Saga) -> bool:
    """Whether a saga registers anything elsewhere than in its own block."""
    own = sum(isinstance(each, RegisterUndo) and each.saga == saga.name for each in saga.body)
    return sum(each.saga == saga.name for each in _registered(saga.body)) > own


def unwind(graph: Graph, outer: Guard | None, start: BlockId, stack: Stack, error: Var) -> None:
    """Fill `start`: undo what is on top of the stack until nothing is, then raise `error` again."""
    resume = graph.current
    head = start
    span = stack.variable.span
    last = Const(-1, type=IntShape(), span=span)
    top = ItemAt(stack.variable, last, type=AnyShape(), span=span)
    for number, site in enumerate(stack.sites):
        graph.current = graph.blocks[head]
        then, other = graph.new(outer), graph.new(outer)
        place = Const(number, type=IntShape(), span=site.span)
        is_it = Compare("=", Field(top, _SITE, type=IntShape(), span=span), place, type=BoolShape(), span=span)
        graph.end(Branch(is_it, then, other, f"undo {site.activity.name}?", site.span))
        graph.current = graph.blocks[then]
        _undo(graph, outer, site, (stack, top, start), error)
        head = other
    graph.current = graph.blocks[head]
    graph.end(Raise(error, None, span))
    graph.current = resume


def _undo(
    graph: Graph, outer: Guard | None, site: RegisterUndo, place: tuple[Stack, Expr, BlockId], error: Var
) -> None:
    stack, top, head = place
    span = site.span
    kept = Var(f"{stack.variable.name} top", type=AnyShape(), span=span)
    graph.add(Let(kept.name, Field(top, _ARGUMENTS, type=AnyShape(), span=span), span))
    graph.add(Let(stack.variable.name, WithoutLast(stack.variable, type=stack.variable.type, span=span), span))
    failed = graph.new(outer)
    failure = Var(f"failure of {site.activity.name}", type=ERROR, span=span)
    graph.reopen(Guard((GuardHandler((), failure.name, failed),), outer))
    arguments = tuple((name, Field(kept, name, type=value.type, span=span)) for name, value in site.arguments)
    graph.add(Effect(CallActivity(None, site.activity, arguments, AnyShape(), span=span), undo=True))
    graph.end(Jump(head))
    graph.current = graph.blocks[failed]
    both = UndoFailure(error, site.activity.name, failure, type=ERROR, span=span)
    graph.add(Let(error.name, both, span))
    graph.end(Jump(head))


def _registered(statements: tuple[Statement, ...]) -> Iterator[RegisterUndo]:
    for statement in statements:
        match statement:
            case RegisterUndo():
                yield statement
            case If(then=then, other=other):
                yield from _registered((*then, *other))
            case Try():
                handlers = [each for handler in statement.handlers for each in handler.body]
                yield from _registered((*statement.body, *handlers, *statement.orelse, *statement.final))
            case ForItems() | ForRange() | While():
                yield from _registered((*statement.body, *statement.orelse))
            case Saga(body=body) | Inline(body=body):
                yield from _registered(body)
            case _:
                pass
