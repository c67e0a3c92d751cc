"""Statements: one function a kind of syntax."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from steploom import dsl
from steploom.compiler.frontend import arguments
from steploom.compiler.frontend.assigning import annotated, assign, augmented, bind, delete
from steploom.compiler.frontend.awaits import awaited, comprehended, is_activity
from steploom.compiler.frontend.changing import mutated
from steploom.compiler.frontend.constraints import check_constraints
from steploom.compiler.frontend.context import Context, Local, Nested, Refused, UndoHandle
from steploom.compiler.frontend.ends import always_ends
from steploom.compiler.frontend.errors import raise_, try_, try_star
from steploom.compiler.frontend.escape import escape
from steploom.compiler.frontend.expressions import expression
from steploom.compiler.frontend.fit import check_fits
from steploom.compiler.frontend.helpers import Called, acts, helper_of, inline_call
from steploom.compiler.frontend.hoist import hoisted
from steploom.compiler.frontend.logic import truth
from steploom.compiler.frontend.loops import break_, continue_, for_, while_
from steploom.compiler.frontend.matching import match_
from steploom.compiler.frontend.narrowing import facts, narrowed, still_true
from steploom.compiler.frontend.resolve import static_object
from steploom.compiler.frontend.scope import assigned_names
from steploom.compiler.hir import (
    Assign,
    Const,
    Expr,
    If,
    RegisterUndo,
    Return,
    Saga,
    Statement,
    Type,
    Var,
)
from steploom.dsl.contract import NoneShape

__all__ = ["block"]


def block(context: Context, nodes: Sequence[ast.stmt]) -> tuple[Statement, ...]:
    """Return the statements of a block; a refused one is left out, its diagnostic collected."""
    made: list[Statement] = []
    with narrowed(context, {}):
        for node in nodes:
            try:
                for each in hoisted(context, node, acts):
                    made.extend(_statement(context, each))
            except Refused:
                _poison(context, node)
    return tuple(made)


def act(context: Context, node: ast.expr, target: str | None) -> Called | None:
    """Return what an await, or a helper of several lines, becomes that binds its result to `target`; else None."""
    if isinstance(node, ast.Await):
        return awaited(context, node.value, target, block)
    if isinstance(node, ast.ListComp) and any(isinstance(each, ast.Await) for each in ast.walk(node)):
        return comprehended(context, node, target, block)
    if isinstance(node, ast.DictComp) and any(isinstance(each, ast.Await) for each in ast.walk(node)):
        return _dict_of_awaits(context, node, target)
    if isinstance(node, ast.Call) and acts(context, node):
        helper = helper_of(context, node.func)
        assert helper is not None  # noqa: S101 - acts says so
        return inline_call(context, node, helper, target, (block, expression))
    return None


def _dict_of_awaits(context: Context, node: ast.DictComp, target: str | None) -> Called:
    """`{key: await f(x) for x in xs}`: pairs, one after the other, then a dict of them."""
    pairs, pair = context.new_name("pairs value"), context.new_name("pair value")

    def at(made: ast.expr) -> ast.expr:
        return ast.copy_location(made, node)

    def part(place: int) -> ast.expr:
        return at(ast.Subscript(at(ast.Name(pair, ast.Load())), at(ast.Constant(place)), ast.Load()))

    both = at(ast.Tuple([node.key, node.value], ast.Load()))
    listed = ast.copy_location(ast.ListComp(both, node.generators), node)
    made = comprehended(context, listed, pairs, block)
    assert made.type is not None  # noqa: S101 - a list
    context.locals[pairs] = Local(made.type, made.raw)
    over = ast.comprehension(at(ast.Name(pair, ast.Store())), at(ast.Name(pairs, ast.Load())), [], 0)
    value = expression(context, at(ast.DictComp(part(0), part(1), [over])))
    bound = () if target is None else (Assign(target, value, span=context.span(node)),)
    return Called((*made.statements, *bound), value.type)


def _statement(context: Context, node: ast.stmt) -> Sequence[Statement]:
    handler = _KINDS.get(type(node))
    if handler is not None:
        return handler(context, node)
    what = _NAMES.get(type(node), type(node).__name__)
    hint = _HINTS.get(type(node), "do it in an activity")
    return context.refuse("SL101", f"{what} is not supported in a workflow yet", node, hint)


_NAMES: dict[type[ast.stmt], str] = {
    ast.ClassDef: "a nested class",
    ast.With: "with",
    ast.AsyncFor: "async for",
    ast.Global: "global",
    ast.Nonlocal: "nonlocal",
}


_HINTS: dict[type[ast.stmt], str] = {}


def _poison(context: Context, node: ast.stmt) -> None:
    """Names that a refused statement would have assigned exist, but their reads stay silent: one fault, one message."""
    for name in assigned_names(node):
        context.locals.setdefault(name, Local(None))


def _bind_name(context: Context, target: ast.Name, shape: Type, raw: bool) -> None:  # noqa: FBT001 - a callback
    bind(context, target, shape, raw=raw)


def _expression_statement(context: Context, node: ast.Expr) -> Sequence[Statement]:
    value = node.value
    if isinstance(value, ast.Constant):
        return ()  # a docstring, or an ellipsis
    called = act(context, value, None)
    if called is not None:
        return called.statements
    if isinstance(value, ast.Call):
        longer = mutated(context, value, expression)
        if longer is not None:
            return (Assign(longer[0], longer[1], span=context.span(node)),)
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        handle = context.locals.get(value.func.id)
        if isinstance(handle, UndoHandle):
            return (_register(context, value, handle),)
    if isinstance(value, ast.Call):
        callee = static_object(context, value.func)
        awaitable = callee in (dsl.emit, dsl.sleep, dsl.gather) or isinstance(callee, dsl.AwsCall)
        if awaitable or is_activity(context, value.func):
            name = context.source.text(value.func)
            context.refuse("SL105", f"{name}() does nothing unless it is awaited", value, f"write `await {name}(…)`")
    expression(context, value)
    return context.refuse("SL101", "this line has no effect in a workflow", node, "remove it")


def _register(context: Context, node: ast.Call, handle: UndoHandle) -> RegisterUndo:
    activity = static_object(context, node.args[0]) if node.args else None
    if not isinstance(activity, dsl.Activity):
        context.refuse("SL303", "undo takes an activity and its arguments", node, "for example `undo(release, stock)`")
    if activity.is_callback:
        context.refuse("SL303", "a compensation cannot wait for a callback", node)
    if handle.branches != context.branches:
        message = "what runs side by side cannot register with a saga around it"
        context.refuse("SL303", message, node, "open a saga inside, or register behind the gather")
    return RegisterUndo(
        handle.saga, activity, arguments.bind(context, node, activity, expression, skip=1), span=context.span(node)
    )


def _test(context: Context, node: ast.expr) -> Expr | None:
    """Return a condition, or None where it is refused: the faults behind it are told in the same run."""
    try:
        return truth(context, expression(context, node), node)
    except Refused:
        return None


def _if(context: Context, node: ast.If) -> Sequence[Statement]:
    test = _test(context, node.test)
    holds, fails = facts(context, node.test, truth=True), facts(context, node.test, truth=False)
    with narrowed(context, holds):
        then = block(context, node.body)
    with narrowed(context, fails):
        other = block(context, node.orelse)
    if test is None:
        raise Refused
    if always_ends(then):
        context.narrow = {**context.narrow, **still_true(fails, node.orelse)}
    elif other and always_ends(other):
        context.narrow = {**context.narrow, **still_true(holds, node.body)}
    return (If(test, then, other, context.source.text(node.test), span=context.span(node.test)),)


def _async_with(context: Context, node: ast.AsyncWith) -> Sequence[Statement]:
    item = node.items[0]
    call = item.context_expr
    is_saga = isinstance(call, ast.Call) and static_object(context, call.func) is dsl.saga
    if not is_saga or len(node.items) > 1:
        context.refuse("SL101", "'async with' takes saga() only, for now", node, "async with saga() as undo:")
    name, saga = item.optional_vars, context.new_name("undo stack")
    if name is not None and not isinstance(name, ast.Name):
        context.refuse("SL101", "saga() binds one name", name)
    if name is not None:
        if name.id in context.locals:
            context.refuse("SL304", f"the name {name.id!r} is in use here", name, "choose another name")
        context.locals[name.id] = UndoHandle(saga, context.branches)
    try:
        body = block(context, node.body)
    finally:
        if name is not None:
            del context.locals[name.id]
    return (Saga(body, saga, span=context.span(node)),)


def _return(context: Context, node: ast.Return) -> Sequence[Statement]:
    span = context.span(node)
    if node.value is None:
        return _returned(context, Const(None, type=NoneShape(), span=span), node)
    name = context.new_name("result")
    called = act(context, node.value, name)
    if called is None:
        return _returned(context, expression(context, node.value), node)
    where = context.span(node.value)
    value: Expr = Const(None, type=NoneShape(), span=where)
    if called.type is not None:
        value = Var(name, called.raw, type=called.type, span=where)
    return (*called.statements, *_returned(context, value, node))


def _returned(context: Context, value: Expr, node: ast.Return) -> Sequence[Statement]:
    wanted, span = context.returns, context.span(node)
    what = f"the result of {context.inlining[-1].name}" if context.inlining else "the workflow's result"
    if wanted is not None:
        check_fits(context, value, wanted, node.value or node, what)
    if context.inlining:
        context.returned.append(value)
        return (Return(value, span=span),)
    if wanted is not None:
        check_constraints(context, value, wanted, node.value or node, what)
    return (Return(escape(value), span=span),)


def _assert(context: Context, node: ast.Assert) -> Sequence[Statement]:
    """`assert test, message`: an error like another one; Python can be told to leave it out, a workflow cannot."""
    text = [] if node.msg is None else [node.msg]
    error = ast.copy_location(ast.Call(ast.copy_location(ast.Name(_ASSERTION, ast.Load()), node), text, []), node)
    raised = ast.copy_location(ast.Raise(error, None), node)
    test = ast.copy_location(ast.UnaryOp(ast.Not(), node.test), node.test)
    return block(context, [ast.copy_location(ast.If(test, [raised], []), node)])


def _function(context: Context, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Sequence[Statement]:
    """A function inside: it is walked where it is called."""
    if node.decorator_list:
        context.refuse("SL101", "a nested function takes no decorators", node.decorator_list[0], "define it outside")
    if any(isinstance(each, ast.Nonlocal | ast.Global) for each in ast.walk(node)):
        context.refuse("SL101", "a nested function cannot assign names of the outer one", node, "return the value")
    context.functions[node.name] = Nested(node, context.source)
    return ()


def _import(context: Context, node: ast.Import | ast.ImportFrom) -> Sequence[Statement]:
    return context.refuse("SL101", "an import is not supported in a workflow", node, "import at the top of the module")


def _pass(context: Context, node: ast.Pass) -> Sequence[Statement]:
    del context, node
    return ()


_ASSERTION = "AssertionError"

_KINDS: dict[type[ast.stmt], Callable[[Context, Any], Sequence[Statement]]] = {
    ast.Assign: lambda context, node: assign(context, node, act),
    ast.AnnAssign: lambda context, node: annotated(context, node, act),
    ast.AugAssign: lambda context, node: augmented(context, node, act),
    ast.Delete: delete,
    ast.Expr: _expression_statement,
    ast.If: _if,
    ast.AsyncWith: _async_with,
    ast.Return: _return,
    ast.Pass: _pass,
    ast.Assert: _assert,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.Import: _import,
    ast.ImportFrom: _import,
    ast.For: lambda context, node: for_(context, node, block, _bind_name),
    ast.While: lambda context, node: while_(context, node, block),
    ast.Break: break_,
    ast.Continue: continue_,
    ast.Raise: raise_,
    ast.Match: lambda context, node: match_(context, node, block),
    ast.Try: lambda context, node: try_(context, node, block),
    ast.TryStar: try_star,
}
