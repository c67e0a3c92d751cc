"""Comprehensions and generators: lists, dicts, sets, nested and with conditions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from steploom.compiler.frontend.context import Context, Local
from steploom.compiler.frontend.escape import escape, is_raw
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.frontend.logic import truth
from steploom.compiler.frontend.making import BOOL, Make, listed
from steploom.compiler.frontend.narrowing import facts, narrowed
from steploom.compiler.frontend.shapes import is_text, plain
from steploom.compiler.hir import Each, ErrorType, Expr, Item, Keep, MakeList, Type, Var
from steploom.compiler.hir.failures import can_fail
from steploom.compiler.hir.walk import substitute
from steploom.dsl.contract import DictShape, ListShape, TupleShape

__all__ = ["Walk", "comprehended", "dict_comprehension", "list_comprehension", "refuse_set"]

Recurse = Callable[[Context, ast.expr], Expr]


@dataclass(frozen=True, slots=True)
class Walk:
    """How parts of a comprehension are walked: as expressions, and as what is iterated."""

    recurse: Recurse
    iterate: Recurse


def list_comprehension(context: Context, node: ast.ListComp, walk: Walk) -> Expr:
    """`[body for item in items if test]`."""
    return comprehended(context, node, lambda: walk.recurse(context, node.elt), walk)


def refuse_set(context: Context, node: ast.Set | ast.SetComp) -> Expr:
    """`{body for item in items}`: a set has no JSON form."""
    hint = "write a list, or a dict whose keys are the items: `{item: True for item in items}`"
    return context.refuse("SL202", "a set has no JSON form", node, hint)


def dict_comprehension(context: Context, node: ast.DictComp, walk: Walk) -> Expr:
    """`{key: value for item in items}`: later keys win."""
    make = Make(context, node)

    def entry() -> Expr:
        key, value = walk.recurse(context, node.key), escape(walk.recurse(context, node.value))
        if not is_text(key.type):
            context.refuse("SL206", f"keys of a dict are texts, this is {type_name(key.type)}", node.key, "str(…)")
        if isinstance(value.type, ErrorType):
            context.refuse("SL206", "a caught exception cannot be a value", node.value, "use str(error)")
        return make.op("object.entry", DictShape(plain(value.type)), key, value)

    entries = comprehended(context, node, entry, walk)
    assert isinstance(entries.type, ListShape)  # noqa: S101 - a comprehension gives one
    return make.op("object.merge all", entries.type.item, entries)


def comprehended(
    context: Context,
    node: ast.ListComp | ast.DictComp | ast.GeneratorExp,
    element: Callable[[], Expr],
    walk: Walk,
    place: int = 0,
) -> Expr:
    """Return the list that the generators of `node` give, from the one at `place` on."""
    generator, last = node.generators[place], place + 1 == len(node.generators)
    if generator.is_async:
        context.refuse("SL106", "'async for' is not supported", node, "await gather(*(… for … in …))")
    items = walk.iterate(context, generator.iter)
    before, narrow = dict(context.locals), context.narrow
    try:
        loop, parts = _bind(context, generator.target, items)
        hidden = _names(generator.target)
        context.narrow = {path: each for path, each in narrow.items() if path.partition(".")[0] not in hidden}
        test, known = _tests(context, node, generator.ifs, walk.recurse)
        with narrowed(context, known):
            body = escape(element()) if last else comprehended(context, node, element, walk, place + 1)
    finally:
        context.locals, context.narrow = before, narrow
    if isinstance(body.type, ErrorType):
        context.refuse("SL206", "a caught exception cannot be an item of a list", node, "use str(error)")
    if isinstance(generator.iter, ast.GeneratorExp | ast.Call):
        _check_order(context, generator.iter, items, (body,) if test is None else (body, test))
    loop.test = None if test is None else substitute(test, parts)
    return _made(context, node, loop, substitute(body, parts), flat=not last)


@dataclass
class _Loop:
    """One `for … in … if …` of a comprehension."""

    items: Expr
    item: str
    index: str | None = None
    test: Expr | None = None


def _check_order(context: Context, node: ast.expr, items: Expr, parts: tuple[Expr, ...]) -> None:
    """Refuse what Python would do in turns: an iterator gives an item, which is worked on before the next one."""
    if can_fail(items) and any(map(can_fail, parts)):
        message = "each item is made when it is needed, and making it may fail, as may what is made of it"
        context.refuse("SL102", message, node, "write a list in its place: `[… for … in …]`")


def _made(context: Context, node: ast.AST, loop: _Loop, body: Expr, *, flat: bool) -> Expr:
    make, span = Make(context, node), context.span(node)
    if flat:
        lists = Each(loop.items, loop.item, body, loop.index, loop.test, type=listed(body.type), span=span)
        return make.op("list.flatten", body.type, lists)
    if isinstance(body, Var) and body.name == loop.item:
        if loop.test is None:
            return loop.items
        return Keep(loop.items, loop.item, loop.test, loop.index, type=listed(body.type), span=span)
    return Each(loop.items, loop.item, body, loop.index, loop.test, type=listed(body.type), span=span)


def _tests(
    context: Context, node: ast.AST, tests: Sequence[ast.expr], recurse: Recurse
) -> tuple[Expr | None, dict[str, Type]]:
    known: dict[str, Type] = {}
    found: list[Expr] = []
    for each in tests:
        with narrowed(context, known):
            found.append(truth(context, recurse(context, each), each))
            known.update(facts(context, each, truth=True))
    if not found:
        return None, known
    make = Make(context, node)
    *before, made = found
    for one in reversed(before):
        # A later test may have a meaning only behind the ones before it.
        made = make.when(one, made, make.flag(value=False), BOOL) if known else make.both(one, made)
    return made, known


def _bind(context: Context, target: ast.expr, items: Expr) -> tuple[_Loop, dict[str, Expr]]:
    """Give the names of a target their meaning; return the loop, and what other names in it stand for."""
    assert isinstance(items.type, ListShape)  # noqa: S101 - an iterable is one
    raw = is_raw(items)
    if isinstance(target, ast.Name):
        free = target.id not in context.locals and target.id not in context.own
        name = target.id if free else context.new_name(target.id)
        context.locals[target.id] = Local(items.type.item, raw, name)
        return _Loop(items, name), {}
    parts: dict[str, Expr] = {}
    if isinstance(items, Each) and items.test is None and isinstance(items.body, MakeList):
        # enumerate(…): the pairs need not be made.
        _unpack(context, target, items.body, parts)
        return _Loop(items.items, items.item, items.index), parts
    item = Make(context, target).name("pair", items.type.item, raw=raw)
    _unpack(context, target, item, parts)
    return _Loop(items, item.name), parts


def _unpack(context: Context, target: ast.expr, value: Expr, parts: dict[str, Expr]) -> None:
    if isinstance(target, ast.Name):
        alias = context.new_name(target.id)
        context.locals[target.id] = Local(value.type, is_raw(value), alias)
        parts[alias] = value
        return
    shape = value.type
    names = target.elts if isinstance(target, ast.Tuple | ast.List) else []
    if not isinstance(shape, TupleShape) or not names or any(isinstance(each, ast.Starred) for each in names):
        message = f"{type_name(shape)} cannot be unpacked here"
        context.refuse("SL206", message, target, "unpack tuples of known length: zip(…), enumerate(…), d.items()")
    if len(names) != len(shape.items):
        context.refuse("SL206", f"{len(shape.items)} values are unpacked, into {len(names)} names", target)
    for place, (name, each) in enumerate(zip(names, shape.items, strict=True)):
        part = value.items[place] if isinstance(value, MakeList) else None
        _unpack(context, name, part or Item(value, place, type=each, span=context.span(name)), parts)


def _names(target: ast.expr) -> frozenset[str]:
    return frozenset(each.id for each in ast.walk(target) if isinstance(each, ast.Name))
