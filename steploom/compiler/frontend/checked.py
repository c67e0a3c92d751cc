"""Expressions that Python may fail to evaluate.

A construct says what it gives where all is well, when Python would raise instead, what and with which text; whoever
evaluates the expression sees to it that the machine fails alike. Parts that are read more than once are bound once.

Example:
    `d[key]` of a dict, with `found` as the path to the member::

        def subscript(context, node, base, key):
            def read(base: Expr) -> Expr:
                found = Field(base, key, type=base.type.value, span=span)
                missing = Negate(Exists(found, …), …)
                return fails(context, node, found, when=missing, error=KeyError, message=repr(key))

            return once(context, base, read)
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.escape import is_raw
from steploom.compiler.hir import Bound, Checked, Const, Expr, Field, Var
from steploom.dsl.contract import StrShape

__all__ = ["fails", "once"]


def fails(
    context: Context,
    node: ast.AST,
    value: Expr,
    *,
    when: Expr,
    error: type[Exception],
    message: str | Expr,
) -> Expr:
    """Return `value` as an expression that raises where `when` holds.

    Args:
        context: The function being walked.
        node: What is written: the place of the failure, and what a state that asks for it is called after.
        value: What the expression gives. Python has evaluated what stands in it before it asks `when`.
        when: When Python raises; it must give true or false for every value of the operands' types.
        error: The class that Python raises.
        message: `str(error)`; read where `when` holds only.
    """
    span = context.span(node)
    text = Const(message, type=StrShape(), span=span) if isinstance(message, str) else message
    return Checked(when, error, text, value, context.source.text(node), type=value.type, span=span)


def once(context: Context, value: Expr, make: Callable[[Expr], Expr], name: str = "part value") -> Expr:
    """Return what `make` makes of `value`, which it may read several times: it is evaluated once.

    Args:
        context: The function being walked.
        value: An operand.
        make: Makes the expression from something that reads the operand.
        name: What the value is called, where nobody else is.
    """
    if _is_path(value):
        return make(value)
    name = context.new_name(name)
    body = make(Var(name, is_raw(value), type=value.type, span=value.span))
    return Bound(name, value, body, type=body.type, span=body.span)


def _is_path(value: Expr) -> bool:
    while isinstance(value, Field):
        value = value.base
    return isinstance(value, Const | Var)
