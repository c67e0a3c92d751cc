"""Constraints of what a workflow makes: Python checks them where an object is made, the machine never does."""

from __future__ import annotations

import ast

from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.fit import fits, type_name
from steploom.compiler.hir import Bound, Checked, Conditional, Const, ErrorType, Expr, MakeList, MakeObject, Type
from steploom.dsl.contract import (
    Bounds,
    DictShape,
    FloatShape,
    IntShape,
    ListShape,
    LiteralShape,
    Shape,
    StrShape,
    TupleShape,
    UnionShape,
    faults,
)

__all__ = ["check_constraints"]


def check_constraints(context: Context, value: Expr, wanted: Shape, node: ast.AST, what: str) -> None:
    """Refuse `value`, which fits `wanted`, where its type leaves a constraint of `wanted` open.

    Args:
        context: The function being walked.
        value: The value given.
        wanted: The type declared.
        node: Where to point.
        what: What takes the value: `field 'amount' of Receipt`.

    Raises:
        Refused: Some values of the type would break a constraint.
    """
    match value:
        case Const():
            return  # looked at by its value already
        case Conditional(then=then, other=other):
            check_constraints(context, then, wanted, node, what)
            check_constraints(context, other, wanted, node, what)
        case Checked(value=inner) | Bound(body=inner):
            check_constraints(context, inner, wanted, node, what)
        case MakeList(items=items) if isinstance(wanted, ListShape):
            for item in items:
                check_constraints(context, item, wanted.item, node, f"item of {what}")
        case MakeObject(entries=entries) if isinstance(wanted, DictShape):
            for key, item in entries:
                check_constraints(context, item, wanted.value, node, f"{key!r} of {what}")
        case _ if not _holds(value.type, wanted):
            message = f"{what} is constrained, and not every {type_name(value.type)} fulfils that"
            hint = "declare the same constraint where the value comes from, or make the object in an activity"
            context.refuse("SL206", message, node, hint)


def _holds(value: Type, wanted: Shape) -> bool:
    """Whether every value of type `value` that fits `wanted` fulfils its constraints."""
    if isinstance(value, ErrorType):
        return True
    if isinstance(value, UnionShape):
        return all(_holds(option, wanted) for option in value.options)
    match wanted:
        case UnionShape(options=options):
            return any(fits(value, option) and _holds(value, option) for option in options)
        case _ if isinstance(value, LiteralShape):
            return all(not faults(wanted, each) for each in value.values)
        case IntShape() | FloatShape() if isinstance(value, IntShape | FloatShape):
            return _within(value.bounds, wanted.bounds)
        case StrShape() if isinstance(value, StrShape):
            same = wanted.portable is None or wanted.portable == value.portable
            return same and _lengths(value, wanted)
        case ListShape() if isinstance(value, ListShape):
            return _lengths(value, wanted) and _holds(value.item, wanted.item)
        case TupleShape() if isinstance(value, TupleShape):
            return all(_holds(one, other) for one, other in zip(value.items, wanted.items, strict=True))
        case DictShape() if isinstance(value, DictShape):
            return _holds(value.value, wanted.value)
        case _:
            return True


def _lengths(value: StrShape | ListShape, wanted: StrShape | ListShape) -> bool:
    short = value.min_length < wanted.min_length
    long = wanted.max_length is not None and (value.max_length is None or value.max_length > wanted.max_length)
    return not (short or long)


def _within(value: Bounds, wanted: Bounds) -> bool:
    """Whether the bounds of `value` lie within those of `wanted`."""
    least = [each for each in (value.ge, value.gt) if each is not None]
    most = [each for each in (value.le, value.lt) if each is not None]
    checks = (
        wanted.ge is None or any(each >= wanted.ge for each in least),
        wanted.gt is None or _over(value.gt, value.ge, wanted.gt),
        wanted.le is None or any(each <= wanted.le for each in most),
        wanted.lt is None or _over(_minus(value.lt), _minus(value.le), -wanted.lt),
        wanted.multiple_of is None or (value.multiple_of is not None and value.multiple_of % wanted.multiple_of == 0),
    )
    return all(checks)


def _over(open_: float | None, closed: float | None, bound: float) -> bool:
    """Whether what is above `open_`, or at least `closed`, is above `bound`."""
    return (open_ is not None and open_ >= bound) or (closed is not None and closed > bound)


def _minus(number: float | None) -> float | None:
    return None if number is None else -number
