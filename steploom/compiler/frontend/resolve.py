"""What a name or a dotted name stands for, where it is no local variable."""

from __future__ import annotations

import ast
from typing import NoReturn

from steploom.compiler.frontend.context import Context
from steploom.source import MISSING

__all__ = ["NOT_STATIC", "static_object"]

NOT_STATIC = MISSING


def static_object(context: Context, node: ast.expr) -> object:
    """Return the object that `node` names in the scopes around the function, or `NOT_STATIC`.

    Only names and attributes of modules, classes and of objects that declare themselves are followed; nothing is
    called.

    Raises:
        Refused: The function assigns the name, so that Python does not look for it outside.
    """
    if isinstance(node, ast.Name):
        if node.id in context.locals:
            return NOT_STATIC
        if node.id in context.own:
            _refuse_unassigned(context, node)
        return context.source.names.resolve(node.id)
    if isinstance(node, ast.Attribute):
        base = static_object(context, node.value)
        if base is NOT_STATIC:
            return NOT_STATIC
        try:
            return getattr(base, node.attr)
        except AttributeError:
            return NOT_STATIC
    return NOT_STATIC


def _refuse_unassigned(context: Context, node: ast.Name) -> NoReturn:
    outside = context.source.names.resolve(node.id) is not NOT_STATIC
    message = f"{node.id!r} is read where nothing is assigned to it"
    hint = f"the function assigns {node.id!r} itself, so Python does not look outside: choose another name for one"
    context.refuse("SL301", message, node, hint if outside else "assign it before it is read")
