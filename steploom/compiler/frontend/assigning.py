"""Assignments: names, several names, items and fields of JSON data, augmented ones, `del`.

A value is never changed in place: an item that is assigned makes a new value under the same name. Python would show
the change under every name of the same object, so it is taken where no other name can stand for it.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from steploom.compiler.frontend.annotated import declared
from steploom.compiler.frontend.changing import changed, removed
from steploom.compiler.frontend.checked import fails, once
from steploom.compiler.frontend.constraints import check_constraints
from steploom.compiler.frontend.context import Context, Local
from steploom.compiler.frontend.escape import escape, is_raw
from steploom.compiler.frontend.expressions import expression
from steploom.compiler.frontend.fit import check_fits, type_name
from steploom.compiler.frontend.helpers import Called
from steploom.compiler.frontend.shapes import is_number, join
from steploom.compiler.hir import (
    Assign,
    Compare,
    Const,
    Count,
    ErrorType,
    Expr,
    Format,
    Item,
    SideBySide,
    Statement,
    Type,
    Var,
)
from steploom.compiler.hir.failures import settled
from steploom.dsl.contract import BoolShape, IntShape, ListShape, Shape, StrShape, TupleShape, UnionShape

__all__ = ["annotated", "assign", "augmented", "bind", "delete"]

#: Returns what an act became that binds its result to a name, or None where a value is no act.
Act: TypeAlias = Callable[[Context, ast.expr, str | None], Called | None]


def assign(context: Context, node: ast.Assign, act: Act) -> Sequence[Statement]:
    """`a = b = value`, targets from left to right."""
    if len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        return _named(context, node.targets[0], node.value, act)
    if len(node.targets) == 1 and isinstance(node.targets[0], ast.Tuple | ast.List):
        paired = _paired(context, node.targets[0], node.value, act)
        if paired is not None:
            return paired
    made, value = _value(context, node, act)
    for target in node.targets:
        made.extend(_target(context, target, value, node))
    return made


def annotated(context: Context, node: ast.AnnAssign, act: Act) -> Sequence[Statement]:
    """`name: type = value`: the name holds what is declared."""
    if node.value is None:
        return ()
    if not isinstance(node.target, ast.Name):
        context.refuse("SL101", "only plain names are declared here", node.target, "leave the annotation out")
    name = node.target.id
    shape = declared(context, node.annotation, name)
    called = act(context, node.value, name)
    if called is not None:
        _check_has_result(context, called, node.value)
        given = Var(name, called.raw, type=called.type or shape, span=context.span(node.value))
        check_fits(context, given, shape, node.value, repr(name))
        bind(context, node.target, shape, raw=called.raw)
        return called.statements
    value = expression(context, node.value)
    check_fits(context, value, shape, node.value, repr(name))
    check_constraints(context, value, shape, node.value, repr(name))
    bind(context, node.target, shape, raw=is_raw(value))
    return (Assign(name, value, span=context.span(node)),)


def augmented(context: Context, node: ast.AugAssign, act: Act) -> Sequence[Statement]:
    """`target += value`: the target is read, then assigned."""
    if isinstance(node.op, ast.Add) and isinstance(node.target, ast.Name):
        local = context.locals.get(node.target.id)
        if isinstance(local, Local) and isinstance(local.type, ListShape):
            # Python changes the list itself, under whatever names it has.
            changed(context, node.target, None, node)
    read = _loaded(node.target)
    value = ast.copy_location(ast.BinOp(read, node.op, node.value), node)
    return assign(context, ast.copy_location(ast.Assign([node.target], value), node), act)


def delete(context: Context, node: ast.Delete) -> Sequence[Statement]:
    """`del d[key]`, `del name`."""
    made: list[Statement] = []
    for target in node.targets:
        if isinstance(target, ast.Name):
            if target.id not in context.locals:
                context.refuse("SL301", f"{target.id!r} is deleted where nothing is assigned to it", target)
            del context.locals[target.id]
        elif isinstance(target, ast.Subscript):
            name, value = removed(context, target, node, expression)
            context.reassign(name)
            made.append(Assign(name, value, span=context.span(node)))
        else:
            context.refuse("SL101", "'del' takes a name, or an item of a dict", target)
    return made


def bind(context: Context, target: ast.Name, shape: Type, *, raw: bool) -> None:
    """Let a name hold a value from here on.

    Raises:
        Refused: The name is something else here, or holds another type.
    """
    known = context.locals.get(target.id)
    if known is not None and (not isinstance(known, Local) or isinstance(known.type, ErrorType)):
        context.refuse("SL304", f"the name {target.id!r} is in use here", target, "choose another name")
    if isinstance(known, Local) and known.type is not None and known.type != shape:
        shape = _both(context, target, known.type, shape)
    context.reassign(target.id)
    context.locals[target.id] = Local(shape, raw or (isinstance(known, Local) and known.raw))


def _both(context: Context, target: ast.Name, kept: Type, shape: Type) -> Shape:
    """The type of a name that holds a value of another type too; a name of the compiler's own may be anything."""
    joined = join((kept, shape))
    fine = not isinstance(joined, UnionShape) or isinstance(kept, UnionShape) or is_number(joined)
    if " " in target.id or (fine and not isinstance(shape, ErrorType)):
        return joined
    message = f"{target.id!r} already holds {type_name(kept)}, this is {type_name(shape)}"
    return context.refuse("SL206", message, target, f"declare what it holds: `{target.id}: A | B = …`")


def _named(context: Context, target: ast.Name, syntax: ast.expr, act: Act) -> Sequence[Statement]:
    called = act(context, syntax, target.id)
    if called is not None:
        _check_has_result(context, called, syntax)
        assert called.type is not None  # noqa: S101 - checked
        bind(context, target, called.type, raw=called.raw)
        return called.statements
    value = expression(context, syntax)
    bind(context, target, value.type, raw=is_raw(value))
    return (Assign(target.id, value, span=context.span(target)),)


def _value(context: Context, node: ast.Assign, act: Act) -> tuple[list[Statement], Expr]:
    """The value of an assignment to several targets, evaluated once."""
    name = context.new_name("assigned value")
    span = context.span(node.value)
    called = act(context, node.value, name)
    if called is not None:
        _check_has_result(context, called, node.value)
        assert called.type is not None  # noqa: S101 - checked
        return list(called.statements), Var(name, called.raw, type=called.type, span=span)
    value = expression(context, node.value)
    if isinstance(value, Const | Var):
        return [], value
    return [Assign(name, value, span=span)], Var(name, is_raw(value), type=value.type, span=span)


def _target(context: Context, target: ast.expr, value: Expr, node: ast.stmt) -> Sequence[Statement]:
    match target:
        case ast.Name():
            bind(context, target, value.type, raw=is_raw(value))
            return (Assign(target.id, value, span=context.span(target)),)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return _unpacked(context, target, elements, value, node)
        case ast.Subscript() | ast.Attribute():
            name, made = changed(context, target, escape(value), node, expression)
            context.reassign(name)
            return (Assign(name, made, span=context.span(node)),)
        case _:
            return context.refuse("SL101", "this cannot be assigned to in a workflow", target)


def _paired(context: Context, target: ast.Tuple | ast.List, syntax: ast.expr, act: Act) -> Sequence[Statement] | None:
    """`a, b = await gather(one(), other())`: each branch's result under its name."""
    names = [each.id for each in target.elts if isinstance(each, ast.Name)]
    if not isinstance(syntax, ast.Await) or len(names) != len(target.elts):
        return None
    called = act(context, syntax, None)
    if called is None or not called.statements:
        return None
    *before, last = called.statements
    if not isinstance(last, SideBySide) or not isinstance(called.type, TupleShape):
        return None
    if len(names) != len(called.type.items):
        message = f"gather gives {len(called.type.items)} results, {len(names)} names take them"
        context.refuse("SL206", message, target)
    for name, item, (_, result) in zip(target.elts, called.type.items, last.branches, strict=True):
        assert isinstance(name, ast.Name)  # noqa: S101 - checked above
        bind(context, name, item, raw=is_raw(result))
    return (*before, replace(last, targets=tuple(names)))


def _unpacked(
    context: Context, target: ast.expr, elements: list[ast.expr], value: Expr, node: ast.stmt
) -> Sequence[Statement]:
    starred = next((at for at, each in enumerate(elements) if isinstance(each, ast.Starred)), None)
    span, shape = context.span(node), value.type
    if isinstance(shape, TupleShape) and starred is None:
        if len(shape.items) != len(elements):
            message = f"{len(shape.items)} values are unpacked into {len(elements)} names"
            context.refuse("SL206", message, target)
        parts = zip(elements, shape.items, strict=True)
        pieces = [(each, Item(value, at, type=inner, span=span)) for at, (each, inner) in enumerate(parts)]
        return [each for name, piece in pieces for each in _target(context, name, piece, node)]
    if isinstance(shape, TupleShape | ListShape):
        return _listed(context, target, elements, value, node)
    return context.refuse("SL206", f"{type_name(shape)} cannot be unpacked", target)


def _listed(
    context: Context, target: ast.expr, elements: list[ast.expr], value: Expr, node: ast.stmt
) -> Sequence[Statement]:
    """A list, whose length Python asks first, taken apart by its places; `*rest` takes a slice."""
    starred = next((at for at, each in enumerate(elements) if isinstance(each, ast.Starred)), None)
    name = context.new_name("unpacked value")
    counted = value
    if isinstance(value.type, ListShape):
        counted = _counted(context, target, value, len(elements) - (starred is not None), exactly=starred is None)
    made: list[Statement] = [Assign(name, counted, span=context.span(node))]
    context.locals[name] = Local(value.type, is_raw(value))

    def at(syntax: ast.expr) -> ast.expr:
        return ast.copy_location(syntax, target)

    def place(number: int) -> ast.expr:
        index = at(ast.Constant(abs(number)))
        return index if number >= 0 else at(ast.UnaryOp(ast.USub(), index))

    whole = at(ast.Name(name, ast.Load()))
    span = context.span(node)
    for number, each in enumerate(elements):
        if isinstance(each, ast.Starred):
            behind = len(elements) - number - 1
            upper = place(-behind) if behind else None
            part = expression(context, at(ast.Subscript(whole, at(ast.Slice(place(number), upper)), ast.Load())))
            made.extend(_target(context, each.value, part, node))
            continue
        if starred is None or number < starred:
            known = _at_place(value.type, number)
            part = Item(Var(name, is_raw(value), type=value.type, span=span), number, type=known, span=span)
        else:
            # That it is there, the count of the items has told.
            part = settled(expression(context, at(ast.Subscript(whole, place(number - len(elements)), ast.Load()))))
        made.extend(_target(context, each, part, node))
    return made


def _at_place(shape: Type, number: int) -> Shape:
    if isinstance(shape, TupleShape):
        return shape.items[number]
    assert isinstance(shape, ListShape)  # noqa: S101 - nothing else is unpacked
    return shape.item


def _counted(context: Context, target: ast.expr, value: Expr, wanted: int, *, exactly: bool) -> Expr:
    """`value`, or Python's ValueError where it has another number of items."""
    span = context.span(target)

    def check(items: Expr) -> Expr:
        count = Count(items, type=IntShape(), span=span)
        number = Const(wanted, type=IntShape(), span=span)
        more = Compare(">", count, number, type=BoolShape(), span=span)
        fewer = Compare("<", count, number, type=BoolShape(), span=span)
        message = f"too many values to unpack (expected {wanted})"
        enough = fails(context, target, items, when=more, error=ValueError, message=message) if exactly else items
        least = f"not enough values to unpack (expected {'' if exactly else 'at least '}{wanted}, got "
        text = Format((least, count, ")"), type=StrShape(), span=span)
        return fails(context, target, enough, when=fewer, error=ValueError, message=text)

    return once(context, value, check)


def _check_has_result(context: Context, called: Called, node: ast.expr) -> None:
    if called.type is None:
        context.refuse("SL206", f"{context.source.text(node)} has no result to assign", node)


def _loaded(target: ast.Name | ast.Attribute | ast.Subscript) -> ast.expr:
    made = copy.copy(target)
    made.ctx = ast.Load()
    return made
