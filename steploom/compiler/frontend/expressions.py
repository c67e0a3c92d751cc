"""Pure expressions: one function a kind of syntax."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from steploom.compiler.frontend import logic, objects, operators, text
from steploom.compiler.frontend.builtins import Call, bound, function_of, kind_of, method_of
from steploom.compiler.frontend.builtins.others import algorithm_of, hexdigest
from steploom.compiler.frontend.comparing import compare
from steploom.compiler.frontend.comprehensions import Walk, dict_comprehension, list_comprehension, refuse_set
from steploom.compiler.frontend.constants import constant, known
from steploom.compiler.frontend.context import Context, Refused, UndoHandle
from steploom.compiler.frontend.escape import escape
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.frontend.helpers import inline_expression
from steploom.compiler.frontend.iterables import ITERATORS, VIEWS, walk_of
from steploom.compiler.frontend.making import Make
from steploom.compiler.frontend.members import member_part
from steploom.compiler.frontend.narrowing import place_of
from steploom.compiler.frontend.resolve import NOT_STATIC, static_object
from steploom.compiler.frontend.shapes import NEVER, join, plain
from steploom.compiler.frontend.subscripts import subscript
from steploom.compiler.hir import (
    ErrorType,
    Expr,
    Field,
    MakeList,
    Type,
    Var,
)
from steploom.dsl.contract import (
    EnumShape,
    ListShape,
    ModelShape,
    Shape,
    TupleShape,
    UnionShape,
)

__all__ = ["expression"]


def expression(context: Context, node: ast.expr) -> Expr:
    """Return the typed form of a pure expression.

    Raises:
        Refused: It cannot be compiled; the diagnostic says what to write instead.
    """
    handler = _KINDS.get(type(node))
    if handler is None:
        what = type(node).__name__
        if isinstance(node, ast.Await):
            context.refuse("SL106", "await inside another expression is not supported yet", node, _HINTS[what])
        hint = _HINTS.get(what, "compute it in an activity")
        return context.refuse("SL102", f"{_NAMES.get(what, what)} is not supported in a workflow yet", node, hint)
    return handler(context, node)


_NAMES = {
    "GeneratorExp": "a generator",
    "Lambda": "a lambda",
    "Set": "a set",
    "SetComp": "a set comprehension",
    "Starred": "'*'",
}

_HINTS = {
    "Await": "await on a line of its own: `name = await call(…)`",
    "GeneratorExp": "write a list: `[… for … in …]`",
    "Lambda": "use it as the argument of sorted, min, max, map or filter only",
    "NamedExpr": "assign on a line of its own",
    "Set": "a set has no JSON form: write a list",
    "SetComp": "a set has no JSON form: write a list",
}


def _constant(context: Context, node: ast.Constant) -> Expr:
    return constant(context, node.value, node)


def _name(context: Context, node: ast.Name) -> Expr:
    local = context.locals.get(node.id)
    if isinstance(local, UndoHandle):
        context.refuse("SL303", f"{node.id!r} can only be called, to register a compensation", node)
    if local is not None:
        if local.type is None:
            raise Refused
        shape = context.narrow.get(node.id, local.type)
        return Var(local.alias or node.id, local.raw, type=shape, span=context.span(node))
    value = static_object(context, node)
    if value is NOT_STATIC:
        hint = "assign it before, or import it"
        context.refuse("SL103", f"the name {node.id!r} is not known here", node, hint)
    return known(context, value, node)


def _attribute(context: Context, node: ast.Attribute) -> Expr:
    value = static_object(context, node)
    if value is not NOT_STATIC:
        return known(context, value, node)
    base = expression(context, node.value)
    if isinstance(base.type, EnumShape) and node.attr in ("value", "name"):
        return member_part(Make(context, node), base, node.attr)
    field = _declared(base.type, node.attr)
    if field is None:
        names = ", ".join(each.name for each in base.type.fields) if isinstance(base.type, ModelShape) else ""
        hint = f"it has: {names}" if names else None
        if isinstance(base.type, ModelShape) and base.type.python is dict:
            hint = "a TypedDict is a dict: declare a model or a dataclass to read its fields"
        if isinstance(base.type, UnionShape):
            hint = "test it first: `if value is not None:`, `isinstance(value, Class)`"
        context.refuse("SL109", f"{type_name(base.type)} has no field {node.attr!r}", node, hint)
    shape, key = field
    narrow = context.narrow.get(place_of(node) or "")
    return Field(base, key, type=narrow or shape, span=context.span(node))


def _declared(base: Type, attribute: str) -> tuple[Shape, str] | None:
    if isinstance(base, UnionShape):
        found = [_declared(each, attribute) for each in base.options]
        known = [each for each in found if each is not None]
        keys = {key for _, key in known}
        return (
            (join([shape for shape, _ in known]), keys.pop()) if len(known) == len(found) and len(keys) == 1 else None
        )
    if not isinstance(base, ModelShape) or base.python is dict:
        return None
    for field in base.fields:
        if field.attribute == attribute:
            return field.shape, field.name
    return None


def _list(context: Context, node: ast.List | ast.Tuple) -> Expr:
    if any(isinstance(each, ast.Starred) for each in node.elts):
        return objects.spread_list(context, node, expression)
    items = tuple(escape(expression(context, each)) for each in node.elts)
    shapes = [each.type for each in items]
    if any(isinstance(each, ErrorType) for each in shapes):
        context.refuse("SL206", "a caught exception cannot be an item of a list", node, "use str(error)")
    shape: Type = ListShape(join(shapes), len(items), len(items)) if items else ListShape(NEVER)
    if isinstance(node, ast.Tuple):
        shape = TupleShape(tuple(map(plain, shapes)))
    return MakeList(items, type=shape, span=context.span(node))


def _call(context: Context, node: ast.Call) -> Expr:
    inlined = inline_expression(context, node, expression)
    if inlined is not None:
        return inlined
    target = static_object(context, node.func)
    if isinstance(target, type) and objects.is_record(target):
        return objects.construct(context, node, target, expression)
    handler = function_of(target)
    if handler is not None:
        return bound(Call(context, node, expression), handler)
    if target is NOT_STATIC and isinstance(node.func, ast.Attribute):
        return _method(context, node, node.func)
    name = context.source.text(node.func)
    if _is_iterator(target):
        context.refuse(
            "SL104", f"{name}() gives an iterator, which is no value of a workflow", node, f"list({name}(…))"
        )
    if target is NOT_STATIC and isinstance(node.func, ast.Name) and node.func.id not in context.locals:
        context.refuse("SL103", f"the name {name!r} is not known here", node.func, "define it, or import it")
    return context.refuse("SL104", f"{name}() cannot be called in a workflow", node, "do it in an activity")


def _is_iterator(target: object) -> bool:
    return any(target is each for each in ITERATORS)


def _method(context: Context, node: ast.Call, method: ast.Attribute) -> Expr:
    """`receiver.method(…)`."""
    digest = _digest(context, node, method)
    if digest is not None:
        return digest
    receiver = expression(context, method.value)
    handler = method_of(kind_of(receiver.type), method.attr)
    if handler is not None:
        return bound(Call(context, node, expression), handler, receiver)
    what = f"{type_name(receiver.type)}.{method.attr}"
    if method.attr in _CHANGES.get(kind_of(receiver.type), ()):
        hint = "make a new value: `xs = [*xs, x]`, `d = {**d, key: value}`"
        context.refuse("SL104", f"{what}() changes a value in place", node, hint)
    if method.attr in VIEWS and kind_of(receiver.type) == "dict":
        context.refuse(
            "SL104",
            f"{what}() gives a view, which is no value of a workflow",
            node,
            f"list({context.source.text(node)})",
        )
    return context.refuse("SL104", f"{what}() cannot be called in a workflow", node, "do it in an activity")


_CHANGES = {
    "list": ("append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse"),
    "dict": ("update", "pop", "popitem", "setdefault", "clear"),
}


def _digest(context: Context, node: ast.Call, method: ast.Attribute) -> Expr | None:
    """`hashlib.sha256(text.encode()).hexdigest()`: bytes are no values, but this is a text of a text."""
    made = method.value
    if method.attr != "hexdigest" or not isinstance(made, ast.Call) or len(made.args) != 1 or node.args:
        return None
    algorithm = algorithm_of(static_object(context, made.func))
    encoded = made.args[0]
    if algorithm is None or not isinstance(encoded, ast.Call) or not isinstance(encoded.func, ast.Attribute):
        return None
    known = all(isinstance(each, ast.Constant) and each.value in ("utf-8", "utf8") for each in encoded.args)
    if encoded.func.attr != "encode" or not known or encoded.keywords:
        return None
    return hexdigest(Call(context, node, expression), algorithm, encoded.func.value)


def _with_self(function: Callable[[Context, Any, Callable[[Context, ast.expr], Expr]], Expr]) -> Any:
    return lambda context, node: function(context, node, expression)


def _binary(context: Context, node: ast.BinOp) -> Expr:
    left, right = expression(context, node.left), expression(context, node.right)
    return operators.binary(context, node, left, right)


def _set(context: Context, node: ast.Set | ast.SetComp) -> Expr:
    return refuse_set(context, node)


def _with_walk(function: Callable[[Context, Any, Walk], Expr]) -> Any:
    return lambda context, node: function(context, node, walk_of(expression))


_KINDS: dict[type[ast.expr], Callable[[Context, Any], Expr]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.List: _list,
    ast.Tuple: _list,
    ast.Call: _call,
    ast.Subscript: _with_self(subscript),
    ast.BinOp: _binary,
    ast.ListComp: _with_walk(list_comprehension),
    ast.DictComp: _with_walk(dict_comprehension),
    ast.Set: _set,
    ast.SetComp: _set,
    ast.Dict: _with_self(objects.dict_literal),
    ast.JoinedStr: _with_self(text.f_string),
    ast.Compare: _with_self(compare),
    ast.BoolOp: _with_self(logic.bool_op),
    ast.UnaryOp: _with_self(logic.unary),
    ast.IfExp: _with_self(logic.conditional),
}
