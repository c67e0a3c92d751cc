"""Statements: one function a kind of syntax."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from steploom import dsl
from steploom.compiler.frontend.arguments import bind
from steploom.compiler.frontend.awaits import awaited, is_activity
from steploom.compiler.frontend.concurrency import calls, is_raw_answer
from steploom.compiler.frontend.constraints import check_constraints
from steploom.compiler.frontend.context import Context, Local, Refused, UndoHandle
from steploom.compiler.frontend.errors import raise_, try_
from steploom.compiler.frontend.escape import escape, is_raw
from steploom.compiler.frontend.expressions import expression
from steploom.compiler.frontend.fit import check_fits
from steploom.compiler.frontend.logic import truth
from steploom.compiler.frontend.loops import break_, continue_, for_, while_
from steploom.compiler.frontend.resolve import static_object
from steploom.compiler.frontend.scope import assigned_names
from steploom.compiler.hir import (
    Assign,
    Const,
    ErrorType,
    Expr,
    If,
    RegisterUndo,
    Return,
    Saga,
    SideBySide,
    Statement,
    Type,
    Var,
)
from steploom.dsl.contract import NoneShape, Shape, TupleShape

__all__ = ["block"]


def block(context: Context, nodes: Sequence[ast.stmt]) -> tuple[Statement, ...]:
    """Return the statements of a block; a refused one is left out, its diagnostic collected."""
    made: list[Statement] = []
    for node in nodes:
        try:
            made.extend(_statement(context, node))
        except Refused:
            _poison(context, node)
    return tuple(made)


def _statement(context: Context, node: ast.stmt) -> Sequence[Statement]:
    handler = _KINDS.get(type(node))
    if handler is not None:
        return handler(context, node)
    what = _NAMES.get(type(node), type(node).__name__)
    hint = _HINTS.get(type(node), "do it in an activity")
    return context.refuse("SL101", f"{what} is not supported in a workflow yet", node, hint)


_NAMES: dict[type[ast.stmt], str] = {
    ast.Match: "match",
    ast.AugAssign: "an augmented assignment",
    ast.FunctionDef: "a nested function",
    ast.AsyncFunctionDef: "a nested function",
    ast.ClassDef: "a nested class",
    ast.With: "with",
    ast.AsyncFor: "async for",
    ast.Global: "global",
    ast.Nonlocal: "nonlocal",
    ast.Delete: "del",
    ast.Assert: "assert",
    ast.Import: "an import",
    ast.ImportFrom: "an import",
}


_HINTS: dict[type[ast.stmt], str] = {
    ast.Match: "write it as if and elif",
    ast.AugAssign: "write it as an assignment of what an activity computes",
    ast.Assert: "write `if not …: raise …`",
    ast.FunctionDef: "define it outside, as an activity",
    ast.AsyncFunctionDef: "define it outside, as an activity",
    ast.Import: "import at the top of the module",
    ast.ImportFrom: "import at the top of the module",
}


def _poison(context: Context, node: ast.stmt) -> None:
    """Names that a refused statement would have assigned exist, but their reads stay silent: one fault, one message."""
    for name in assigned_names(node):
        context.locals.setdefault(name, Local(None))


def _assign(context: Context, node: ast.Assign | ast.AnnAssign) -> Sequence[Statement]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    if node.value is None:
        return ()
    if len(targets) > 1:
        context.refuse("SL101", "a chained assignment is not supported yet", node, "write two assignments")
    target = targets[0]
    if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Await):
        return _unpack(context, target, node.value)
    if not isinstance(target, ast.Name):
        message = "only plain names can be assigned, for now"
        context.refuse("SL101", message, target, "assign to a name, and build a new value")
    if isinstance(node.value, ast.Await):
        statement, shape, raw = awaited(context, node.value.value, target.id)
        if shape is None:
            raise AssertionError(node)
        _bind(context, target, shape, raw=raw)
        return (statement,)
    value = expression(context, node.value)
    _bind(context, target, value.type, raw=is_raw(value))
    return (Assign(target.id, value, span=context.span(node)),)


def _bind(context: Context, target: ast.Name, shape: Type, *, raw: bool) -> None:
    """Give a name its type; a name keeps one type for its life, so that every branch agrees on it."""
    known = context.locals.get(target.id)
    if isinstance(known, UndoHandle) or (isinstance(known, Local) and isinstance(known.type, ErrorType)):
        context.refuse("SL304", f"the name {target.id!r} is in use here", target, "choose another name")
    if isinstance(known, Local) and known.type is not None and known.type != shape:
        message = f"{target.id!r} already holds a value of another type"
        context.refuse("SL206", message, target, "choose another name")
    context.locals[target.id] = Local(shape, raw or (isinstance(known, Local) and known.raw))


def _bind_name(context: Context, target: ast.Name, shape: Type, raw: bool) -> None:  # noqa: FBT001 - a callback
    _bind(context, target, shape, raw=raw)


def _unpack(context: Context, target: ast.Tuple, value: ast.Await) -> Sequence[Statement]:
    statement, shape, _ = awaited(context, value.value, None)
    names = [each.id for each in target.elts if isinstance(each, ast.Name)]
    if not isinstance(statement, SideBySide) or not isinstance(shape, TupleShape) or len(names) != len(target.elts):
        context.refuse("SL101", "unpacking takes the results of `gather(one(), other())`, for now", target)
    if len(names) != len(shape.items):
        message = f"gather gives {len(shape.items)} results, {len(names)} names take them"
        context.refuse("SL206", message, target)
    for name, item, call in zip(target.elts, shape.items, calls(statement), strict=True):
        assert isinstance(name, ast.Name)  # noqa: S101 - checked above
        _bind(context, name, item, raw=is_raw_answer(call))
    return (replace(statement, targets=tuple(names)),)


def _expression_statement(context: Context, node: ast.Expr) -> Sequence[Statement]:
    value = node.value
    if isinstance(value, ast.Constant):
        return ()  # a docstring, or an ellipsis
    if isinstance(value, ast.Await):
        return (awaited(context, value.value, None)[0],)
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
    if handle.depth != context.depth:
        message = "a compensation must be registered in the saga's own block, not under a condition"
        context.refuse("SL303", message, node, "register one that tolerates that nothing happened")
    return RegisterUndo(activity, bind(context, node, activity, expression, skip=1), span=context.span(node))


def _test(context: Context, node: ast.expr) -> Expr | None:
    """Return a condition, or None where it is refused: the faults behind it are told in the same run."""
    try:
        return truth(context, expression(context, node), node)
    except Refused:
        return None


def _if(context: Context, node: ast.If) -> Sequence[Statement]:
    test = _test(context, node.test)
    context.depth += 1
    try:
        then, other = block(context, node.body), block(context, node.orelse)
    finally:
        context.depth -= 1
    if test is None:
        raise Refused
    return (If(test, then, other, context.source.text(node.test), span=context.span(node.test)),)


def _async_with(context: Context, node: ast.AsyncWith) -> Sequence[Statement]:
    item = node.items[0]
    call = item.context_expr
    is_saga = isinstance(call, ast.Call) and static_object(context, call.func) is dsl.saga
    if not is_saga or len(node.items) > 1:
        context.refuse("SL101", "'async with' takes saga() only, for now", node, "async with saga() as undo:")
    name = item.optional_vars
    if name is not None and not isinstance(name, ast.Name):
        context.refuse("SL101", "saga() binds one name", name)
    if name is not None:
        if name.id in context.locals:
            context.refuse("SL304", f"the name {name.id!r} is in use here", name, "choose another name")
        context.locals[name.id] = UndoHandle(context.depth)
    try:
        body = block(context, node.body)
    finally:
        if name is not None:
            del context.locals[name.id]
    return (Saga(body, span=context.span(node)),)


def _return(context: Context, node: ast.Return) -> Sequence[Statement]:
    wanted = context.returns
    if isinstance(node.value, ast.Await):
        name = context.new_name("result")
        statement, shape, raw = awaited(context, node.value.value, name)
        if shape is None:
            raise AssertionError(node)
        value: Expr = Var(name, raw, type=shape, span=context.span(node.value))
        _check_return(context, value, wanted, node)
        return (statement, Return(escape(value), span=context.span(node)))
    span = context.span(node)
    value = Const(None, type=NoneShape(), span=span) if node.value is None else expression(context, node.value)
    _check_return(context, value, wanted, node)
    return (Return(escape(value), span=span),)


def _check_return(context: Context, value: Expr, wanted: Shape, node: ast.Return) -> None:
    check_fits(context, value, wanted, node.value or node, "the workflow's result")
    check_constraints(context, value, wanted, node.value or node, "the workflow's result")


def _pass(context: Context, node: ast.Pass) -> Sequence[Statement]:
    del context, node
    return ()


_KINDS: dict[type[ast.stmt], Callable[[Context, Any], Sequence[Statement]]] = {
    ast.Assign: _assign,
    ast.AnnAssign: _assign,
    ast.Expr: _expression_statement,
    ast.If: _if,
    ast.AsyncWith: _async_with,
    ast.Return: _return,
    ast.Pass: _pass,
    ast.For: lambda context, node: for_(context, node, block, _bind_name),
    ast.While: lambda context, node: while_(context, node, block),
    ast.Break: break_,
    ast.Continue: continue_,
    ast.Raise: raise_,
    ast.Try: lambda context, node: try_(context, node, block),
}
