"""Which errors a task can end with, as far as anything says so: its state, its function, its service."""

from __future__ import annotations

import ast
import builtins
import inspect
import re
import textwrap
from collections.abc import Iterator
from typing import Any, Final

from steploom.asl import Resource, TaskState, parse_resource
from steploom.dsl import Activity
from steploom.engine import ExecutionInfo, TaskRequest
from steploom.errors import MockError
from steploom.local.bench.naming import LAMBDA_ERRORS, check_error, operation_errors

__all__ = ["modelled_errors", "retried"]

#: What a function raises that nobody has thought of.
_UNFORESEEN: Final = "Exception"
_HTTP: Final = ("States.Http.StatusCode.400", "States.Http.StatusCode.503", "States.Http.Socket")
_RAISES = re.compile(r"^\s*Raises:\s*\n((?:\s+\S.*\n?)+)", re.MULTILINE)
_NAME = re.compile(r"^\s+([A-Z]\w*)(?::|$)", re.MULTILINE)


def modelled_errors(state: TaskState, activity: Activity[..., Any] | None, more: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the errors that a task can end with, its timeout aside.

    They are those that the state itself retries or catches by name; those that the activity retries, raises in its
    own text or names under `Raises:`, and one that nobody foresees; those of its service in botocore's model, and
    what every call of it can end with.

    Args:
        state: The Task.
        activity: What it calls, where that is known.
        more: Further names that the user knows of.
    """
    resource = parse_resource(state.resource)
    names = [*more, *_named(state)]
    if activity is not None:
        names += [*_raised(activity), *_documented(activity)]
    names += _of_resource(resource)
    return tuple(dict.fromkeys(each for each in names if _possible(resource, each, python=activity is not None)))


def retried(state: TaskState, error: str) -> bool:
    """Return whether a retrier of the state matches an error."""
    for retrier in state.retry or ():
        for name in retrier.error_equals:
            if name in (error, "States.ALL") or (name == "States.TaskFailed" and error != "States.Timeout"):
                return (3 if retrier.max_attempts is None else retrier.max_attempts) > 0
    return False


def _named(state: TaskState) -> Iterator[str]:
    retried_names = [name for each in state.retry or () for name in each.error_equals]
    caught_names = [name for each in state.catch or () for name in each.error_equals]
    yield from (name for name in (*retried_names, *caught_names) if not name.startswith("States."))


def _of_resource(resource: Resource) -> tuple[str, ...]:
    if resource.kind == "lambda" or (resource.service, resource.action) == ("lambda", "invoke"):
        return (_UNFORESEEN, *LAMBDA_ERRORS)
    if resource.kind == "http":
        return _HTTP
    if resource.kind == "activity":
        return (_UNFORESEEN,)
    jobs = ("States.TaskFailed",) if resource.pattern in ("sync", "sync:2") else ()
    return (*jobs, *operation_errors(resource))


def _possible(resource: Resource, error: str, *, python: bool) -> bool:
    """Whether the resource can give an error; a state may catch names that never come."""
    info = ExecutionInfo("", "", "", "", None)
    try:
        check_error(TaskRequest(resource, {"FunctionName": "f"}, "", info), error, python=python)
    except MockError:
        return False
    return True


def _raised(activity: Activity[..., Any]) -> Iterator[str]:
    """The classes that the function's own text raises by name."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(activity.function)))
    except (OSError, SyntaxError):
        return
    known = {**vars(builtins), **activity.function.__globals__}
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and node.exc is not None:
            call = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            found = known.get(call.id) if isinstance(call, ast.Name) else None
            if isinstance(found, type) and issubclass(found, Exception):
                yield found.__name__


def _documented(activity: Activity[..., Any]) -> Iterator[str]:
    for block in _RAISES.findall(activity.function.__doc__ or ""):
        yield from _NAME.findall(block)
