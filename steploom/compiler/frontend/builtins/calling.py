"""Calls: the arguments bound as Python binds them, and who serves which function."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, NoReturn, TypeAlias

from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.iterables import iterable
from steploom.compiler.frontend.making import Make
from steploom.compiler.frontend.shapes import is_text
from steploom.compiler.hir import Const, Expr, Type
from steploom.dsl.contract import DateShape, DateTimeShape, DictShape, ListShape, ModelShape, TimedeltaShape, TupleShape

__all__ = ["Call", "Handler", "bound", "kind_of"]

Recurse = Callable[[Context, ast.expr], Expr]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a function or method.

    Attributes:
        context: The function being walked.
        node: The call.
        recurse: Walks an expression.
    """

    context: Context
    node: ast.Call
    recurse: Recurse

    @property
    def make(self) -> Make:
        """Makes expressions at the call's place."""
        return Make(self.context, self.node)

    @property
    def name(self) -> str:
        """What is called, as it is written."""
        return self.context.source.text(self.node.func)

    def value(self, node: ast.expr) -> Expr:
        """The value of an argument."""
        return self.recurse(self.context, node)

    def items(self, node: ast.expr) -> Expr:
        """The items of an argument that is iterated."""
        return iterable(self.context, node, self.recurse)

    def constant(self, node: ast.expr | None, default: object = None) -> Any:
        """The value of an argument that must be known.

        Raises:
            Refused: It is not.
        """
        if node is None:
            return default
        value = self.value(node)
        if not isinstance(value, Const):
            self.refuse("SL102", f"this argument of {self.name}() must be a constant", node=node)
        return value.value

    def text(self, node: ast.expr) -> Expr:
        """The value of an argument that must be a text."""
        value = self.value(node)
        if not is_text(value.type):
            self.refuse("SL206", f"{self.name}() takes a text here", node=node)
        return value

    def refuse(self, code: str, message: str, hint: str | None = None, node: ast.AST | None = None) -> NoReturn:
        """Refuse the call."""
        self.context.refuse(code, message, node or self.node, hint)


#: Makes the expression of a call; behind the `Call` (and a method's receiver) stand the arguments, as syntax.
Handler: TypeAlias = Callable[..., Expr]


def bound(call: Call, handler: Handler, *first: Expr) -> Expr:
    """Return what `handler` makes of a call, its arguments bound to the handler's own parameters.

    Raises:
        Refused: They do not fit, or are not written out.
    """
    for argument in call.node.args:
        if isinstance(argument, ast.Starred):
            call.refuse("SL102", "'*' in this call is not supported", "write the arguments out", argument)
    named: dict[str, ast.expr] = {}
    for keyword in call.node.keywords:
        if keyword.arg is None:
            call.refuse("SL102", "'**' in this call is not supported", "write the arguments out", keyword.value)
        named[keyword.arg] = keyword.value
    try:
        arguments = _signature(handler).bind(call, *first, *call.node.args, **named)
    except TypeError as error:
        call.refuse("SL108", f"{call.name}(): {error}")
    return handler(*arguments.args, **arguments.kwargs)


@cache
def _signature(handler: Handler) -> inspect.Signature:
    return inspect.signature(handler)


def kind_of(shape: Type) -> str:
    """Return whose methods a value has."""
    match shape:
        case ListShape(python=python):
            return python.__name__
        case TupleShape():
            return "tuple"
        case DictShape():
            return "dict"
        case ModelShape(python=python):
            return "dict" if python is dict else "model"
        case DateTimeShape():
            return "datetime"
        case DateShape():
            return "date"
        case TimedeltaShape():
            return "timedelta"
        case _:
            return "str" if is_text(shape) else ""
