"""Boolean operators, truth and conditional expressions."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace

from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.enums import is_its_value
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.frontend.making import BOOL, Make
from steploom.compiler.frontend.narrowing import facts, narrowed
from steploom.compiler.frontend.numbers import sign
from steploom.compiler.frontend.shapes import is_boolean, join, options_of, plain
from steploom.compiler.hir import Both, Const, Either, ErrorType, Expr, Truth, Type
from steploom.dsl.contract import (
    BoolShape,
    DictShape,
    EnumShape,
    FloatShape,
    IntShape,
    ListShape,
    LiteralShape,
    ModelShape,
    NoneShape,
    StrShape,
    TimedeltaShape,
    TupleShape,
    UnionShape,
)

__all__ = ["bool_op", "conditional", "truth", "unary"]

Recurse = Callable[[Context, ast.expr], Expr]

_BY_VALUE = (StrShape, IntShape, FloatShape, BoolShape, NoneShape, LiteralShape, TimedeltaShape)


def truth(context: Context, value: Expr, node: ast.AST) -> Expr:
    """Return Python's truth of `value` as a boolean expression.

    Raises:
        Refused: Step Functions cannot tell it.
    """
    make = Make(context, node)
    if is_boolean(value.type) and not isinstance(value.type, LiteralShape):
        return value
    if isinstance(value, Const):
        return make.flag(value=bool(value.value) or (isinstance(value.type, EnumShape) and _is_true(value.type)))
    options = options_of(value.type)
    if len(options) == 1:
        return _one_truth(make, value)
    always = [each for each in options if _is_true(each)]
    if all(isinstance(each, NoneShape) or _is_true(each) for each in options):
        return make.compare(value, "!=", make.nothing())
    lists = any(isinstance(each, ListShape | TupleShape) for each in options)
    others = all(isinstance(each, (ListShape, DictShape, *_BY_VALUE)) or _by_value(each) for each in options)
    if not others or always:
        _refuse(make, value.type)
    if lists:
        kind = make.op("value.kind", StrShape(), value)
        counted = make.compare(make.count(value), ">", make.number(0))
        is_list = make.compare(kind, "=", make.text("array"))
        return make.once(value, lambda _: make.when(is_list, counted, Truth(value, type=BOOL, span=value.span), BOOL))
    return Truth(value, type=BOOL, span=context.span(node))


def _by_value(shape: Type) -> bool:
    return isinstance(shape, EnumShape) and is_its_value(shape.python)


def _is_true(shape: Type) -> bool:
    """Whether every value of the type is true in Python."""
    match shape:
        case ModelShape(python=python):
            return python is not None and python is not dict and not {"__bool__", "__len__"} & set(dir(python))
        case TupleShape(items=items):
            return bool(items)
        case EnumShape(python=python):
            return not is_its_value(python) and not {"__bool__", "__len__"} & set(dir(python))
        case _:
            return False


def _one_truth(make: Make, value: Expr) -> Expr:
    match value.type:
        case shape if _is_true(shape):
            return make.once(value, lambda _: make.flag(value=True))
        case ListShape() | DictShape() | StrShape() | IntShape() | FloatShape() | NoneShape() | TimedeltaShape():
            return Truth(value, type=BOOL, span=make.context.span(make.node))
        case LiteralShape():
            return Truth(value, type=BOOL, span=make.context.span(make.node))
        case ModelShape(python=python) if python is dict:
            return Truth(value, type=BOOL, span=make.context.span(make.node))
        case shape if _by_value(shape):
            return Truth(value, type=BOOL, span=make.context.span(make.node))
        case _:
            return _refuse(make, value.type)


def _refuse(make: Make, shape: Type) -> Expr:
    message = f"the truth of {type_name(shape)} is not supported"
    return make.context.refuse("SL102", message, make.node, "compare with what you mean")


def bool_op(context: Context, node: ast.BoolOp, recurse: Recurse) -> Expr:
    """`a and b`, `a or b`: the last operand that was asked, as in Python."""
    return _operands(context, node, list(node.values), recurse)


def _operands(context: Context, node: ast.BoolOp, syntax: list[ast.expr], recurse: Recurse) -> Expr:
    make = Make(context, node)
    first = recurse(context, syntax[0])
    if len(syntax) == 1:
        return first
    conjunction = isinstance(node.op, ast.And)
    known = facts(context, syntax[0], truth=conjunction)
    with narrowed(context, known):
        rest = _operands(context, node, syntax[1:], recurse)
    if isinstance(first.type, ErrorType) or isinstance(rest.type, ErrorType):
        context.refuse("SL206", "a caught exception cannot be a value", node, "use str(error)")
    if isinstance(first.type, BoolShape) and isinstance(rest.type, BoolShape):
        if known:
            # What follows has a meaning only behind the test: no engine may look at it ahead.
            decided = make.flag(value=not conjunction)
            return make.when(first, rest, decided, BOOL) if conjunction else make.when(first, decided, rest, BOOL)
        kind = Both if conjunction else Either
        others = rest.operands if isinstance(rest, Both | Either) and type(rest) is kind else (rest,)
        return kind((first, *others), type=BOOL, span=context.span(node))

    def chosen(value: Expr) -> Expr:
        test = truth(context, value, syntax[0])
        kept = _without(value.type, truthy=not conjunction)
        shape = join((kept, rest.type))
        # What is given is known to be true, or false: the rest of its type is not.
        given = replace(value, type=kept)
        return make.when(test, rest, given, shape) if conjunction else make.when(test, given, rest, shape)

    return make.once(first, chosen)


def _without(shape: Type, *, truthy: bool) -> Type:
    """The type of a value that is known to be true, or false."""
    kept = [
        plain(each) for each in options_of(shape) if not (isinstance(each, NoneShape) if truthy else _is_true(each))
    ]
    return kept[0] if len(kept) == 1 else UnionShape(tuple(kept))


def unary(context: Context, node: ast.UnaryOp, recurse: Recurse) -> Expr:
    """`not a`, `-a`, `+a`, `~a`."""
    value = recurse(context, node.operand)
    if isinstance(node.op, ast.Not):
        return Make(context, node).negate(truth(context, value, node.operand))
    return sign(context, node, value)


def conditional(context: Context, node: ast.IfExp, recurse: Recurse) -> Expr:
    """`then if test else other`."""
    test = truth(context, recurse(context, node.test), node.test)
    with narrowed(context, facts(context, node.test, truth=True)):
        then = recurse(context, node.body)
    with narrowed(context, facts(context, node.test, truth=False)):
        other = recurse(context, node.orelse)
    if isinstance(then.type, ErrorType) or isinstance(other.type, ErrorType):
        context.refuse("SL206", "a caught exception cannot be a value", node)
    return Make(context, node).when(test, then, other, join((then.type, other.type)))
