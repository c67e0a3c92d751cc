"""The kinds of JSON values, and the words that messages use for shapes."""

from __future__ import annotations

from typing import assert_never

from steploom.dsl.contract.shapes import (
    AnyShape,
    BoolShape,
    BytesShape,
    DateShape,
    DateTimeShape,
    DecimalShape,
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
    TimedeltaShape,
    TupleShape,
    UnionShape,
    UUIDShape,
)
from steploom.jsontext import Json, compact

__all__ = ["kind_of", "kinds", "number_text", "same_scalar", "words"]

_KINDS = {bool: "boolean", int: "number", float: "number", str: "string", list: "list", dict: "object"}


def kind_of(value: object) -> str:
    """Return `string`, `number`, `boolean`, `list`, `object` or `null`.

    An object that is no JSON value is named by its class.

    Example:
        >>> kind_of(True), kind_of(1), kind_of(None)
        ('boolean', 'number', 'null')
    """
    if value is None:
        return "null"
    for python, kind in _KINDS.items():
        if isinstance(value, python):
            return kind
    return type(value).__name__


def same_scalar(left: Json, right: Json) -> bool:
    """Return whether two JSON scalars are equal; true is not 1."""
    return kind_of(left) == kind_of(right) and bool(left == right)


def number_text(value: float) -> str:
    """Return a number as messages show it: whole ones without a fraction.

    Example:
        >>> number_text(0.0), number_text(2.5)
        ('0', '2.5')
    """
    return compact(int(value) if float(value).is_integer() else value)


def kinds(shape: Shape) -> frozenset[str]:
    """Return the kinds of JSON values that can fit `shape`."""
    match shape:
        case AnyShape():
            return frozenset(("string", "number", "boolean", "list", "object", "null"))
        case NoneShape():
            return frozenset(("null",))
        case BoolShape():
            return frozenset(("boolean",))
        case IntShape() | FloatShape() | TimedeltaShape():
            return frozenset(("number",))
        case StrShape() | DateTimeShape() | DateShape() | DecimalShape() | UUIDShape() | BytesShape():
            return frozenset(("string",))
        case LiteralShape() | EnumShape():
            return frozenset(kind_of(each) for each in shape.values)
        case ListShape() | TupleShape():
            return frozenset(("list",))
        case DictShape() | ModelShape():
            return frozenset(("object",))
        case UnionShape():
            return frozenset().union(*(kinds(each) for each in shape.options))
        case _:
            assert_never(shape)


def words(shape: Shape) -> tuple[str, ...]:
    """Return the words that stand for `shape` after "expected", each once; several only for a choice.

    Example:
        >>> words(UnionShape((IntShape(), NoneShape())))
        ('integer', 'null')
    """
    match shape:
        case AnyShape():
            return ("any value",)
        case IntShape():
            return ("integer",)
        case DateTimeShape() | DateShape() | DecimalShape() | UUIDShape() | BytesShape():
            return (shape.word,)
        case LiteralShape() | EnumShape():
            return tuple(compact(each) for each in shape.values)
        case UnionShape():
            return tuple(dict.fromkeys(word for each in shape.options for word in words(each)))
        case _:
            return tuple(kinds(shape))
