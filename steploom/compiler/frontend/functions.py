"""Functions as values: lambdas, methods and builtins where a function is expected."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from types import MethodDescriptorType

from steploom.compiler.frontend.context import Context, Local
from steploom.compiler.frontend.resolve import static_object
from steploom.compiler.hir import Expr, Var
from steploom.compiler.hir.walk import substitute

__all__ = ["applied", "with_names"]

Recurse = Callable[[Context, ast.expr], Expr]


def applied(context: Context, function: ast.expr, arguments: Sequence[Expr], recurse: Recurse) -> Expr:
    """Return what calling `function` with some values gives.

    A lambda's body is walked with its parameters; of anything else a call is made up, as if it were written.

    Raises:
        Refused: It cannot be called.
    """
    if isinstance(function, ast.Lambda):
        names = _parameters(context, function, len(arguments))
        return with_names(context, dict(zip(names, arguments, strict=True)), lambda: recurse(context, function.body))
    names = [f"argument {place}" for place in range(len(arguments))]
    written: list[ast.expr] = [ast.copy_location(ast.Name(name, ast.Load()), function) for name in names]
    called, rest = function, written
    if isinstance(function, ast.Attribute) and isinstance(static_object(context, function), MethodDescriptorType):
        # `str.upper`: a method, whose receiver comes first.
        called, rest = ast.copy_location(ast.Attribute(written[0], function.attr, ast.Load()), function), written[1:]
    call = ast.copy_location(ast.Call(called, rest, []), function)
    return with_names(context, dict(zip(names, arguments, strict=True)), lambda: recurse(context, call))


def _parameters(context: Context, function: ast.Lambda, count: int) -> list[str]:
    given = function.args
    names = [each.arg for each in (*given.posonlyargs, *given.args)]
    others = given.kwonlyargs or given.vararg or given.kwarg or given.defaults
    if others or len(names) != count:
        message = f"a function of {count} parameter{'s' if count > 1 else ''} is expected here"
        context.refuse("SL108", message, function, f"for example `lambda {', '.join('xyz'[:count])}: …`")
    return names


def with_names(context: Context, values: dict[str, Expr], walk: Callable[[], Expr]) -> Expr:
    """Return what `walk` makes where `values` have names of their own."""
    before = dict(context.locals)
    narrow = context.narrow
    stands: dict[str, Expr] = {}
    for name, value in values.items():
        if isinstance(value, Var):
            context.locals[name] = Local(value.type, value.raw, value.name)
        else:
            alias = context.new_name("part value")
            context.locals[name] = Local(value.type, alias=alias)
            stands[alias] = value
    context.narrow = {path: each for path, each in narrow.items() if path.partition(".")[0] not in values}
    try:
        made = walk()
    finally:
        context.locals = before
        context.narrow = narrow
    return substitute(made, stands)
