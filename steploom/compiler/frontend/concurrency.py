"""`gather`: calls side by side, and one call for each item of a list."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import TypeAlias

from steploom.compiler.frontend.context import Context, Local, Refused
from steploom.compiler.frontend.escape import is_raw
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.frontend.iterables import iterable
from steploom.compiler.hir import Assign, Const, Expr, ForEach, Item, SideBySide, Statement, Var
from steploom.dsl.contract import ListShape, TupleShape

__all__ = ["Branch", "gather", "one_by_one"]

Recurse = Callable[[Context, ast.expr], Expr]
#: The statements of one branch, and its result.
Branch: TypeAlias = tuple[tuple[Statement, ...], Expr]
Blocks = Callable[[Context, Sequence[ast.stmt]], tuple[Statement, ...]]
Calls = Callable[[Context, ast.expr, str], Branch]


def gather(context: Context, node: ast.Call, recurse: Recurse, call: Calls) -> ForEach | SideBySide:
    """Return the plan of a gather: a Map for a generator, a Parallel for calls that are written out.

    Raises:
        Refused: It is neither.
    """
    limit = _limit(context, node, recurse)
    starred = [each for each in node.args if isinstance(each, ast.Starred)]
    if not node.args:
        context.refuse("SL108", "gather needs something to wait for", node)
    if not starred:
        if limit is not None:
            context.refuse("SL102", "a limit needs a generator: `gather(*(f(x) for x in xs), limit=n)`", node)
        return _side_by_side(context, node, call)
    if len(node.args) > 1 or not isinstance(starred[0].value, ast.GeneratorExp | ast.ListComp):
        message = "gather takes calls, or one starred generator"
        context.refuse("SL106", message, starred[0], "`gather(*(f(x) for x in xs))`")
    return _for_each(context, node, starred[0].value, limit, (recurse, call))


def _limit(context: Context, node: ast.Call, recurse: Recurse) -> int | None:
    limit = None
    for keyword in node.keywords:
        if keyword.arg != "limit":
            context.refuse("SL108", f"gather has no argument {keyword.arg!r} yet", keyword.value, "it has: limit")
        value = recurse(context, keyword.value)
        if not isinstance(value, Const) or isinstance(value.value, bool):
            context.refuse("SL102", "the limit of gather must be a constant, for now", keyword.value)
        if value.value is None:
            continue
        if not isinstance(value.value, int) or value.value < 1:
            context.refuse("SL207", "the limit of gather is a whole number from 1", keyword.value)
        limit = value.value
    return limit


def _side_by_side(context: Context, node: ast.Call, call: Calls) -> SideBySide:
    context.branches += 1
    try:
        branches = tuple(call(context, each, context.new_name("result")) for each in node.args)
    finally:
        context.branches -= 1
    return SideBySide(None, None, branches, span=context.span(node))


def one_by_one(context: Context, node: ast.ListComp, recurse: Recurse, blocks: Blocks) -> ForEach:
    """Return the plan of `[await f(x) for x in xs]`: a Map that does one item after the other.

    Raises:
        Refused: A condition or what is iterated over awaits.
    """
    for each in node.generators:
        for part in (each.iter, *each.ifs):
            if any(isinstance(inner, ast.Await) for inner in ast.walk(part)):
                message = "a condition of a comprehension cannot await"
                context.refuse("SL106", message, part, "write a loop, and append to a list")
    name = context.new_name("result")

    def call(inner: Context, body: ast.expr, _: str) -> Branch:
        target = ast.copy_location(ast.Name(name, ast.Store()), body)
        statements = blocks(inner, [ast.copy_location(ast.Assign([target], body), body)])
        made = inner.locals.pop(name, None)
        if not isinstance(made, Local) or made.type is None:
            raise Refused
        return statements, Var(name, made.raw, type=made.type, span=inner.span(body))

    return _for_each(context, node, node, 1, (recurse, call))


def _for_each(
    context: Context,
    node: ast.expr,
    generator: ast.GeneratorExp | ast.ListComp,
    limit: int | None,
    makers: tuple[Recurse, Calls],
) -> ForEach:
    recurse, call = makers
    target, items = _items(context, generator, recurse)
    if not isinstance(items.type, ListShape):
        context.refuse("SL206", f"gather loops over a list, this is {type_name(items.type)}", generator)
    before, per_item = dict(context.locals), context.per_item
    context.per_item = True
    context.branches += 1
    try:
        item, first = _enter(context, target, items)
        body, result = call(context, generator.elt, context.new_name("result"))
    finally:
        context.locals, context.per_item = before, per_item
        context.branches -= 1
    text = context.source.text(generator).removeprefix("(").removesuffix(")")
    return ForEach(None, items, item, (*first, *body), result, limit, text, span=context.span(node))


def _items(context: Context, generator: ast.GeneratorExp | ast.ListComp, recurse: Recurse) -> tuple[ast.expr, Expr]:
    """What each item binds, and the list of items: several loops and conditions make one list first."""
    loop = generator.generators[0]
    if any(each.is_async for each in generator.generators):
        context.refuse("SL106", "'async for' is not supported", generator, "loop over a list")
    if len(generator.generators) == 1 and not loop.ifs:
        return loop.target, iterable(context, loop.iter, recurse)
    names = [each for part in generator.generators for each in _names(part.target)]
    loads = [ast.copy_location(ast.Name(each.id, ast.Load()), each) for each in names]
    if len(names) == 1:
        target: ast.expr = names[0]
        element: ast.expr = loads[0]
    else:
        target = ast.copy_location(ast.Tuple(list(names), ast.Store()), loop.target)
        element = ast.copy_location(ast.Tuple(list(loads), ast.Load()), loop.target)
    every = ast.copy_location(ast.ListComp(element, generator.generators), generator)
    return target, recurse(context, every)


def _names(target: ast.expr) -> list[ast.Name]:
    return [each for each in ast.walk(target) if isinstance(each, ast.Name)]


def _enter(context: Context, target: ast.expr, items: Expr) -> tuple[str, list[Assign]]:
    """Bind what an item is called inside: a name for the whole, and its parts by theirs."""
    assert isinstance(items.type, ListShape)  # noqa: S101 - the caller asked
    raw, span = is_raw(items), context.span(target)
    base = target.id if isinstance(target, ast.Name) else "item of each"
    item = context.new_name(base) if base in context.locals or base in context.written else base
    if isinstance(target, ast.Name):
        item = target.id if target.id not in context.locals else item
        context.locals[target.id] = Local(items.type.item, raw, item)
        return item, []
    names = target.elts if isinstance(target, ast.Tuple | ast.List) else []
    shape = items.type.item
    if not isinstance(shape, TupleShape) or len(shape.items) != len(names):
        message = f"an item is {type_name(shape)}, which these names do not take"
        context.refuse("SL206", message, target)
    whole = Var(item, raw, type=shape, span=span)
    first: list[Assign] = []
    for at, (name, part) in enumerate(zip(names, shape.items, strict=True)):
        if not isinstance(name, ast.Name):
            context.refuse("SL106", "a loop of a gather has plain names", name)
        alias = context.new_name(name.id) if name.id in context.locals else name.id
        context.locals[name.id] = Local(part, raw, alias)
        first.append(Assign(alias, Item(whole, at, type=part, span=span), span=span))
    return item, first
