"""Types that a function's text declares: of a helper's parameters and result, of a local name."""

from __future__ import annotations

import ast
from typing import Any

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
        case ast.Constant(value=value):
            return value  # an option of a Literal
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return _type(context, left) | _type(context, right)
        case ast.Subscript(value=value, slice=ast.Tuple(elts=options)):
            return _type(context, value)[tuple(_type(context, each) for each in options)]
        case ast.Subscript(value=value, slice=option):
            return _type(context, value)[_option(context, value, option)]
        case ast.List(elts=options):
            return [_type(context, each) for each in options]
        case _:
            found = static_object(context, node)
            if found is NOT_STATIC:
                context.refuse("SL103", f"the type {context.source.text(node)!r} is not known here", node)
            return found


def _option(context: Context, value: ast.expr, option: ast.expr) -> Any:
    literal = getattr(_type(context, value), "_name", None) == "Literal"
    return option.value if literal and isinstance(option, ast.Constant) else _type(context, option)
