"""Which names are a function's own: what it assigns anywhere is local everywhere in it, as in Python."""

from __future__ import annotations

import ast
from collections.abc import Iterator

__all__ = ["assigned_names", "local_names", "written_names"]

_SCOPES = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def local_names(function: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    r"""Return the names that `function` assigns, its parameters left out.

    Example:
        >>> tree = ast.parse("async def f(a):\n    b = [c for c in a]\n    try: ...\n    except E as e: ...")
        >>> sorted(local_names(tree.body[0]))
        ['b', 'e']
    """
    return frozenset(name for statement in function.body for name in assigned_names(statement))


def written_names(function: ast.AsyncFunctionDef) -> frozenset[str]:
    """Return every name that stands in `function`: none of them is free for something of the compiler's own."""
    return frozenset(name for node in ast.walk(function) for name in _names(node))


def assigned_names(node: ast.AST) -> Iterator[str]:
    """Yield each name that `node` assigns, in its own scope."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.ExceptHandler(name=str(name)):
            yield name
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
            yield name
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from ((each.asname or each.name).partition(".")[0] for each in names)
        case _:
            pass
    if not isinstance(node, (*_SCOPES, *_DEFINITIONS)):
        for child in ast.iter_child_nodes(node):
            yield from assigned_names(child)


def _names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name) | ast.arg(arg=name) | ast.ExceptHandler(name=str(name)):
            yield name
        case _:
            pass
