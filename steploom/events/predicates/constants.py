"""The constant parts of a predicate: literals, and names that stand for plain values when the rule is made."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from enum import Enum
from types import ModuleType
from typing import Any

from steploom.source import MISSING, FunctionSource

__all__ = ["NotConstant", "constant_of", "plain"]

_BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_UNARY: Mapping[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
}


class NotConstant(Exception):
    """A part of a predicate that has no value when the rule is made; the text says why."""


def constant_of(node: ast.expr, source: FunctionSource) -> object:
    """Return the value of a constant expression; nothing of the user's is called.

    Args:
        node: The expression.
        source: Where it stands; its names are those of the lambda's module and closure.

    Raises:
        NotConstant: The value depends on the event, or is not known.
    """
    match node:
        case ast.Constant(value):
            return value
        case ast.Name(name):
            found = source.names.resolve(name)
            if found is MISSING:
                raise NotConstant(f"{name} is not known here")
            return found
        case ast.Attribute(owner, attribute):
            return _attribute(constant_of(owner, source), attribute, source.text(node))
        case ast.Tuple(items) | ast.List(items) | ast.Set(items):
            return tuple(constant_of(each, source) for each in items)
        case ast.UnaryOp(sign, operand) if type(sign) in _UNARY:
            return _computed(_UNARY[type(sign)], source.text(node), constant_of(operand, source))
        case ast.BinOp(left, sign, right) if type(sign) in _BINARY:
            values = constant_of(left, source), constant_of(right, source)
            return _computed(_BINARY[type(sign)], source.text(node), *values)
    raise NotConstant(f"{source.text(node)} has no value when the rule is made")


def plain(value: object) -> object:
    """Return a JSON scalar for `value`: itself, or the value of an Enum member.

    Raises:
        NotConstant: It has no JSON scalar that Python and EventBridge compare alike.
    """
    found = value.value if isinstance(value, Enum) else value
    if found is None or isinstance(found, bool | int | str) or (isinstance(found, float) and not math.isnan(found)):
        return found
    raise NotConstant(f"a pattern cannot compare with {value!r}")


def _attribute(owner: object, attribute: str, text: str) -> object:
    # Only what is sure to run no code: modules, classes, and the two attributes of an Enum member.
    if isinstance(owner, ModuleType | type) or (isinstance(owner, Enum) and attribute in {"value", "name"}):
        found = getattr(owner, attribute, MISSING)
        if found is not MISSING:
            return found
    raise NotConstant(f"{text} has no value when the rule is made")


def _computed(function: Callable[..., Any], text: str, *values: object) -> object:
    if not all(isinstance(each, bool | int | float | str) for each in values):
        raise NotConstant(f"{text} has no value when the rule is made")
    try:
        found: object = function(*values)
    except (TypeError, ArithmeticError) as error:
        raise NotConstant(f"{text} cannot be computed: {error}") from error
    return found
