"""Does a value of one type fit where another is wanted?"""

from __future__ import annotations

import ast
from typing import NoReturn

from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.enums import without_enums
from steploom.compiler.hir import Bound, Checked, Conditional, Const, ErrorType, Expr, MakeList, MakeObject, Type
from steploom.dsl.contract import (
    AnyShape,
    BoolShape,
    DictShape,
    EnumShape,
    FloatShape,
    IntShape,
    ListShape,
    LiteralShape,
    ModelShape,
    NoneShape,
    Shape,
    StrShape,
    TupleShape,
    UnionShape,
    faults,
)

__all__ = ["check_fits", "fits", "is_plain", "type_name"]


def fits(value: Type, wanted: Shape) -> bool:
    """Whether every value of type `value` is a value of type `wanted`; constraints are checked where data enters."""
    if isinstance(value, ErrorType):
        return False
    if isinstance(wanted, AnyShape):
        return is_plain(value)
    if isinstance(value, UnionShape):
        return all(fits(option, wanted) for option in value.options)
    if isinstance(wanted, UnionShape):
        return any(fits(value, option) for option in wanted.options)
    if isinstance(value, LiteralShape):
        plain = without_enums(wanted)
        return plain is not None and all(not faults(plain, each) for each in value.values)
    if isinstance(wanted, FloatShape):
        return isinstance(value, FloatShape | IntShape)
    return _same_kind(value, wanted)


def _same_kind(value: Shape, wanted: Shape) -> bool:
    match value, wanted:
        case ModelShape(python=python), ModelShape():
            return python is not None and python is wanted.python and value.name == wanted.name
        case EnumShape(python=python), EnumShape():
            return python is wanted.python
        case ListShape(item=item), ListShape():
            return fits(item, wanted.item)
        case DictShape(value=each), DictShape():
            return fits(each, wanted.value)
        case TupleShape(items=items), TupleShape():
            return len(items) == len(wanted.items) and all(map(fits, items, wanted.items))
        case _:
            return type(value) is type(wanted)


def is_plain(value: Type) -> bool:
    """Whether values of a type are JSON as they are: of others nobody could say, behind `Any`, what they were."""
    match value:
        case AnyShape() | NoneShape() | BoolShape() | IntShape() | FloatShape() | StrShape() | LiteralShape():
            return True
        case ListShape(item=item):
            return is_plain(item)
        case DictShape(value=each):
            return is_plain(each)
        case TupleShape(items=options) | UnionShape(options=options):
            return all(map(is_plain, options))
        case ModelShape(python=python, fields=fields):
            return python is dict and all(is_plain(each.shape) for each in fields)  # a TypedDict
        case _:
            return False


def check_fits(context: Context, value: Expr, wanted: Shape, node: ast.AST, what: str) -> None:
    """Refuse `value` where it does not fit `wanted`.

    Literals are looked into: `{"S": x}` fits a dict of text, 3 fits a float.

    Args:
        context: The function being walked.
        value: The value given.
        wanted: The type declared.
        node: Where to point.
        what: What takes the value: `argument 'amount' of charge`.

    Raises:
        Refused: It does not fit.
    """
    match value:
        case Const() if not isinstance(value.type, EnumShape):
            _check_literal(context, value, wanted, node, what)
        case Conditional(then=then, other=other):
            check_fits(context, then, wanted, node, what)
            check_fits(context, other, wanted, node, what)
        case Checked(value=given) | Bound(body=given):
            check_fits(context, given, wanted, node, what)
        case MakeList(items=items) if isinstance(wanted, ListShape | AnyShape):
            _check_length(context, items, wanted, node, what)
            item = wanted.item if isinstance(wanted, ListShape) else wanted
            for each in items:
                check_fits(context, each, item, node, f"item of {what}")
        case MakeList(items=items) if isinstance(wanted, TupleShape) and len(items) == len(wanted.items):
            for each, item in zip(items, wanted.items, strict=True):
                check_fits(context, each, item, node, f"item of {what}")
        case MakeObject(entries=entries) if isinstance(value.type, DictShape) and isinstance(
            wanted, DictShape | AnyShape
        ):
            inner = wanted.value if isinstance(wanted, DictShape) else wanted
            for key, each in entries:
                check_fits(context, each, inner, node, f"{key!r} of {what}")
        case _ if not fits(value.type, wanted):
            _refuse(context, value.type, wanted, node, what)


def _check_literal(context: Context, value: Const, wanted: Shape, node: ast.AST, what: str) -> None:
    plain = without_enums(wanted)
    if plain is None:
        _refuse(context, value.type, wanted, node, what)
    found = faults(plain, value.value, what)
    if found:
        context.refuse("SL206", "; ".join(str(each) for each in found), node)


def _check_length(
    context: Context, items: tuple[Expr, ...], wanted: ListShape | AnyShape, node: ast.AST, what: str
) -> None:
    if isinstance(wanted, ListShape):
        found = faults(ListShape(AnyShape(), wanted.min_length, wanted.max_length), [None] * len(items), what)
        if found:
            context.refuse("SL206", "; ".join(str(each) for each in found), node)


def _refuse(context: Context, value: Type, wanted: Shape, node: ast.AST, what: str) -> NoReturn:
    message = f"{what} takes {type_name(wanted)}, this is {type_name(value)}"
    if isinstance(wanted, AnyShape) and not isinstance(value, ErrorType):
        message = f"{what} takes plain JSON, this is {type_name(value)}"
        context.refuse("SL206", message, node, "declare its type: what Any holds cannot be read back as what it was")
    member = isinstance(wanted, EnumShape) and not isinstance(value, EnumShape)
    context.refuse("SL206", message, node, f"write a member, {type_name(wanted)}.NAME" if member else None)


def type_name(shape: Type) -> str:
    """Return how a message calls `shape`.

    Example:
        >>> type_name(ListShape(StrShape()))
        'list[str]'
    """
    match shape:
        case ErrorType():
            return "a caught exception"
        case AnyShape():
            return "Any"
        case ListShape(item=item):
            return f"list[{type_name(item)}]"
        case DictShape(value=value):
            return f"dict[str, {type_name(value)}]"
        case TupleShape(items=items):
            return f"tuple[{', '.join(map(type_name, items))}]"
        case UnionShape(options=options):
            return " | ".join(type_name(each) for each in options)
        case ModelShape(name=name):
            return name
        case EnumShape(python=python):
            return python.__name__
        case LiteralShape(values=values):
            return f"Literal[{', '.join(map(repr, values))}]"
        case StrShape():
            return "str"
        case NoneShape():
            return "None"
        case _:
            return type(shape).__name__.removesuffix("Shape").lower()
