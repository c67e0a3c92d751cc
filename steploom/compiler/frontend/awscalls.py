"""`await aws.<service>.<operation>(…)`, checked against the service's model."""

from __future__ import annotations

import ast
from collections.abc import Callable

from steploom.compiler.frontend.context import Context, Refused
from steploom.compiler.frontend.enums import is_its_value
from steploom.compiler.frontend.escape import escape
from steploom.compiler.hir import AwsTask, Const, ErrorType, Expr, MakeList, MakeObject, Type
from steploom.dsl import AwsCall
from steploom.dsl.awscalls import AwsFault, Computed, check_call
from steploom.dsl.contract import (
    AnyShape,
    BoolShape,
    DictShape,
    EnumShape,
    FloatShape,
    IntShape,
    ListShape,
    ModelShape,
    NoneShape,
    Shape,
    StrShape,
)
from steploom.jsontext import Json

__all__ = ["aws_task"]

Recurse = Callable[[Context, ast.expr], Expr]


def aws_task(
    context: Context, node: ast.Call, call: AwsCall, target: str | None, recurse: Recurse
) -> tuple[AwsTask, Shape]:
    """Return the statement of an AWS call and the type of its result.

    Raises:
        Refused: The service, the operation or an argument does not exist or does not fit.
    """
    if node.args:
        context.refuse("SL411", "AWS calls take their arguments by name", node.args[0])
    arguments: list[tuple[str, Expr]] = []
    for keyword in node.keywords:
        if keyword.arg is None:
            context.refuse("SL102", "'**' in an AWS call is not supported yet", keyword.value)
        arguments.append((keyword.arg, escape(recurse(context, keyword.value))))
    found = check_call(call.service, call.operation, {name: _skeleton(value) for name, value in arguments})
    for fault in found:
        context.found.error(fault.code, fault.message, context.span(_place(node, fault)), fault.hint)
    if found:
        raise Refused
    task = AwsTask(target, call.service, call.operation, tuple(arguments), span=context.span(node))
    return task, AnyShape()


def _place(node: ast.Call, fault: AwsFault) -> ast.AST:
    for keyword in node.keywords:
        if fault.path and keyword.arg == fault.path[0]:
            return keyword.value
    return node


def _skeleton(value: Expr) -> Json:
    """Return what is known of `value`: literals as they are, `Computed` where only its type is."""
    if isinstance(value, Const) and (not isinstance(value.type, EnumShape) or is_its_value(value.type.python)):
        return value.value
    if isinstance(value, MakeObject):
        return {key: _skeleton(each) for key, each in value.entries}
    if isinstance(value, MakeList):
        return [_skeleton(each) for each in value.items]
    return Computed(_kind(value.type))


def _kind(shape: Type) -> str | None:
    match shape:
        case StrShape():
            return "string"
        case BoolShape():
            return "boolean"
        case IntShape():
            return "integer"
        case FloatShape():
            return "number"
        case ListShape():
            return "list"
        case DictShape() | ModelShape():
            return "object"
        case NoneShape():
            return "null"
        case EnumShape(python=python) if not is_its_value(python):
            return python.__name__
        case ErrorType():
            return "error"
        case _:
            return None
