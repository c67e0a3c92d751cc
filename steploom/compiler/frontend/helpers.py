"""Helpers: plain functions, sync and async, of this and other modules, and functions that are defined inside.

A helper is walked where it is called, with names of its own: what it does becomes states and expressions of its
caller. One that is a single `return` is an expression; every other one is a statement.
"""

from __future__ import annotations

import ast
import copy
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FunctionType
from typing import TypeVar

from steploom.compiler.frontend.annotated import declared
from steploom.compiler.frontend.context import Context, Local, Nested, Refused
from steploom.compiler.frontend.ends import always_ends
from steploom.compiler.frontend.escape import is_raw
from steploom.compiler.frontend.fit import check_fits
from steploom.compiler.frontend.resolve import static_object
from steploom.compiler.frontend.scope import local_names
from steploom.compiler.frontend.shapes import join
from steploom.compiler.hir import Assign, Bound, Const, Expr, Field, Inline, Statement, Type, Var
from steploom.compiler.hir.walk import substitute
from steploom.dsl.contract import NoneShape
from steploom.source import SourceMissing, read_function

__all__ = ["Blocks", "Called", "acts", "helper_of", "inline_call", "inline_expression"]

Blocks = Callable[[Context, Sequence[ast.stmt]], tuple[Statement, ...]]
N = TypeVar("N", bound=ast.AST)
Recurse = Callable[[Context, ast.expr], Expr]


@dataclass(frozen=True, slots=True)
class Called:
    """What a call became: statements, the type of the result, and whether it may hold undeclared keys."""

    statements: tuple[Statement, ...]
    type: Type | None
    raw: bool = False


def helper_of(context: Context, node: ast.expr) -> Nested | None:
    """Return the helper that `node` names, or None where it names something else."""
    if isinstance(node, ast.Name) and node.id in context.functions:
        return context.functions[node.id]
    if not isinstance(node, ast.Name | ast.Attribute) or _unassigned(context, node):
        return None
    target = static_object(context, node)
    if not isinstance(target, FunctionType) or not _is_own(target):
        return None
    try:
        source = read_function(target)
    except SourceMissing:
        return None
    return Nested(source.node, source) if isinstance(source.node, ast.FunctionDef | ast.AsyncFunctionDef) else None


def acts(context: Context, node: ast.Call) -> bool:
    """Whether a call is that of a sync helper of several lines, which is no expression."""
    helper = helper_of(context, node.func)
    return helper is not None and isinstance(helper.node, ast.FunctionDef) and _single(helper) is None


def inline_expression(context: Context, node: ast.Call, recurse: Recurse) -> Expr | None:
    """Return the call of a sync helper that is one `return`, or None where `node` calls something else."""
    helper = helper_of(context, node.func)
    if helper is None:
        return None
    name = helper.node.name
    if isinstance(helper.node, ast.AsyncFunctionDef):
        context.refuse("SL105", f"{name}() does nothing unless it is awaited", node, f"write `await {name}(…)`")
    returned = _single(helper)
    if returned is None:
        context.refuse("SL104", f"{name}() is more than one expression, so it cannot be called here", node)
    given = _bound(context, node, helper, recurse)
    with _inside(context, helper, node) as names:
        values = _enter(context, helper, given, names, recurse)
        result = recurse(context, _renamed(returned, names))
        if helper.node.returns is not None:
            check_fits(context, result, declared(context, helper.node.returns, f"the result of {name}"), returned, name)
    for variable, value in reversed(values):
        if _is_path(value):
            result = substitute(result, {variable: value})
        else:
            result = Bound(variable, value, result, type=result.type, span=result.span)
    return result


def inline_call(
    context: Context, node: ast.Call, helper: Nested, target: str | None, makers: tuple[Blocks, Recurse]
) -> Called:
    """Return the statements of a helper's call, with its result in `target`.

    Raises:
        Refused: Its arguments do not fit, or it calls itself.
    """
    block, recurse = makers
    span = context.span(node)
    given = _bound(context, node, helper, recurse)
    name = helper.node.name
    with _inside(context, helper, node) as names:
        values = _enter(context, helper, given, names, recurse)
        returns = helper.node.returns
        context.returns = None if returns is None else declared(context, returns, f"the result of {name}")
        renamed = [_renamed(each, names) for each in helper.node.body]
        context.bodies = (*context.bodies, renamed)
        body = block(context, renamed)
        result, raw = _result(context, body, helper)
    bindings = tuple(Assign(variable, value, span=span) for variable, value in values)
    return Called((*bindings, Inline(target, body, span=span)), result, raw)


def _result(context: Context, body: tuple[Statement, ...], helper: Nested) -> tuple[Type, bool]:
    if context.found.failed:
        raise Refused  # what its body returns is not known
    returned = list(context.returned)
    if not always_ends(body):
        returned.append(Const(None, type=NoneShape(), span=context.span(helper.node)))
        if context.returns is not None:
            check_fits(context, returned[-1], context.returns, helper.node, f"the end of {helper.node.name}")
    raw = any(map(is_raw, returned))
    if context.returns is not None:
        return context.returns, raw
    return join([each.type for each in returned]), raw


def _single(helper: Nested) -> ast.expr | None:
    """The expression of a body that is one `return`, behind its docstring."""
    body = helper.node.body
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    only = body[0] if len(body) == 1 else None
    return only.value if isinstance(only, ast.Return) else None


def _is_own(function: FunctionType) -> bool:
    """Whether a function is the application's: of no installed package and not of the standard library."""
    package = function.__module__.partition(".")[0]
    file = getattr(sys.modules.get(function.__module__), "__file__", None) or ""
    return package not in sys.stdlib_module_names and package != "steploom" and "-packages" not in file


def _unassigned(context: Context, node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return not isinstance(node, ast.Name) or node.id in context.own or node.id in context.locals


def _bound(context: Context, node: ast.Call, helper: Nested, recurse: Recurse) -> dict[str, tuple[Expr, ast.expr]]:
    """The arguments of a call by parameter, evaluated in the order in which they are written."""
    name, wanted = helper.node.name, helper.node.args
    if wanted.vararg or wanted.kwarg:
        context.refuse("SL104", f"{name}() takes any number of arguments, which a helper cannot", node)
    places = [each.arg for each in (*wanted.posonlyargs, *wanted.args)]
    given: dict[str, tuple[Expr, ast.expr]] = {}
    if len(node.args) > len(places):
        context.refuse("SL108", f"{name}() takes {len(places)} arguments by position", node)
    pairs = [*zip(places, node.args, strict=False), *((each.arg, each.value) for each in node.keywords)]
    known = {*places[len(wanted.posonlyargs) :], *(each.arg for each in wanted.kwonlyargs)}
    for place, (parameter, value) in enumerate(pairs):
        if parameter is None or isinstance(value, ast.Starred):
            context.refuse("SL102", "'*' and '**' in the call of a helper are not supported yet", value)
        if parameter in given or (place >= len(node.args) and parameter not in known):
            context.refuse("SL108", f"{name}() cannot take the argument {parameter!r} here", value)
        given[parameter] = recurse(context, value), value
    return given


def _enter(
    context: Context,
    helper: Nested,
    given: dict[str, tuple[Expr, ast.expr]],
    names: dict[str, str],
    recurse: Recurse,
) -> list[tuple[str, Expr]]:
    """Bind the parameters: their names in the machine, and their values."""
    arguments = helper.node.args
    defaults = dict(
        zip(
            [each.arg for each in (*arguments.posonlyargs, *arguments.args)][::-1],
            arguments.defaults[::-1],
            strict=False,
        )
    )
    defaults |= {
        each.arg: value for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value
    }
    values: list[tuple[str, Expr]] = []
    for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        if each.arg in given:
            value, syntax = given[each.arg]
        elif each.arg in defaults:
            value, syntax = recurse(context, defaults[each.arg]), defaults[each.arg]
        else:
            context.refuse("SL108", f"{helper.node.name}() misses the argument {each.arg!r}", context.inlining[-1])
        shape: Type = value.type
        if each.annotation is not None:
            what = f"argument {each.arg!r} of {helper.node.name}"
            wanted = declared(context, each.annotation, what)
            check_fits(context, value, wanted, syntax, what)
            shape = wanted
        variable = names[each.arg]
        context.locals[variable] = Local(shape, is_raw(value))
        values.append((variable, value))
    return values


@contextmanager
def _inside(context: Context, helper: Nested, call: ast.Call) -> Iterator[dict[str, str]]:
    """Walk in a helper: under its own names, in its own text."""
    if helper.node in context.inlining:
        name = helper.node.name
        context.refuse("SL305", f"{name}() calls itself", call, "write it as a loop, or as a workflow that it starts")
    kept = {name: getattr(context, name) for name in _SCOPED}
    names = _names(context, helper)
    inside = helper.source is context.source
    own = frozenset(names.values())
    context.source, context.caught, context.returned = helper.source, [], []
    context.inlining = (*context.inlining, helper.node)
    context.foreign = context.foreign | own & frozenset(names[each] for each in _parameters(helper))
    if inside:
        context.own = context.own | own
        context.locals, context.functions = dict(context.locals), dict(context.functions)
    else:
        # Of the caller's names none is known in a function of another place.
        context.own, context.bodies, context.locals, context.functions = own, (), {}, {}
    try:
        yield names
    finally:
        for name, value in kept.items():
            setattr(context, name, value)


#: What of a context is another one inside a helper.
_SCOPED = ("source", "own", "caught", "returns", "returned", "inlining", "foreign", "bodies", "locals", "functions")


def _names(context: Context, helper: Nested) -> dict[str, str]:
    parameters = _parameters(helper)
    own = [*parameters, *sorted(local_names(helper.node) - set(parameters))]
    return {name: context.new_name(name) for name in own}


def _parameters(helper: Nested) -> list[str]:
    arguments = helper.node.args
    return [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


class _Renamer(ast.NodeTransformer):
    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def generic_visit(self, node: ast.AST) -> ast.AST:
        made = super().generic_visit(node)
        for name in ("id", "arg", "name", "rest"):
            old = getattr(made, name, None)
            if isinstance(old, str) and old in self.names and not isinstance(made, ast.keyword | ast.alias):
                setattr(made, name, self.names[old])
        return made


def _renamed(node: N, names: dict[str, str]) -> N:
    made: N = _Renamer(names).visit(copy.deepcopy(node))
    return made


def _is_path(value: Expr) -> bool:
    while isinstance(value, Field):
        value = value.base
    return isinstance(value, Const | Var)
