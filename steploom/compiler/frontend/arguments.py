"""Bind the arguments of an activity's call to its parameters, as Python would."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from typing import Any

from steploom.compiler.frontend.constraints import check_constraints
from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.escape import escape
from steploom.compiler.frontend.fit import check_fits
from steploom.compiler.hir import CallWorkflow, Expr, MakeObject
from steploom.dsl import Activity, Workflow
from steploom.dsl.contract import AnyShape, shape_of, takes_whole_input
from steploom.dsl.exchange import parameters_of

__all__ = ["bind", "call_workflow"]

Recurse = Callable[[Context, ast.expr], Expr]


def bind(
    context: Context, node: ast.Call, activity: Activity[Any, Any], recurse: Recurse, skip: int = 0
) -> tuple[tuple[str, Expr], ...]:
    """Return the arguments by parameter name, in the parameters' order; a default is left to the function.

    Args:
        context: The function being walked.
        node: The call.
        activity: What is called.
        recurse: Makes expressions.
        skip: How many leading positional arguments are not the activity's own (1 for `undo(activity, …)`).

    Raises:
        Refused: An argument is missing, unknown or of another type.
    """
    _check_name(context, node, activity)
    fields = context.placed(node, lambda: parameters_of(activity)).fields
    shapes = {field.attribute: field.shape for field in fields}
    given = _given(context, node, activity, skip)
    bound: list[tuple[str, Expr]] = []
    for name, parameter in activity.signature.parameters.items():
        wanted = shapes[name]
        syntax = given.pop(name, None)
        if syntax is not None:
            value: Expr = recurse(context, syntax)
            check_fits(context, value, wanted, syntax, f"argument {name!r} of {activity.name}")
        elif parameter.default is inspect.Parameter.empty:
            signature = f"it is declared as {activity.name}{activity.signature}"
            context.refuse("SL108", f"{activity.name}() misses the argument {name!r}", node, signature)
        else:
            continue  # the function fills its own default in
        bound.append((name, escape(value, wanted)))
    return tuple(bound)


def call_workflow(
    context: Context, node: ast.Call, workflow: Workflow[Any, Any], target: str | None, recurse: Recurse
) -> CallWorkflow:
    """Return the statement of `await workflow(…)`.

    Raises:
        Refused: An argument is missing, unknown or of another type.
    """
    span, types = context.span(node), workflow.parameter_types
    given = _given(context, node, workflow, 0)
    values: list[tuple[str, Expr]] = []
    for name, parameter in workflow.signature.parameters.items():
        syntax = given.get(name)
        wanted = context.placed(node, lambda: shape_of(types[name], name))  # noqa: B023 - called here
        if syntax is None and parameter.default is inspect.Parameter.empty:
            context.refuse("SL108", f"{workflow.name}() misses the argument {name!r}", node)
        if syntax is not None:
            value = recurse(context, syntax)
            check_fits(context, value, wanted, syntax, f"argument {name!r} of {workflow.name}")
            check_constraints(context, value, wanted, syntax, f"argument {name!r} of {workflow.name}")
            values.append((name, escape(value)))
    result = context.placed(node, lambda: shape_of(workflow.return_type, f"the result of {workflow.name}"))
    if takes_whole_input(workflow.signature, types) is not None:
        if not values:
            context.refuse("SL108", f"{workflow.name}() needs its argument here", node)
        whole = values[0][1]
    else:
        whole = MakeObject(tuple(values), type=AnyShape(), span=span)
    return CallWorkflow(target, workflow, whole, result, span=span)


def _check_name(context: Context, node: ast.Call, activity: Activity[Any, Any]) -> None:
    """Functions are called by their names: two activities of one name would be one function."""
    other = context.activities.setdefault(activity.name, activity)
    if other is not activity:
        functions = other.function, activity.function
        same = functions[0].__module__ == functions[1].__module__
        both = " and ".join(
            each.__qualname__ if same else f"{each.__module__}.{each.__qualname__}" for each in functions
        )
        message = f"two activities are called {activity.name!r}: {both}"
        context.refuse("SL207", message, node, "give one of them another name: @activity(name=…)")


def _given(
    context: Context, node: ast.Call, activity: Activity[Any, Any] | Workflow[Any, Any], skip: int
) -> dict[str, ast.expr]:
    for argument in node.args[skip:]:
        if isinstance(argument, ast.Starred):
            context.refuse("SL102", "'*' in the call of an activity is not supported yet", argument)
    for keyword in node.keywords:
        if keyword.arg is None:
            context.refuse("SL102", "'**' in the call of an activity is not supported yet", keyword.value)
    try:
        bound = activity.signature.bind_partial(
            *node.args[skip:], **{str(each.arg): each.value for each in node.keywords}
        )
    except TypeError as error:
        signature = f"{activity.name}{activity.signature}"
        context.refuse("SL108", f"{activity.name}(): {error}", node, f"it is declared as {signature}")
    given: dict[str, ast.expr] = dict(bound.arguments)
    return given
