"""`gather`: calls side by side, and one call for each item of a list."""

from __future__ import annotations

import ast
from collections.abc import Callable

from steploom.compiler.frontend.context import Context, Local
from steploom.compiler.frontend.escape import is_raw
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.hir import CallActivity, Const, Expr, ForEach, SideBySide, Type
from steploom.compiler.normal import has_defaults
from steploom.dsl.contract import ListShape, TupleShape

__all__ = ["calls", "gather", "is_raw_answer", "tuple_type"]

Recurse = Callable[[Context, ast.expr], Expr]
Calls = Callable[[Context, ast.expr, str], CallActivity]


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


def tuple_type(plan: SideBySide) -> Type:
    """Return the type of the gathered results."""
    return TupleShape(tuple(each.result for each in calls(plan)))


def calls(plan: ForEach | SideBySide) -> list[CallActivity]:
    """Return the call that gives the result of each branch; of a Map, its one call."""
    bodies = [plan.body] if isinstance(plan, ForEach) else [body for body, _ in plan.branches]
    return [body[-1] for body in bodies if isinstance(body[-1], CallActivity)]


def is_raw_answer(call: CallActivity) -> bool:
    """Whether a result may hold undeclared keys: somebody's answer, unless its state fills defaults in anyway."""
    return call.activity.is_callback and not has_defaults(call.result)


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
    branches: list[tuple[tuple[CallActivity, ...], str]] = []
    for each in node.args:
        name = context.new_name("result")
        branches.append(((call(context, each, name),), name))
    return SideBySide(None, None, tuple(branches), span=context.span(node))


def _for_each(
    context: Context,
    node: ast.Call,
    generator: ast.GeneratorExp | ast.ListComp,
    limit: int | None,
    makers: tuple[Recurse, Calls],
) -> ForEach:
    recurse, call = makers
    loop = generator.generators[0]
    if len(generator.generators) > 1 or loop.ifs or loop.is_async:
        message = "conditions and nested loops in a gather are not supported yet"
        context.refuse("SL106", message, generator, "filter the list in an activity")
    if not isinstance(loop.target, ast.Name):
        context.refuse("SL106", "the loop of a gather has one plain name, for now", loop.target)
    items = recurse(context, loop.iter)
    if not isinstance(items.type, ListShape):
        context.refuse("SL206", f"gather loops over a list, this is {type_name(items.type)}", loop.iter)
    item = loop.target.id
    inner = item if item not in context.locals else context.new_name(item)
    raw = is_raw(items)
    outer, context.locals[item] = context.locals.get(item), Local(items.type.item, raw, inner)
    per_item, context.per_item = context.per_item, True
    result = context.new_name("result")
    try:
        body = call(context, generator.elt, result)
    finally:
        context.per_item = per_item
        if outer is None:
            del context.locals[item]
        else:
            context.locals[item] = outer
    text = context.source.text(generator).removeprefix("(").removesuffix(")")
    return ForEach(None, items, inner, (body,), result, limit, text, span=context.span(node))
