"""Text: f-strings, `str()`, and what the text of a value is."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace

from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.enums import says_its_value
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.frontend.formats import formatted
from steploom.compiler.frontend.making import TEXT, Make
from steploom.compiler.frontend.shapes import is_integer, is_text
from steploom.compiler.hir import Const, ErrorText, ErrorType, Expr, Format, Type, Var
from steploom.dsl.contract import (
    BoolShape,
    DateShape,
    EnumShape,
    IntShape,
    LiteralShape,
    NoneShape,
    Shape,
    StrShape,
    UnionShape,
    UUIDShape,
)

__all__ = ["as_text", "f_string", "text_of"]

Recurse = Callable[[Context, ast.expr], Expr]


def f_string(context: Context, node: ast.JoinedStr, recurse: Recurse) -> Expr:
    """`f"…{value}…{number:.2f}…"`."""
    parts: list[str | Expr] = []
    for each in node.values:
        if isinstance(each, ast.Constant):
            parts.append(str(each.value))
        elif isinstance(each, ast.FormattedValue):
            parts.append(_field(context, each, recurse))
    return Format(tuple(parts), type=TEXT, span=context.span(node))


def _field(context: Context, node: ast.FormattedValue, recurse: Recurse) -> Expr:
    value = recurse(context, node.value)
    if node.conversion == ord("r") or node.conversion == ord("a"):
        message = "conversions to a repr in f-strings are not supported"
        context.refuse("SL102", message, node.value, "write the quotes out, or make the text in an activity")
    if node.conversion == ord("s"):
        value = text_of(context, value, node.value)
    spec = _spec(context, node.format_spec)
    if not spec:
        return as_text(context, value, node.value)
    return formatted(Make(context, node.value), value, spec)


def _spec(context: Context, spec: ast.expr | None) -> str:
    if spec is None:
        return ""
    parts = spec.values if isinstance(spec, ast.JoinedStr) else [spec]
    if not all(isinstance(each, ast.Constant) for each in parts):
        context.refuse("SL102", "a format spec must be known", spec, "write the numbers into the f-string")
    return "".join(str(each.value) for each in parts if isinstance(each, ast.Constant))


def text_of(context: Context, value: Expr, node: ast.AST) -> Expr:
    """Return `str(value)`."""
    text = as_text(context, value, node)
    if is_text(text.type) and not isinstance(text.type, EnumShape):
        return text
    return Format((text,), type=StrShape(), span=text.span)


def as_text(context: Context, value: Expr, node: ast.AST) -> Expr:
    """Return `value` as a part of a text: as it is, where it becomes the text that Python makes of it by itself.

    Raises:
        Refused: Its text is another one in Step Functions.
    """
    span = context.span(node)
    if isinstance(value.type, ErrorType):
        if not isinstance(value, Var):
            context.refuse("SL102", "only a caught error's text can be read", node)
        return ErrorText(value, type=TEXT, span=span)
    if isinstance(value.type, EnumShape):
        return _member(context, value, value.type, node)
    if isinstance(value, Const) and not isinstance(value.value, list | dict):
        return Const(str(value.value), type=TEXT, span=span)
    if is_text(value.type) or isinstance(value.type, IntShape | BoolShape | DateShape):
        return value
    make = Make(context, node)
    match value.type:
        case UUIDShape():
            return make.op("text.lower", TEXT, value)
        case LiteralShape() | UnionShape() if is_integer(value.type):
            return make.op("text.of integer", TEXT, value)
        case UnionShape(options=options) if any(isinstance(each, NoneShape) for each in options):
            return _optional(make, value, options)
        case _:
            return _refuse(context, value.type, node)


def _member(context: Context, value: Expr, shape: EnumShape, node: ast.AST) -> Expr:
    if says_its_value(shape.python):
        return value
    name = shape.python.__name__
    hint = f"write {name}.MEMBER.value, or derive {name} from StrEnum" if isinstance(value, Const) else None
    hint = hint or f"derive {name} from StrEnum, or make the text in an activity"
    return context.refuse("SL206", f"the text of a {name} is not its value", node, hint)


def _optional(make: Make, value: Expr, options: tuple[Shape, ...]) -> Expr:
    """The text of what may be None, which is `None`."""
    kept = tuple(each for each in options if not isinstance(each, NoneShape))
    shape: Shape = kept[0] if len(kept) == 1 else UnionShape(kept)

    def chosen(each: Expr) -> Expr:
        other = text_of(make.context, replace(each, type=shape), make.node)
        return make.when(make.compare(each, "=", make.nothing()), make.text("None"), other, TEXT)

    return make.once(value, chosen)


def _refuse(context: Context, shape: Type, node: ast.AST) -> Expr:
    message = f"the text of {type_name(shape)} is not the same in Python and in Step Functions"
    hint = "make the text in an activity, or use a str field"
    if type_name(shape) == "float":
        hint = 'say how many digits it has: `f"{value:.2f}"`'
    return context.refuse("SL206", message, node, hint)
