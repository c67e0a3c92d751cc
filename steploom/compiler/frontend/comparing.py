"""Comparisons: chains, equality of any values, order of numbers and texts, `in`, `is`."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import NoReturn

from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.enums import is_its_value
from steploom.compiler.frontend.escape import escape
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.frontend.making import BOOL, INT, TEXT, Make
from steploom.compiler.frontend.shapes import equal_alike, is_boolean, is_number, is_text, options_of
from steploom.compiler.hir import Both, Const, ErrorType, Expr, MakeList, OneOf, Type
from steploom.compiler.hir.expressions import Operator
from steploom.dsl.contract import (
    AnyShape,
    DateShape,
    DictShape,
    EnumShape,
    ListShape,
    LiteralShape,
    ModelShape,
    StrShape,
    TimedeltaShape,
    TupleShape,
)

__all__ = ["compare", "equal", "ordered"]

Recurse = Callable[[Context, ast.expr], Expr]

_OPERATORS: dict[type[ast.cmpop], Operator] = {
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
    """`a < b <= c`, `a in b`, `a is None`: each operand is evaluated once."""
    return _chain(context, node, recurse(context, node.left), 0, recurse)


def _chain(context: Context, node: ast.Compare, left: Expr, place: int, recurse: Recurse) -> Expr:
    right = recurse(context, node.comparators[place])
    if place + 1 == len(node.ops):
        return _link(context, node, node.ops[place], left, right)
    make = Make(context, node)

    def go_on(middle: Expr) -> Expr:
        first = _link(context, node, node.ops[place], left, middle)
        rest = _chain(context, node, middle, place + 1, recurse)
        return make.both(first, *(rest.operands if isinstance(rest, Both) else (rest,)))

    return make.once(right, go_on)


def _link(context: Context, node: ast.Compare, operator: ast.cmpop, left: Expr, right: Expr) -> Expr:
    make = Make(context, node)
    if isinstance(operator, ast.In):
        return _contained(make, left, right)
    if isinstance(operator, ast.NotIn):
        return make.negate(_contained(make, left, right))
    symbol = _OPERATORS[type(operator)]
    if symbol not in ("=", "!="):
        return ordered(make, left, symbol, right)
    if isinstance(operator, ast.Is | ast.IsNot):
        return _identity(make, left, symbol, right)
    return equal(make, left, symbol, right)


def _identity(make: Make, left: Expr, symbol: Operator, right: Expr) -> Expr:
    """`is` of what there is one of only: None, True, False, a member of an Enum."""
    single = isinstance(right, Const) and (right.value is None or isinstance(right.value, bool))
    member = isinstance(right.type, EnumShape) and isinstance(left.type, EnumShape)
    if not single and not member:
        make.context.refuse("SL102", "'is' compares with None, True or False here", make.node, "use ==")
    if isinstance(left.type, ErrorType):
        _refuse(make, left.type, right.type, "a caught exception is never None")
    return make.compare(left, symbol, right)


def equal(make: Make, left: Expr, symbol: Operator, right: Expr) -> Expr:
    """`left == right` of values that are equal in JSON where they are in Python.

    Raises:
        Refused: There are values of which that is not so.
    """
    if _is_const_for_any(left, right) or _is_const_for_any(right, left):
        return make.compare(left, symbol, right)
    if not equal_alike(left.type, right.type):
        _refuse(make, left.type, right.type, _hint(left.type, right.type))
    return make.compare(escape(left), symbol, escape(right))


def _is_const_for_any(value: Expr, other: Expr) -> bool:
    """Whether `other` may be compared with anything: no other value equals it in Python that does not in JSON."""
    if not isinstance(value.type, AnyShape) or not isinstance(other, Const) or isinstance(other.type, EnumShape):
        return False
    number = isinstance(other.value, int | float) and other.value not in (0, 1)
    return other.value is None or isinstance(other.value, str) or number


def _hint(left: Type, right: Type) -> str:
    options = (*options_of(left), *options_of(right))
    if any(isinstance(each, ErrorType) for each in options):
        return "a caught exception equals nothing: compare its text, str(error)"
    if any(isinstance(each, EnumShape) and not is_its_value(each.python) for each in options):
        return "a member of an Enum equals nothing but itself: compare with a member of the same class"
    if any(isinstance(each, AnyShape) for each in options):
        return "what Any holds may be true, which is 1 in Python: declare its type"
    if any(map(is_boolean, options)):
        return "True is 1 in Python, and not in JSON: compare booleans with booleans"
    if any(isinstance(each, ModelShape) for each in options):
        return "compare models of one class, which compares its fields, or compare the fields"
    return "compare values of one simple type: text, numbers, booleans, None"


def _refuse(make: Make, left: Type, right: Type, hint: str) -> NoReturn:
    names = f"{type_name(left)} and {type_name(right)}"
    make.context.refuse("SL206", f"{names} cannot be compared like this", make.node, hint)


def ordered(make: Make, left: Expr, symbol: Operator, right: Expr) -> Expr:
    """`left < right` of numbers, of texts in the order of their code points, of dates and durations.

    Raises:
        Refused: Python, or Step Functions, has no such order.
    """
    for kind in (DateShape, TimedeltaShape):
        if isinstance(left.type, kind) and isinstance(right.type, kind):
            return make.compare(left, symbol, right)
    if is_text(left.type) and is_text(right.type):
        return make.compare(_sortable(make, left), symbol, _sortable(make, right))
    sides = [_as_number(make, each) for each in (left, right)]
    if None in sides:
        _refuse(make, left.type, right.type, "order is known of numbers with numbers and texts with texts")
    return make.compare(sides[0] or left, symbol, sides[1] or right)


def _as_number(make: Make, value: Expr) -> Expr | None:
    if is_number(value.type):
        return value
    return make.op("number.of flag", INT, value) if is_boolean(value.type) else None


def _sortable(make: Make, value: Expr) -> Expr:
    """A text that JSONata, which compares units of UTF-16, puts where Python puts `value`."""
    if isinstance(value.type, LiteralShape | EnumShape) and all(str(each).isascii() for each in value.type.values):
        return value
    if isinstance(value, Const) and str(value.value).isascii():
        return value
    return make.op("text.order", TEXT, value)


def _contained(make: Make, left: Expr, right: Expr) -> Expr:
    """`left in right`."""
    if isinstance(right, MakeList):
        return _one_of(make, left, right)
    match right.type:
        case StrShape() | LiteralShape() | EnumShape() if is_text(right.type):
            if not is_text(left.type):
                _refuse(make, left.type, right.type, "a text holds texts")
            return make.op("text.contains", BOOL, right, left)
        case DictShape():
            if not is_text(left.type):
                _refuse(make, left.type, right.type, "keys are texts")
            return make.op("object.has", BOOL, right, left)
        case ListShape(item=item):
            if not equal_alike(left.type, item):
                _refuse(make, left.type, item, _hint(left.type, item))
            return _membership(make, left, right)
        case ModelShape(python=python) if python is dict and is_text(left.type):
            return make.op("object.has", BOOL, right, left)
        case TupleShape(items=items):
            if not all(equal_alike(left.type, each) for each in items):
                _refuse(make, left.type, right.type, _hint(left.type, right.type))
            return _membership(make, left, right)
        case _:
            message = f"'in' looks into lists, dicts and texts, not into {type_name(right.type)}"
            return make.context.refuse("SL102", message, make.node, 'for example `order.country in ("DE", "FR")`')


def _membership(make: Make, left: Expr, right: Expr) -> Expr:
    return make.op("list.contains", BOOL, escape(right), escape(left))


def _one_of(make: Make, left: Expr, right: MakeList) -> Expr:
    for option in right.items:
        if not equal_alike(left.type, option.type) and not _is_const_for_any(left, option):
            _refuse(make, left.type, option.type, _hint(left.type, option.type))
    deep = any(isinstance(each, ListShape | DictShape | ModelShape | TupleShape) for each in options_of(left.type))
    if not right.items:
        return make.flag(value=False)
    if deep:
        return make.op("list.contains", BOOL, right, escape(left))
    return OneOf(left, right.items, type=BOOL, span=make.context.span(make.node))
