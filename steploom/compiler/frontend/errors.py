"""`raise` and `try`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from steploom.compiler.frontend.context import Context, Local, Refused
from steploom.compiler.frontend.expressions import expression
from steploom.compiler.frontend.resolve import static_object
from steploom.compiler.hir import ERROR, Const, Expr, Handler, MakeError, Raise, Statement, Try, Var
from steploom.dsl.contract import StrShape

__all__ = ["raise_", "try_", "try_star"]

Blocks = Callable[[Context, Sequence[ast.stmt]], tuple[Statement, ...]]


def raise_(context: Context, node: ast.Raise) -> Sequence[Statement]:
    """`raise Class(message)`, `raise Class`, `raise error`, `raise`."""
    span = context.span(node)
    if node.exc is None:
        return (_reraise(context, node),)
    if isinstance(node.exc, ast.Name) and node.exc.id in context.locals:
        error = expression(context, node.exc)
        if error.type != ERROR:
            context.refuse("SL206", "only an exception can be raised", node.exc)
        return (Raise(error, None, span=span),)
    call = node.exc
    callee = static_object(context, call.func if isinstance(call, ast.Call) else call)
    if not isinstance(callee, type) or not issubclass(callee, Exception):
        context.refuse("SL206", "only an exception class that the workflow can name can be raised", node.exc)
    plain = node.cause is None or (isinstance(node.cause, ast.Constant) and node.cause.value is None)
    if not plain and not (isinstance(node.cause, ast.Name) and node.cause.id in context.locals):
        context.refuse("SL102", "'raise … from' takes a caught error, or None", node.cause or node)
    message = _message(context, call, callee)
    return (Raise(MakeError(callee.__name__, message, type=ERROR, span=span), callee, span=span),)


def _message(context: Context, call: ast.expr, cls: type[BaseException]) -> Expr:
    _check_plain(context, call, cls)
    if not isinstance(call, ast.Call) or not (call.args or call.keywords):
        return Const("", type=StrShape(), span=context.span(call))
    if len(call.args) != 1 or call.keywords:
        context.refuse("SL102", "an exception takes one message here", call, f"{cls.__name__}(f'…')")
    value = expression(context, call.args[0])
    if not isinstance(value.type, StrShape):
        context.refuse("SL206", "the message of an exception is text here", call.args[0], "use an f-string")
    return value


def _check_plain(context: Context, call: ast.expr, cls: type[BaseException]) -> None:
    """Refuse a class whose text is not what it is given, or that Python turns into another one."""
    if issubclass(cls, StopIteration | StopAsyncIteration):
        message = f"Python makes a RuntimeError of the {cls.__name__} that leaves an async function"
        context.refuse("SL104", message, call, "raise a class of your own")
    own = any({"__init__", "__new__", "__str__"} & vars(each).keys() for each in cls.__mro__ if not _builtin(each))
    given = isinstance(call, ast.Call) and bool(call.args or call.keywords)
    if own or not _says(cls, *(["text"] if given else [])):
        message = f"{cls.__name__} makes its text itself, so its message is not known here"
        context.refuse("SL104", message, call, "raise a class with a plain message")


def _says(cls: type[BaseException], *given: str) -> bool:
    """Whether the text of an exception of Python's own is the one that it is given."""
    try:
        return str(cls(*given)) == "".join(given)
    except TypeError:
        return False


def _builtin(cls: type) -> bool:
    return cls.__module__ == "builtins"


def _reraise(context: Context, node: ast.Raise) -> Raise:
    if not context.caught:
        context.refuse("SL306", "there is no caught error to raise again here", node)
    name = context.caught[-1]
    return Raise(Var(name, type=ERROR, span=context.span(node)), None, span=context.span(node))


def try_(context: Context, node: ast.Try, block: Blocks) -> Sequence[Statement]:
    """`try: … except …: … else: … finally: …`."""
    body = block(context, node.body)
    handlers = [_handler(context, each, block) for each in node.handlers]
    orelse = block(context, node.orelse)
    final = _final(context, node.finalbody, block)
    known = tuple(each for each in handlers if each is not None)
    if len(known) < len(handlers):
        raise Refused
    return (Try(body, known, orelse, final, span=context.span(node)),)


def try_star(context: Context, node: ast.TryStar) -> Sequence[Statement]:
    """`except*` takes groups of errors apart; a state machine has one error at a time."""
    hint = "write `except`: a gather raises the first failure, alone"
    return context.refuse("SL101", "'except*' is not supported in a workflow", node, hint)


def _final(context: Context, nodes: Sequence[ast.stmt], block: Blocks) -> tuple[Statement, ...]:
    """The block of `finally`: which error it runs for, if any, is not known there."""
    caught, context.caught = context.caught, []
    try:
        return block(context, nodes)
    finally:
        context.caught = caught


def _handler(context: Context, node: ast.ExceptHandler, block: Blocks) -> Handler | None:
    """Return a handler, or None where its head is refused: the faults in its block are told in the same run."""
    classes = _head(context, node)
    name = node.name or context.new_name("error")
    before = context.locals.get(name)
    # A saga in the block has an error of its own, which must not take this one's name in the machine.
    has_saga = any(isinstance(each, ast.AsyncWith) for each in ast.walk(node))
    variable = context.new_name(f"caught_{name}") if has_saga else name
    context.locals[name] = Local(ERROR, alias=variable)
    context.caught.append(variable)
    try:
        body = block(context, node.body)
    finally:
        context.caught.pop()
        del context.locals[name]  # as in Python: the name ends with its handler
        if before is not None:
            context.locals[name] = before
    if classes is None:
        return None
    return Handler(classes, variable, body, span=context.span(node))


def _head(context: Context, node: ast.ExceptHandler) -> tuple[type[BaseException], ...] | None:
    try:
        if node.name is not None and node.name in context.locals:
            context.refuse("SL304", f"the name {node.name!r} is in use here", node, "choose another name")
        return _classes(context, node)
    except Refused:
        return None


def _classes(context: Context, node: ast.ExceptHandler) -> tuple[type[BaseException], ...]:
    if node.type is None:
        context.refuse("SL302", "a bare 'except:' also catches what is no error", node, "except Exception:")
    names = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    found: list[type[BaseException]] = []
    for each in names:
        cls = static_object(context, each)
        if not isinstance(cls, type) or not issubclass(cls, BaseException):
            context.refuse("SL302", "only exception classes that the workflow can name can be caught", each)
        if not issubclass(cls, Exception):
            message = f"{cls.__name__} is not an error of a workflow"
            context.refuse("SL302", message, each, "except Exception:")
        if cls is Exception:
            return ()
        _refuse_client_error(context, each, cls)
        found.append(cls)
    if not found:
        context.refuse("SL302", "an empty tuple catches nothing", node.type, "except Exception:")
    return tuple(found)


def _refuse_client_error(context: Context, node: ast.expr, cls: type[Exception]) -> None:
    """An AWS call of a state fails under a name of the service's; which classes boto3 makes for them is chance."""
    if cls.__module__.partition(".")[0] in ("boto3", "botocore"):
        message = f"{cls.__name__} is boto3's, and no name by which a state or a function fails for sure"
        hint = "except Exception:, or let an activity make the call and raise a class of yours"
        context.refuse("SL302", message, node, hint)
