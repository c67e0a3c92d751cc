"""Pure expressions: one function a kind of syntax."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from typing import Any

from steploom.compiler.frontend import logic, objects, text
from steploom.compiler.frontend.checked import fails, once
from steploom.compiler.frontend.context import Context, Refused, UndoHandle
from steploom.compiler.frontend.escape import escape
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.frontend.helpers import inline_expression
from steploom.compiler.frontend.resolve import NOT_STATIC, static_object
from steploom.compiler.hir import (
    Arithmetic,
    Compare,
    Const,
    ErrorType,
    Exists,
    Expr,
    Field,
    MakeList,
    Negate,
    Type,
    Var,
)
from steploom.dsl.contract import (
    MAX_INTEGER,
    BoolShape,
    DictShape,
    FloatShape,
    IntShape,
    ListShape,
    ModelShape,
    NoneShape,
    Shape,
    StrShape,
    UnionShape,
    shape_of,
)

__all__ = ["constant", "expression"]


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
    "BinOp": "arithmetic",
    "DictComp": "a dict comprehension",
    "GeneratorExp": "a generator",
    "Lambda": "a lambda",
    "ListComp": "a list comprehension",
    "NamedExpr": "an assignment inside an expression",
    "Set": "a set",
    "SetComp": "a set comprehension",
    "Starred": "'*' in a list",
    "Subscript": "a subscript",
}

_HINTS = {
    "Await": "await on a line of its own: `name = await call(…)`",
    "NamedExpr": "assign on a line of its own",
    "Subscript": "read it in an activity, or declare a field for it",
    "ListComp": "use `await gather(*(call(item) for item in items))`, or compute it in an activity",
    "GeneratorExp": "use it inside `gather(*(…))` only",
    "Lambda": "write the activity as a function of its own",
}


def constant(context: Context, value: object, node: ast.expr) -> Const:
    """Return a compile-time value as an expression.

    Raises:
        Refused: The value has no JSON form that both sides read alike.
    """
    span = context.span(node)
    if isinstance(value, Enum):
        return replace(constant(context, value.value, node), type=_enum(context, type(value), node))
    if value is None:
        return Const(None, type=NoneShape(), span=span)
    if isinstance(value, bool):
        return Const(value, type=BoolShape(), span=span)
    if isinstance(value, str):
        return Const(value, type=StrShape(), span=span)
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            message = "this integer is larger than Step Functions can compute with (2**53 - 1)"
            context.refuse("SL206", message, node, "pass it as a string")
        return Const(value, type=IntShape(), span=span)
    if isinstance(value, float) and value - value == 0:
        return Const(value, type=FloatShape(), span=span)
    return context.refuse("SL202", f"{value!r} has no JSON form", node)


def _enum(context: Context, cls: type[Enum], node: ast.expr) -> Shape:
    return context.placed(node, lambda: shape_of(cls))


def _constant(context: Context, node: ast.Constant) -> Expr:
    return constant(context, node.value, node)


def _name(context: Context, node: ast.Name) -> Expr:
    local = context.locals.get(node.id)
    if isinstance(local, UndoHandle):
        context.refuse("SL303", f"{node.id!r} can only be called, to register a compensation", node)
    if local is not None:
        if local.type is None:
            raise Refused
        return Var(local.alias or node.id, local.raw, type=local.type, span=context.span(node))
    value = static_object(context, node)
    if value is NOT_STATIC:
        hint = "assign it before, or import it"
        context.refuse("SL103", f"the name {node.id!r} is not known here", node, hint)
    return constant(context, value, node)


def _attribute(context: Context, node: ast.Attribute) -> Expr:
    value = static_object(context, node)
    if value is not NOT_STATIC:
        return constant(context, value, node)
    base = expression(context, node.value)
    field = _declared(base.type, node.attr)
    if field is None:
        known = ", ".join(each.name for each in base.type.fields) if isinstance(base.type, ModelShape) else ""
        hint = f"it has: {known}" if known else None
        if isinstance(base.type, ModelShape) and base.type.python is dict:
            hint = "a TypedDict is a dict: declare a model or a dataclass to read its fields"
        if isinstance(base.type, UnionShape):
            hint = "a test does not narrow a type yet: hand the value to an activity"
        context.refuse("SL109", f"{type_name(base.type)} has no field {node.attr!r}", node, hint)
    shape, key = field
    return Field(base, key, type=shape, span=context.span(node))


def _declared(base: Type, attribute: str) -> tuple[Shape, str] | None:
    if not isinstance(base, ModelShape) or base.python is dict:
        return None
    for field in base.fields:
        if field.attribute == attribute:
            return field.shape, field.name
    return None


def _list(context: Context, node: ast.List | ast.Tuple) -> Expr:
    items = tuple(escape(expression(context, each)) for each in node.elts)
    shapes = [each.type for each in items]
    if any(isinstance(each, ErrorType) for each in shapes):
        context.refuse("SL206", "a caught exception cannot be an item of a list", node, "use str(error)")
    return MakeList(items, type=ListShape(objects.common(shapes)), span=context.span(node))


def _call(context: Context, node: ast.Call) -> Expr:
    inlined = inline_expression(context, node, expression)
    if inlined is not None:
        return inlined
    target = static_object(context, node.func)
    if target is str:
        return text.call_str(context, node, expression)
    if isinstance(target, type) and objects.is_record(target):
        return objects.construct(context, node, target, expression)
    if target is bool and len(node.args) == 1 and not node.keywords:
        return logic.truth(context, expression(context, node.args[0]), node)
    name = context.source.text(node.func)
    hint = "do it in an activity" if target is not NOT_STATIC else None
    return context.refuse("SL104", f"{name}() cannot be called in a workflow yet", node, hint)


def _with_self(function: Callable[[Context, Any, Callable[[Context, ast.expr], Expr]], Expr]) -> Any:
    return lambda context, node: function(context, node, expression)


def _subscript(context: Context, node: ast.Subscript) -> Expr:
    base, key = expression(context, node.value), expression(context, node.slice)
    if not isinstance(base.type, DictShape) or not isinstance(key, Const) or not isinstance(key.value, str):
        context.refuse("SL102", "a subscript is not supported in a workflow yet", node, _HINTS["Subscript"])
    name, shape, span = key.value, base.type.value, context.span(node)

    def read(source: Expr) -> Expr:
        found = Field(source, name, type=shape, span=span)
        there = Exists(found, type=BoolShape(), span=span)
        missing = Negate(there, type=BoolShape(), span=span)
        return fails(context, node, found, when=missing, error=KeyError, message=str(KeyError(name)))

    return once(context, base, read)


def _binary(context: Context, node: ast.BinOp) -> Expr:
    left, right = expression(context, node.left), expression(context, node.right)
    numbers = all(isinstance(each.type, IntShape | FloatShape) for each in (left, right))
    if not isinstance(node.op, ast.Div) or not numbers:
        context.refuse("SL102", "arithmetic is not supported in a workflow yet", node, "compute it in an activity")
    span = context.span(node)

    def divided(value: Expr, by: Expr) -> Expr:
        zero = Compare("=", by, Const(0, type=IntShape(), span=span), type=BoolShape(), span=span)
        quotient = Arithmetic("/", value, by, type=FloatShape(), span=span)
        both = isinstance(left.type, IntShape) and isinstance(right.type, IntShape)
        message = "division by zero" if both else "float division by zero"
        return fails(context, node, quotient, when=zero, error=ZeroDivisionError, message=message)

    return once(context, left, lambda value: once(context, right, lambda by: divided(value, by)))


_KINDS: dict[type[ast.expr], Callable[[Context, Any], Expr]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.List: _list,
    ast.Tuple: _list,
    ast.Call: _call,
    ast.Subscript: _subscript,
    ast.BinOp: _binary,
    ast.Dict: _with_self(objects.dict_literal),
    ast.JoinedStr: _with_self(text.f_string),
    ast.Compare: _with_self(logic.compare),
    ast.BoolOp: _with_self(logic.bool_op),
    ast.UnaryOp: _with_self(logic.unary),
    ast.IfExp: _with_self(logic.conditional),
}
