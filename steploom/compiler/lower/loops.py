"""Loops to blocks: a test that is entered once a pass, and jumps back to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from steploom.compiler.hir import (
    Compare,
    Const,
    Count,
    Expr,
    Field,
    ForItems,
    ForRange,
    ItemAt,
    Next,
    Statement,
    Var,
    While,
)
from steploom.compiler.hir.walk import variables
from steploom.compiler.ir import Branch, Guard, Jump, Let
from steploom.compiler.lower.exits import Loop
from steploom.compiler.lower.graph import Graph
from steploom.diagnostics import Span
from steploom.dsl.contract import BoolShape, IntShape

__all__ = ["Site", "for_items", "for_range", "while_"]


@dataclass(frozen=True, slots=True)
class Site:
    """Where a loop is built: the graph, the handlers around it, how often names are assigned, who fills bodies."""

    graph: Graph
    guard: Guard | None
    assigned: dict[str, int]
    fill: Callable[[Loop | None, tuple[Statement, ...]], None]


def for_items(site: Site, loop: ForItems) -> None:
    """A counter runs over the list; item and next count are bound on the way into the body."""
    span = loop.span
    items = _stable(site, loop.items, f"{loop.counter}_of", span)
    counter = Var(loop.counter, type=IntShape(), span=span)
    site.graph.add(Let(loop.counter, Const(0, type=IntShape(), span=span), span))
    test = Compare("<", counter, Count(items, type=IntShape(), span=span), type=BoolShape(), span=span)
    bindings = [Let(loop.item, ItemAt(items, counter, type=_item_type(items), span=span), span)]
    if loop.index is not None:
        number: Expr = Next(counter, loop.first, type=IntShape(), span=span) if loop.first else counter
        bindings.append(Let(loop.index, number, span))
    bindings.append(Let(loop.counter, Next(counter, type=IntShape(), span=span), span))
    _loop(site, test, loop, tuple(bindings))


def for_range(site: Site, loop: ForRange) -> None:
    """A counter runs from start to stop, which is read once."""
    span = loop.span
    stop = _stable(site, loop.stop, f"{loop.counter}_end", span)
    counter = Var(loop.counter, type=IntShape(), span=span)
    site.graph.add(Let(loop.counter, loop.start, span))
    operator: Literal["<", ">"] = "<" if loop.step > 0 else ">"
    test = Compare(operator, counter, stop, type=BoolShape(), span=span)
    after = Let(loop.counter, Next(counter, loop.step, type=IntShape(), span=span), span)
    _loop(site, test, loop, (Let(loop.index, counter, span), after))


def while_(site: Site, loop: While) -> None:
    """The test is asked before each pass; one that always holds is not asked."""
    _loop(site, loop.test, loop, ())


def _loop(site: Site, test: Expr | None, loop: ForItems | ForRange | While, bindings: tuple[Let, ...]) -> None:
    graph, guard = site.graph, site.guard
    if graph.current is None:
        return
    head, body = graph.new(guard), graph.new(guard)
    orelse, after = graph.new(guard), graph.new(guard)
    graph.open(head)
    if isinstance(loop, While):
        site.fill(None, loop.before)
    graph.end(Jump(body) if test is None else Branch(test, body, orelse, loop.text, loop.span))
    graph.current = graph.blocks[body]
    for each in bindings:
        graph.add(each)
    site.fill(Loop(head, after), loop.body)
    graph.end(Jump(head))
    graph.current = graph.blocks[orelse]
    site.fill(None, loop.orelse)
    graph.end(Jump(after))
    graph.current = graph.blocks[after]


def _stable(site: Site, value: Expr, name: str, span: Span) -> Expr:
    """Return `value` as it is now: what may be assigned again while the loop runs is copied."""
    path: Expr = value
    while isinstance(path, Field):
        path = path.base
    fixed = isinstance(path, Const | Var)
    if fixed and all(site.assigned.get(each, 0) <= 1 for each in variables(value)):
        return value
    site.graph.add(Let(name, value, span))
    return Var(name, type=value.type, span=value.span)


def _item_type(items: Expr) -> IntShape:
    return getattr(items.type, "item", IntShape())
