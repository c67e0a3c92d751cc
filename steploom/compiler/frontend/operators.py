"""Binary operators: arithmetic of numbers, and what `+`, `*`, `|` and `%` mean for other types."""

from __future__ import annotations

import ast

from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.escape import escape
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.frontend.making import TEXT, Make
from steploom.compiler.frontend.numbers import numeric_operation
from steploom.compiler.frontend.shapes import is_integer, is_text, join, plain, range_of
from steploom.compiler.hir import Const, Expr, Format, MakeList
from steploom.dsl.contract import DictShape, ListShape, TupleShape

__all__ = ["binary"]


def binary(context: Context, node: ast.BinOp, left: Expr, right: Expr) -> Expr:
    """Return `left <operator> right`.

    Raises:
        Refused: Python, or Step Functions, has no such operation.
    """
    make = Make(context, node)
    types = left.type, right.type
    match node.op:
        case ast.Add() if is_text(left.type) and is_text(right.type):
            return _joined(make, left, right)
        case ast.Add() if isinstance(left.type, ListShape) and isinstance(right.type, ListShape):
            return _concatenated(make, left, right)
        case ast.Add() if isinstance(left, MakeList) and isinstance(right, MakeList):
            return _tuples(context, node, left, right)
        case ast.Mult() if _is_sequence(left) and is_integer(right.type):
            return _repeated(make, left, right)
        case ast.Mult() if _is_sequence(right) and is_integer(left.type):
            return make.once(left, lambda count: _repeated(make, right, count))
        case ast.BitOr() if all(isinstance(each, DictShape) for each in types):
            shape = DictShape(join([each.value for each in types if isinstance(each, DictShape)]))
            return make.op("object.merge", shape, escape(left), escape(right))
        case ast.Mod() if is_text(left.type):
            context.refuse("SL102", "formatting with % is not supported", node, "write an f-string")
        case _:
            pass
    for value, syntax in ((left, node.left), (right, node.right)):
        if is_text(value.type) or isinstance(value.type, ListShape | DictShape | TupleShape):
            names = f"{type_name(left.type)} and {type_name(right.type)}"
            context.refuse("SL206", f"{names} have no such operator in Python", syntax, "str(…) makes text of a number")
    return numeric_operation(context, node, left, right)


def _is_sequence(value: Expr) -> bool:
    return is_text(value.type) or isinstance(value.type, ListShape)


def _joined(make: Make, left: Expr, right: Expr) -> Expr:
    parts: list[str | Expr] = []
    for each in (left, right):
        if isinstance(each, Format):
            parts.extend(each.parts)
        elif isinstance(each, Const):
            parts.append(str(each.value))
        else:
            parts.append(each)
    if isinstance(left, Const) and isinstance(right, Const):
        return make.text(f"{left.value}{right.value}")
    return make.join(*parts)


def _concatenated(make: Make, left: Expr, right: Expr) -> Expr:
    shapes = left.type, right.type
    assert isinstance(shapes[0], ListShape)  # noqa: S101 - the caller looked
    assert isinstance(shapes[1], ListShape)  # noqa: S101 - the caller looked
    if shapes[0].python is not shapes[1].python:
        make.context.refuse("SL206", "a list and a tuple cannot be added", make.node, "list(…) makes a list")
    least = shapes[0].min_length + shapes[1].min_length
    shape = ListShape(join((shapes[0].item, shapes[1].item)), least, python=shapes[0].python)
    return make.op("list.concatenate", shape, escape(left), escape(right))


def _tuples(context: Context, node: ast.BinOp, left: MakeList, right: MakeList) -> Expr:
    shapes = left.type, right.type
    if not isinstance(shapes[0], TupleShape) or not isinstance(shapes[1], TupleShape):
        context.refuse("SL206", "a list and a tuple cannot be added", node, "list(…) makes a list")
    shape = TupleShape((*shapes[0].items, *shapes[1].items))
    return MakeList((*left.items, *right.items), type=shape, span=context.span(node))


def _repeated(make: Make, value: Expr, count: Expr) -> Expr:
    """`value * count`: nothing where the count is below 1."""
    places = make.op("list.range", ListShape(plain(count.type)), make.number(0), count)
    _, high = range_of(count.type)
    if high > 10**6:
        message = "a value is repeated a number of times that has a bound"
        hint = "declare it: `Annotated[int, Field(le=100)]`"
        make.context.refuse("SL206", message, make.node, hint)
    if is_text(value.type):
        return make.once(
            value,
            lambda text: make.op("text.join", TEXT, make.each(places, lambda _: text, base="time"), make.text("")),
        )
    shape = value.type
    return make.once(
        escape(value),
        lambda items: make.op("list.flatten", shape, make.each(places, lambda _: items, base="time")),
    )
