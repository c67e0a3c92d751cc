"""What a name or a dotted name stands for, where it is no local variable."""

from __future__ import annotations

import ast

from steploom.compiler.frontend.context import Context
from steploom.source import MISSING

__all__ = ["NOT_STATIC", "static_object"]

NOT_STATIC = MISSING


def static_object(context: Context, node: ast.expr) -> object:
    """Return the object that `node` names in the scopes around the function, or `NOT_STATIC`.

    Only names and attributes of modules, classes and of objects that declare themselves are followed; nothing is
    called.
    """
    if isinstance(node, ast.Name):
        if node.id in context.locals:
            return NOT_STATIC
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
