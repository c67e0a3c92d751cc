"""Loops: `for` over lists and ranges, `while`, `break`, `continue`, `else`."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Sequence

from steploom.compiler.frontend.context import Context, Local
from steploom.compiler.frontend.escape import is_raw
from steploom.compiler.frontend.expressions import expression
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.frontend.hoist import BEFORE
from steploom.compiler.frontend.iterables import iterable
from steploom.compiler.frontend.logic import truth
from steploom.compiler.frontend.narrowing import forget
from steploom.compiler.frontend.resolve import static_object
from steploom.compiler.frontend.scope import assigned_names
from steploom.compiler.frontend.shapes import join, widened
from steploom.compiler.hir import Break, Const, Continue, Expr, ForItems, ForRange, Statement, Type, While
from steploom.diagnostics import Collector
from steploom.dsl.contract import IntShape, ListShape, UnionShape

__all__ = ["break_", "continue_", "for_", "while_"]

Blocks = Callable[[Context, Sequence[ast.stmt]], tuple[Statement, ...]]
Bind = Callable[[Context, ast.Name, Type, bool], None]


def for_(context: Context, node: ast.For, block: Blocks, bind: Bind) -> Sequence[Statement]:
    """`for item in items`, `for index, item in enumerate(items)`, `for index in range(…)`."""
    callee = static_object(context, node.iter.func) if isinstance(node.iter, ast.Call) else None
    if callee is builtins.range and isinstance(node.iter, ast.Call):
        return _range(context, node, node.iter, block, bind)
    index: ast.Name | None = None
    target, iterated, first = node.target, node.iter, 0
    if callee is builtins.enumerate and isinstance(node.iter, ast.Call):
        index, target, iterated, first = _enumerated(context, node, node.iter)
    items = _items(context, iterated)
    assert isinstance(items.type, ListShape)  # noqa: S101 - whatever is iterated is a list
    parts: list[ast.stmt] = []
    if not isinstance(target, ast.Name):
        # What is taken apart has a name of its own first.
        whole = ast.copy_location(ast.Name(context.new_name("item of loop"), ast.Store()), target)
        load = ast.copy_location(ast.Name(whole.id, ast.Load()), target)
        parts = [ast.copy_location(ast.Assign([target], load), target)]
        target = whole
    counter = context.new_name(f"{target.id}_index")
    bind(context, target, items.type.item, is_raw(items))
    if index is not None:
        bind(context, index, IntShape(), False)
    body, orelse = _inside(context, [*parts, *node.body], node.orelse, block)
    text = f"for {context.source.text(node.target)} in {context.source.text(node.iter)}"
    name = None if index is None else index.id
    return (ForItems(target.id, name, counter, items, body, orelse, text, first, span=context.span(node.iter)),)


def _items(context: Context, node: ast.expr) -> Expr:
    return iterable(context, node, expression)


def while_(context: Context, node: ast.While, block: Blocks) -> Sequence[Statement]:
    """`while test`."""
    # The test is read again after the body, so it is walked with what the body may have assigned.
    _learn(context, [*getattr(node, BEFORE, ()), *node.body], block)
    before = block(context, getattr(node, BEFORE, ()))
    test: Expr | None = truth(context, expression(context, node.test), node.test)
    if not before and not any(isinstance(each, ast.Await) for statement in node.body for each in ast.walk(statement)):
        message = "this loop does nothing that a state machine could wait for"
        context.refuse("SL101", message, node, "await something in it")
    if isinstance(test, Const) and test.value is True:
        test = None
    body, orelse = _inside(context, node.body, node.orelse, block)
    text = f"while {context.source.text(node.test)}"
    return (While(test, body, orelse, text, before, span=context.span(node.test)),)


def break_(context: Context, node: ast.Break) -> Sequence[Statement]:
    """`break`."""
    return (Break(span=context.span(node)),)


def continue_(context: Context, node: ast.Continue) -> Sequence[Statement]:
    """`continue`."""
    return (Continue(span=context.span(node)),)


def _enumerated(context: Context, node: ast.For, call: ast.Call) -> tuple[ast.Name, ast.expr, ast.expr, int]:
    names = node.target.elts if isinstance(node.target, ast.Tuple) else []
    if len(names) != 2 or not isinstance(names[0], ast.Name):  # noqa: PLR2004 - index and item
        hint = "for index, item in enumerate(items)"
        context.refuse("SL101", "enumerate gives an index and an item", node.target, hint)
    starts = [*call.args[1:], *(each.value for each in call.keywords if each.arg == "start")]
    if not call.args or len(call.args) + len(call.keywords) > 2 or len(starts) > 1:  # noqa: PLR2004 - a list, a start
        context.refuse("SL108", "enumerate takes a list and where to count from", call)
    first = expression(context, starts[0]) if starts else None
    if first is not None and not (isinstance(first, Const) and type(first.value) is int):
        context.refuse("SL101", "enumerate counts from a number that is written out", starts[0])
    return names[0], names[1], call.args[0], 0 if first is None else int(first.value)


def _range(context: Context, node: ast.For, call: ast.Call, block: Blocks, bind: Bind) -> Sequence[Statement]:
    if not isinstance(node.target, ast.Name):
        context.refuse("SL101", "range gives one number", node.target)
    if len(call.args) not in (1, 2, 3) or call.keywords:
        context.refuse("SL108", "range takes its end, or its start, its end and a step", call)
    bounds = [expression(context, each) for each in call.args]
    for bound, syntax in zip(bounds, call.args, strict=True):
        if not isinstance(bound.type, IntShape):
            context.refuse("SL206", f"range takes integers, not {type_name(bound.type)}", syntax)
    span = context.span(call)
    step = _step(context, call, bounds)
    zero = Const(0, type=IntShape(), span=span)
    start, stop = bounds[:2] if len(bounds) > 1 else (zero, bounds[0])
    counter = context.new_name(f"{node.target.id}_next")
    bind(context, node.target, IntShape(), False)
    body, orelse = _inside(context, node.body, node.orelse, block)
    text = f"for {node.target.id} in {context.source.text(call)}"
    return (ForRange(node.target.id, counter, start, stop, body, orelse, text, step, span=span),)


def _step(context: Context, call: ast.Call, bounds: list[Expr]) -> int:
    if len(bounds) < 3:  # noqa: PLR2004 - start, stop, step
        return 1
    step = bounds[2]
    if not isinstance(step, Const) or not isinstance(step.value, int) or step.value == 0:
        context.refuse("SL101", "the step of a range is a number that is written out, not 0", call.args[2])
    return step.value


def _inside(
    context: Context, body: Sequence[ast.stmt], orelse: Sequence[ast.stmt], block: Blocks
) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    _learn(context, body, block)
    return block(context, body), block(context, orelse)


def _learn(context: Context, body: Sequence[ast.stmt], block: Blocks) -> None:
    """Walk the body once for what it tells of names that exist before it: a later pass begins with what this one left.

    A name that comes to hold data from outside is treated so from the start of the body. Diagnostics come with the
    real walk.
    """
    forget(context, [name for statement in body for name in assigned_names(statement)])
    found, before = context.found, dict(context.locals)
    fresh, activities = dict(context.fresh), dict(context.activities)
    context.found = Collector()
    try:
        block(context, body)
    finally:
        after, context.locals = context.locals, before
        context.found, context.fresh, context.activities = found, fresh, activities
    for name, local in before.items():
        known = after.get(name)
        if isinstance(local, Local) and isinstance(known, Local) and local != known:
            context.locals[name] = Local(_grown(local.type, known.type), local.raw or known.raw, local.alias)


def _grown(before: Type | None, after: Type | None) -> Type | None:
    """The type that a name has in any pass of a loop; an integer that grew may go on growing."""
    if before is None or after is None or before == after:
        return before
    if isinstance(before, IntShape) and isinstance(after, IntShape):
        return widened(before, after)
    joined = join((before, after))
    return before if isinstance(joined, UnionShape) and not isinstance(before, UnionShape) else joined
