"""Text: f-strings and `str()`."""

from __future__ import annotations

import ast
from collections.abc import Callable

from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.enums import says_its_value
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.hir import Const, ErrorText, ErrorType, Expr, Format, Var
from steploom.dsl.contract import BoolShape, EnumShape, IntShape, LiteralShape, StrShape

__all__ = ["call_str", "f_string"]

Recurse = Callable[[Context, ast.expr], Expr]


def f_string(context: Context, node: ast.JoinedStr, recurse: Recurse) -> Expr:
    """`f"…{value}…"` of text, integers, booleans and caught errors."""
    parts: list[str | Expr] = []
    for each in node.values:
        if isinstance(each, ast.Constant):
            parts.append(str(each.value))
        elif isinstance(each, ast.FormattedValue):
            if each.format_spec is not None or each.conversion != -1:
                message = "format specs and conversions in f-strings are not supported yet"
                context.refuse("SL102", message, each.value, "format the value in an activity")
            parts.append(_as_text(context, recurse(context, each.value), each.value))
    return Format(tuple(parts), type=StrShape(), span=context.span(node))


def call_str(context: Context, node: ast.Call, recurse: Recurse) -> Expr:
    """`str(value)`."""
    if len(node.args) != 1 or node.keywords:
        context.refuse("SL108", "str() takes one argument here", node)
    text = _as_text(context, recurse(context, node.args[0]), node)
    if isinstance(text.type, IntShape | BoolShape | EnumShape):
        return Format((text,), type=StrShape(), span=text.span)
    return text


def _as_text(context: Context, value: Expr, node: ast.AST) -> Expr:
    span = context.span(node)
    if isinstance(value.type, ErrorType):
        if not isinstance(value, Var):
            context.refuse("SL102", "only a caught error's text can be read", node)
        return ErrorText(value, type=StrShape(), span=span)
    if isinstance(value.type, EnumShape):
        if says_its_value(value.type.python):
            return value
        name = value.type.python.__name__
        hint = f"write {name}.MEMBER.value, or derive {name} from StrEnum" if isinstance(value, Const) else None
        hint = hint or f"derive {name} from StrEnum, or make the text in an activity"
        context.refuse("SL206", f"the text of a {name} is not its value", node, hint)
    if isinstance(value, Const) and not isinstance(value.value, float):
        return Const(str(value.value), type=StrShape(), span=span)
    if isinstance(value.type, LiteralShape) and all(isinstance(each, str) for each in value.type.values):
        return value
    if isinstance(value.type, StrShape | IntShape | BoolShape):
        return value
    message = f"the text of {type_name(value.type)} is not the same in Python and in Step Functions"
    return context.refuse("SL206", message, node, "make the text in an activity, or use a str field")
