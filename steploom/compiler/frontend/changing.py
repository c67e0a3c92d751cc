"""Items and fields that are assigned: a new value under the same name, where no other name stands for the object."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from steploom.compiler.frontend.checked import fails, once
from steploom.compiler.frontend.context import Context, Local
from steploom.compiler.frontend.fit import check_fits, fits, type_name
from steploom.compiler.frontend.shapes import NEVER
from steploom.compiler.hir import (
    Append,
    Const,
    ErrorType,
    Exists,
    Expr,
    Member,
    Negate,
    Put,
    Type,
    Var,
    Without,
)
from steploom.dsl.contract import AnyShape, BoolShape, DictShape, ListShape, ModelShape, Shape, StrShape

__all__ = ["changed", "mutated", "removed"]

N = TypeVar("N", bound=ast.AST)
Recurse = Callable[[Context, ast.expr], Expr]


def changed(
    context: Context, target: ast.expr, value: Expr | None, node: ast.AST, recurse: Recurse | None = None
) -> tuple[str, Expr]:
    """Return the name whose object `target` is an item or a field of, and its new value.

    Raises:
        Refused: Another name may stand for the same object, or the item cannot be assigned.
    """
    name, base = _base(context, target, node)
    if value is None or recurse is None:
        return name, base
    match target:
        case ast.Subscript(value=inner, slice=key):
            holder = recurse(context, inner)
            made = _item(context, target, holder, recurse(context, key), value)
        case ast.Attribute(value=inner, attr=attribute):
            holder = recurse(context, inner)
            made = _field(context, target, holder, attribute, value)
        case _:
            return context.refuse("SL101", "this cannot be assigned to in a workflow", target)
    if isinstance(inner, ast.Name):
        return name, made
    return changed(context, inner, made, node, recurse)


def removed(context: Context, target: ast.Subscript, node: ast.AST, recurse: Recurse) -> tuple[str, Expr]:
    """Return the name whose dict `target` is an item of, and its value without it."""
    name, base = _base(context, target, node)
    key = recurse(context, target.slice)
    if not isinstance(base.type, DictShape) or not isinstance(target.value, ast.Name):
        context.refuse("SL101", "'del' takes an item of a dict that has a name", target)
    _check_key(context, key, target)
    span = context.span(target)

    def without(text: Expr) -> Expr:
        there = Exists(Member(base, text, type=base.type, span=span), type=BoolShape(), span=span)
        missing = Negate(there, type=BoolShape(), span=span)
        rest = Without(base, text, type=base.type, span=span)
        return fails(context, target, rest, when=missing, error=KeyError, message=_repr(text, context, target))

    return name, once(context, key, without)


def mutated(context: Context, node: ast.Call, recurse: Recurse) -> tuple[str, Expr] | None:
    """Return what a method that changes a list or a dict makes of it, with its name; None for any other call."""
    func = node.func
    if not isinstance(func, ast.Attribute) or not isinstance(func.value, ast.Name):
        return None
    local = context.locals.get(func.value.id)
    if not isinstance(local, Local) or not isinstance(local.type, ListShape | DictShape):
        return None
    shape = local.type
    if isinstance(shape, ListShape) and func.attr == "append":
        return _appended(context, node, local, shape, recurse)
    if isinstance(shape, DictShape) and func.attr == "pop" and len(node.args) == 2:  # noqa: PLR2004 - a key, a default
        name, base = _base(context, func, node)
        key = recurse(context, node.args[0])
        _check_key(context, key, node)
        return name, Without(base, key, type=shape, span=context.span(node))
    made = _instead(func.value, node, func.attr, is_list=isinstance(shape, ListShape))
    if made is None:
        return None
    name, _ = _base(context, func, node)
    value = recurse(context, made)
    check_fits(context, value, shape, node, repr(name))
    return name, value


def _instead(name: ast.Name, node: ast.Call, method: str, *, is_list: bool) -> ast.expr | None:
    """The expression of a new value that a method makes of the old one, where it has one."""
    made: ast.expr
    match method, node.args:
        case "extend", [items] if is_list:
            made = ast.List([_at(ast.Starred(each, ast.Load()), node) for each in (name, items)], ast.Load())
        case "sort", [] if is_list:
            made = ast.Call(_at(ast.Name("sorted", ast.Load()), node), [name], node.keywords)
        case "reverse", [] if is_list:
            back = _at(ast.UnaryOp(ast.USub(), _at(ast.Constant(1), node)), node)
            made = ast.Subscript(name, _at(ast.Slice(None, None, back), node), ast.Load())
        case "clear", []:
            made = ast.List([], ast.Load()) if is_list else ast.Dict([], [])
        case "update", [other] if not is_list and not node.keywords:
            made = ast.Dict([None, None], [name, other])
        case _:
            return None
    return _at(made, node)


def _at(made: N, place: ast.AST) -> N:
    return ast.copy_location(made, place)


def _appended(context: Context, node: ast.Call, local: Local, shape: ListShape, recurse: Recurse) -> tuple[str, Expr]:
    if len(node.args) != 1 or node.keywords:
        context.refuse("SL108", "append takes one item", node)
    name, base = _base(context, node.func, node)
    value = recurse(context, node.args[0])
    if shape.item == NEVER and not isinstance(value.type, ErrorType):
        # A list that was empty so far: what it holds is told by what it is given.
        shape = ListShape(value.type)
        context.locals[name] = replace(local, type=shape)
    elif isinstance(shape.item, AnyShape) or fits(value.type, shape.item):
        check_fits(context, value, shape.item, node.args[0], f"item of {name!r}")
    else:
        hint = f"declare what it holds: `{name}: list[…] = []`"
        message = f"{name!r} holds {type_name(shape.item)}, this is {type_name(value.type)}"
        context.refuse("SL206", message, node.args[0], hint)
    return name, Append(base, value, type=shape, span=context.span(node))


def _base(context: Context, target: ast.expr, node: ast.AST) -> tuple[str, Var]:
    root = target
    while isinstance(root, ast.Subscript | ast.Attribute):
        root = root.value
    local = context.locals.get(root.id) if isinstance(root, ast.Name) else None
    if not isinstance(root, ast.Name) or not isinstance(local, Local) or local.type is None:
        context.refuse("SL101", "only what a local name holds can be changed", target, "assign it to a name first")
    others = _aliases(context, root.id)
    if others is not None:
        written = context.source.text(root)
        message = f"{written!r} may be known by another name too, which Python would show the change under"
        context.refuse("SL307", message, node, f"make a copy first: `{written} = {_copy(local.type, written)}`")
    return root.id, Var(local.alias or root.id, local.raw, type=local.type, span=context.span(root))


def _copy(shape: Type, name: str) -> str:
    match shape:
        case ListShape():
            return f"[*{name}]"
        case DictShape():
            return f"{{**{name}}}"
        case _:
            return f"{name}.model_copy()"


def _aliases(context: Context, name: str) -> ast.AST | None:
    """The place that makes another name of what `name` holds, or gives it what has another one; or None."""
    if name in context.foreign:
        return context.inlining[-1]
    for body in context.bodies:
        for statement in body:
            for each in ast.walk(statement):
                found = _shares(each, {name})
                if found is not None:
                    return found
    return None


def _shares(node: ast.AST, names: set[str]) -> ast.AST | None:
    match node:
        case ast.Assign(targets=targets, value=value):
            if any(_names_it(each, names) for each in _passed(value)):
                return node
            if any(_names_it(each, names) for each in targets) and not _fresh(value):
                return node
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            if _names_it(value, names) or (_names_it(target, names) and not _fresh(value)):
                return node
        case ast.For(target=target, iter=iterated):
            bound = any(_names_it(each, names) for each in ast.walk(target))
            return node if bound or (_names_it(iterated, names) and _holds_objects(node)) else None
        case ast.NamedExpr(target=target, value=value):
            return node if _names_it(target, names) or _names_it(value, names) else None
        case ast.List(elts=items) | ast.Tuple(elts=items) if isinstance(getattr(node, "ctx", None), ast.Load):
            return node if any(_names_it(each, names) for each in items) else None
        case ast.Dict(values=values):
            return node if any(_names_it(each, names) for each in values) else None
        case ast.Call(func=ast.Attribute(attr="append"), args=args):
            return node if any(_names_it(each, names) for each in args) else None
    return None


def _holds_objects(node: ast.For) -> bool:
    """Whether a loop over a list changes what it runs over, or what the items are."""
    return any(
        isinstance(each, ast.Subscript | ast.Attribute) and isinstance(each.ctx, ast.Store) for each in ast.walk(node)
    ) or any(isinstance(each, ast.Attribute) and each.attr == "append" for each in ast.walk(node))


def _passed(value: ast.expr) -> Iterator[ast.expr]:
    yield value
    if isinstance(value, ast.IfExp):
        yield from _passed(value.body)
        yield from _passed(value.orelse)
    if isinstance(value, ast.BoolOp):
        for each in value.values:
            yield from _passed(each)


def _names_it(node: ast.AST | None, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def _fresh(value: ast.expr) -> bool:
    """Whether a value is an object of its own."""
    match value:
        case ast.IfExp(body=body, orelse=orelse):
            return _fresh(body) and _fresh(orelse)
        case ast.Name() | ast.Attribute() | ast.Subscript() | ast.NamedExpr() | ast.BoolOp():
            return False
        case _:
            return True


def _item(context: Context, target: ast.Subscript, base: Expr, key: Expr, value: Expr) -> Expr:
    span = context.span(target)
    if isinstance(base.type, AnyShape) or not isinstance(base.type, DictShape):
        message = f"an item of {type_name(base.type)} cannot be assigned yet"
        context.refuse("SL101", message, target, "build a new list")
    _check_key(context, key, target)
    check_fits(context, value, _held(base.type), target, "the dict")
    return Put(base, key, value, type=base.type, span=span)


def _held(shape: DictShape) -> Shape:
    return shape.value


def _field(context: Context, target: ast.Attribute, base: Expr, attribute: str, value: Expr) -> Expr:
    shape = base.type
    found = (
        next((each for each in shape.fields if each.attribute == attribute), None)
        if isinstance(shape, ModelShape)
        else None
    )
    if not isinstance(shape, ModelShape) or found is None or shape.python is dict:
        context.refuse("SL109", f"{type_name(shape)} has no field {attribute!r}", target)
    if _is_frozen(shape):
        context.refuse("SL206", f"{shape.name} is frozen", target, "make a new one")
    check_fits(context, value, found.shape, target, f"field {attribute!r} of {shape.name}")
    span = context.span(target)
    return Put(base, Const(found.name, type=StrShape(), span=span), value, type=shape, span=span)


def _is_frozen(shape: ModelShape) -> bool:
    config = getattr(shape.python, "model_config", {})
    parameters = getattr(shape.python, "__dataclass_params__", None)
    return (
        bool(config.get("frozen"))
        or bool(getattr(parameters, "frozen", False))
        or bool(config.get("validate_assignment"))
    )


def _check_key(context: Context, key: Expr, node: ast.AST) -> None:
    if not isinstance(key.type, StrShape):
        context.refuse("SL206", f"keys of a dict are text, this is {type_name(key.type)}", node)


def _repr(key: Expr, context: Context, node: ast.AST) -> str | Expr:
    if isinstance(key, Const):
        return str(KeyError(key.value))
    return context.refuse("SL102", "'del' takes a key that is written out, for now", node)
