"""Comparisons, boolean operators and truth."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Literal

from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.enums import is_its_value
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.hir import (
    Both,
    Compare,
    Conditional,
    Const,
    Either,
    ErrorType,
    Expr,
    MakeList,
    Negate,
    OneOf,
    Truth,
    Type,
)
from steploom.dsl.contract import (
    AnyShape,
    BoolShape,
    DictShape,
    EnumShape,
    FloatShape,
    IntShape,
    ListShape,
    LiteralShape,
    NoneShape,
    StrShape,
    UnionShape,
)

__all__ = ["bool_op", "compare", "conditional", "truth", "unary"]

Recurse = Callable[[Context, ast.expr], Expr]
_Operator = Literal["=", "!=", "<", "<=", ">", ">="]

_SIMPLE = frozenset({"text", "number", "boolean", "null"})

_OPERATORS: dict[type[ast.cmpop], _Operator] = {
    ast.Eq: "=",
    ast.NotEq: "!=",
    ast.Is: "=",
    ast.IsNot: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


def compare(context: Context, node: ast.Compare, recurse: Recurse) -> Expr:
    """`a < b <= c`, `a in (b, c)`, `a is None`; operands of a chain are pure, so each may be read twice."""
    operands = [node.left, *node.comparators]
    values = [recurse(context, each) for each in operands]
    links = [
        _link(context, node, operator, values[position], values[position + 1])
        for position, operator in enumerate(node.ops)
    ]
    if len(links) == 1:
        return links[0]
    return Both(tuple(links), type=BoolShape(), span=context.span(node))


def _link(context: Context, node: ast.Compare, operator: ast.cmpop, left: Expr, right: Expr) -> Expr:
    span = context.span(node)
    if isinstance(operator, ast.In | ast.NotIn):
        if not isinstance(right, MakeList):
            message = "'in' needs a list or tuple that is written out, for now"
            context.refuse("SL102", message, node, 'for example `order.country in ("DE", "FR")`')
        for option in right.items:
            _comparable(context, node, left, option, ordered=False)
        found = OneOf(left, right.items, type=BoolShape(), span=span)
        return Negate(found, type=BoolShape(), span=span) if isinstance(operator, ast.NotIn) else found
    symbol = _OPERATORS[type(operator)]
    identity = isinstance(operator, ast.Is | ast.IsNot)
    if identity and not (isinstance(right, Const) and (right.value is None or isinstance(right.value, bool))):
        context.refuse("SL102", "'is' compares with None, True or False here", node, "use ==")
    _comparable(context, node, left, right, ordered=symbol not in ("=", "!="))
    return Compare(symbol, left, right, type=BoolShape(), span=span)


def _comparable(context: Context, node: ast.AST, left: Expr, right: Expr, *, ordered: bool) -> None:
    kinds = _kinds(left.type), _kinds(right.type)
    simple = all(kind <= _SIMPLE for kind in kinds)
    members = {kind for kind in kinds[0] | kinds[1] if kind.startswith("member of ")}
    if not ordered and (_is_none(left) or _is_none(right)):
        fine = not isinstance(left.type, ErrorType) and not isinstance(right.type, ErrorType)
        hint = "a caught exception is never None"
    elif ordered:
        fine = kinds == ({"number"}, {"number"})
        hint = "order is compared for numbers only, for now"
    elif members:
        fine = len(members) == 1 and kinds[0] | kinds[1] <= members | {"null"}
        hint = "a member of an Enum equals nothing but itself: compare with a member of the same class"
    else:
        # True == 1 in Python, not in JSON: a boolean is compared with booleans alone.
        mixed = {"boolean", "number"} <= kinds[0] | kinds[1]
        fine = simple and not mixed
        hint = "compare values of one simple type: text, numbers, booleans, None"
    if not fine:
        names = f"{type_name(left.type)} and {type_name(right.type)}"
        context.refuse("SL206", f"{names} cannot be compared like this yet", node, hint)


def _is_none(value: Expr) -> bool:
    return isinstance(value, Const) and value.value is None


def _kinds(shape: Type) -> set[str]:
    match shape:
        case IntShape() | FloatShape():
            return {"number"}
        case StrShape():
            return {"text"}
        case BoolShape():
            return {"boolean"}
        case NoneShape():
            return {"null"}
        case EnumShape(python=python) if not is_its_value(python):
            return {f"member of {python.__module__}.{python.__qualname__}"}
        case LiteralShape(values=values) | EnumShape(values=values):
            return {_kind_of_value(each) for each in values}
        case UnionShape(options=options):
            return {kind for option in options for kind in _kinds(option)}
        case _:
            return {"other"}


def _kind_of_value(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float) else "text"


def truth(context: Context, value: Expr, node: ast.AST) -> Expr:
    """Return Python's truth of `value` as a boolean expression."""
    if isinstance(value.type, BoolShape):
        return value
    kinds = _kinds(value.type)
    measurable = isinstance(value.type, ListShape | DictShape) or kinds <= _SIMPLE
    if isinstance(value.type, ErrorType | AnyShape) or not measurable:
        message = f"the truth of {type_name(value.type)} is not supported yet"
        context.refuse("SL102", message, node, "compare with what you mean")
    return Truth(value, type=BoolShape(), span=context.span(node))


def bool_op(context: Context, node: ast.BoolOp, recurse: Recurse) -> Expr:
    """`a and b`, `a or b` of booleans: of other values Python returns an operand, which is not supported yet."""
    operands = [recurse(context, each) for each in node.values]
    for operand, syntax in zip(operands, node.values, strict=True):
        if not isinstance(operand.type, BoolShape):
            message = f"'and' and 'or' take booleans here, this is {type_name(operand.type)}"
            context.refuse("SL206", message, syntax, "write the comparison out, or bool(…)")
    kind = Both if isinstance(node.op, ast.And) else Either
    return kind(tuple(operands), type=BoolShape(), span=context.span(node))


def unary(context: Context, node: ast.UnaryOp, recurse: Recurse) -> Expr:
    """`not a`, and signs of literals."""
    value = recurse(context, node.operand)
    if isinstance(node.op, ast.Not):
        return Negate(truth(context, value, node.operand), type=BoolShape(), span=context.span(node))
    number = isinstance(value, Const) and isinstance(value.value, int | float) and not isinstance(value.value, bool)
    if isinstance(node.op, ast.USub) and isinstance(value, Const) and number:
        return Const(-value.value, type=value.type, span=context.span(node))
    return context.refuse("SL102", "arithmetic is not supported yet", node, "compute it in an activity")


def conditional(context: Context, node: ast.IfExp, recurse: Recurse) -> Expr:
    """`then if test else other`."""
    test = truth(context, recurse(context, node.test), node.test)
    then, other = recurse(context, node.body), recurse(context, node.orelse)
    if isinstance(then.type, ErrorType) or isinstance(other.type, ErrorType):
        context.refuse("SL206", "a caught exception cannot be a value", node)
    shape = then.type if then.type == other.type else UnionShape((then.type, other.type))
    return Conditional(test, then, other, type=shape, span=context.span(node))
