"""Does a value of one type fit where another is wanted?"""

from __future__ import annotations

import ast

from steploom.compiler.frontend.context import Context
from steploom.compiler.hir import Conditional, Const, ErrorType, Expr, MakeList, MakeObject, Type
from steploom.dsl.contract import (
    AnyShape,
    DictShape,
    FloatShape,
    IntShape,
    ListShape,
    LiteralShape,
    ModelShape,
    NoneShape,
    Shape,
    StrShape,
    UnionShape,
    faults,
)

__all__ = ["check_fits", "fits", "type_name"]


def fits(value: Type, wanted: Shape) -> bool:
    """Whether every value of type `value` is a value of type `wanted`; constraints are checked where data enters."""
    if isinstance(value, ErrorType):
        return False
    if isinstance(wanted, AnyShape):
        return True
    if isinstance(value, UnionShape):
        return all(fits(option, wanted) for option in value.options)
    if isinstance(wanted, UnionShape):
        return any(fits(value, option) for option in wanted.options)
    if isinstance(value, LiteralShape):
        return all(not faults(wanted, each) for each in value.values)
    if isinstance(wanted, FloatShape):
        return isinstance(value, FloatShape | IntShape)
    if isinstance(value, ModelShape) and isinstance(wanted, ModelShape):
        return value.python is not None and value.python is wanted.python
    if isinstance(value, ListShape) and isinstance(wanted, ListShape):
        return fits(value.item, wanted.item)
    if isinstance(value, DictShape) and isinstance(wanted, DictShape):
        return fits(value.value, wanted.value)
    return type(value) is type(wanted)


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
    if isinstance(value, Const):
        found = faults(wanted, value.value, what)
        if found:
            context.refuse("SL206", "; ".join(str(each) for each in found), node)
    elif isinstance(value, Conditional):
        check_fits(context, value.then, wanted, node, what)
        check_fits(context, value.other, wanted, node, what)
    elif isinstance(value, MakeList) and isinstance(wanted, ListShape):
        for item in value.items:
            check_fits(context, item, wanted.item, node, f"item of {what}")
    elif isinstance(value, MakeObject) and isinstance(wanted, DictShape):
        for key, item in value.entries:
            check_fits(context, item, wanted.value, node, f"{key!r} of {what}")
    elif not fits(value.type, wanted):
        message = f"{what} takes {type_name(wanted)}, this is {type_name(value.type)}"
        context.refuse("SL206", message, node)


def type_name(shape: Type) -> str:
    """Return how a message calls `shape`.

    Example:
        >>> type_name(ListShape(StrShape()))
        'list[str]'
    """
    match shape:
        case ErrorType():
            return "a caught exception"
        case ListShape(item=item):
            return f"list[{type_name(item)}]"
        case DictShape(value=value):
            return f"dict[str, {type_name(value)}]"
        case UnionShape(options=options):
            return " | ".join(type_name(each) for each in options)
        case ModelShape(name=name):
            return name
        case LiteralShape(values=values):
            return f"Literal[{', '.join(map(repr, values))}]"
        case StrShape():
            return "str"
        case NoneShape():
            return "None"
        case _:
            return type(shape).__name__.removesuffix("Shape").lower()
