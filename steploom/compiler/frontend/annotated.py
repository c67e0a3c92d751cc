"""Types that a function's text declares: of a helper's parameters and result, of a local name."""

from __future__ import annotations

import ast
from typing import Annotated, Any, Literal, Union

from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.resolve import NOT_STATIC, static_object
from steploom.dsl.contract import Shape, shape_of

__all__ = ["declared"]


def declared(context: Context, node: ast.expr, what: str) -> Shape:
    """Return the shape that an annotation declares.

    Args:
        context: The function being walked.
        node: The annotation.
        what: What is declared, for a message.

    Raises:
        Refused: It is no type, or has no JSON form.
    """
    python = _type(context, node)
    return context.placed(node, lambda: shape_of(python, what))


def _type(context: Context, node: ast.expr) -> Any:
    match node:
        case ast.Constant(value=None):
            return None
        case ast.Constant(value=str(text)):
            return _type(context, ast.copy_location(ast.parse(text, mode="eval").body, node))
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return Union[_type(context, left), _type(context, right)]  # noqa: UP007 - of values
        case ast.Subscript(value=value, slice=inner):
            options = tuple(inner.elts) if isinstance(inner, ast.Tuple) else (inner,)
            return _subscripted(context, _type(context, value), options)
        case _:
            return _known(context, node)


def _subscripted(context: Context, base: Any, options: tuple[ast.expr, ...]) -> Any:
    if base is Literal:
        return Literal[tuple(_known(context, each) for each in options)]
    if base is Annotated:
        first, *rest = options
        return Annotated[(_type(context, first), *(_known(context, each) for each in rest))]
    parts = tuple(_type(context, each) for each in options)
    return base[parts if len(parts) > 1 else parts[0]]


def _known(context: Context, node: ast.expr) -> Any:
    """A value that stands in an annotation; a call there (`Field(ge=0)`) is made, as Python does."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_known(context, operand)
        case ast.Call(func=func, args=args, keywords=keywords):
            named = {str(each.arg): _known(context, each.value) for each in keywords}
            return _known(context, func)(*(_known(context, each) for each in args), **named)
        case _:
            found = static_object(context, node)
            if found is NOT_STATIC:
                context.refuse("SL103", f"the type {context.source.text(node)!r} is not known here", node)
            return found
