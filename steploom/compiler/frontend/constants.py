"""Values of the module, as they are when the workflow is compiled."""

from __future__ import annotations

import ast
from dataclasses import replace
from enum import Enum

from steploom.compiler.frontend import objects
from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.shapes import NEVER, join, plain
from steploom.compiler.hir import Const, Expr, MakeList, MakeObject
from steploom.dsl.contract import (
    MAX_INTEGER,
    BoolShape,
    Bounds,
    DictShape,
    FloatShape,
    IntShape,
    ListShape,
    NoneShape,
    Shape,
    StrShape,
    TupleShape,
    shape_of,
)
from steploom.dsl.contract.dump import to_json

__all__ = ["constant", "known"]


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
        return Const(value, type=IntShape(Bounds(ge=value, le=value)), span=span)
    if isinstance(value, float) and value - value == 0:
        return Const(value, type=FloatShape(), span=span)
    return context.refuse("SL202", f"{value!r} has no JSON form", node)


def known(context: Context, value: object, node: ast.expr) -> Expr:
    """Return what a name of the module stands for, as it is when the workflow is compiled.

    Raises:
        Refused: It has no JSON form.
    """
    span = context.span(node)
    match value:
        case list() | tuple() if not isinstance(value, Enum):
            items = tuple(known(context, each, node) for each in value)
            shapes = [plain(each.type) for each in items]
            listed = ListShape(join(shapes), len(items), len(items)) if items else ListShape(NEVER)
            return MakeList(items, type=listed if isinstance(value, list) else TupleShape(tuple(shapes)), span=span)
        case dict() if all(type(key) is str for key in value):
            entries = tuple((key, known(context, each, node)) for key, each in value.items())
            return MakeObject(entries, type=DictShape(join([each.type for _, each in entries])), span=span)
        case _ if not isinstance(value, type | Enum) and objects.is_record(type(value)):
            return _instance(context, value, node)
        case _:
            return constant(context, value, node)


def _instance(context: Context, value: object, node: ast.expr) -> Expr:
    """A model, or a dataclass, that the module makes."""
    shape = context.placed(node, lambda: shape_of(type(value)))
    made, wrong = to_json(shape, value)
    if wrong:
        context.refuse("SL202", f"{type(value).__name__} has no JSON form here: {wrong[0]}", node)
    return Const(made, type=shape, span=context.span(node))


def _enum(context: Context, cls: type[Enum], node: ast.expr) -> Shape:
    return context.placed(node, lambda: shape_of(cls))
