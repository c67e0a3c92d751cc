"""Call an activity with a JSON payload: bind, check, build, call, check, dump."""

from __future__ import annotations

from functools import lru_cache
from inspect import BoundArguments
from typing import Any

from steploom.diagnostics import Diagnostic
from steploom.dsl import Activity, TaskToken
from steploom.dsl.contract import ModelShape, NoDefault, Shape, build, check, dump, parameters_shape, shape_of
from steploom.errors import DeclarationError, InputError
from steploom.jsontext import Json, JsonObject
from steploom.runtime.settings import TOKEN_KEY

__all__ = ["arguments_of", "invoke"]


def invoke(activity: Activity[..., Any], payload: Json) -> Json:
    """Call the activity's function as its Lambda function would, without logs, metrics or idempotency.

    Args:
        activity: What `@activity` made.
        payload: A JSON object keyed by parameter name; a callback's token stands under `taskToken`. Other keys are
            ignored.

    Returns:
        The JSON form of the result; None for a callback, whose answer comes with the token.

    Raises:
        InputError: The payload does not fit the parameters.
        ResultError: The result does not fit the declared type.
        Exception: Whatever the function raises, as it is.

    Example:
        >>> from steploom.dsl import activity
        >>> @activity
        ... def double(number: int) -> int:
        ...     return 2 * number
        >>> invoke(double, {"number": 21})
        42
    """
    parameters, result = _contract(activity)
    check(parameters, payload)
    bound = BoundArguments(activity.signature, build(parameters, payload))
    returned = activity.function(*_token(activity, payload), *bound.args, **bound.kwargs)
    return None if activity.is_callback else dump(result, returned)


def arguments_of(activity: Activity[..., Any], payload: Json) -> JsonObject:
    """Return the payload's arguments alone, checked, with the defaults of those that are absent.

    Raises:
        InputError: The payload does not fit the parameters.
    """
    parameters, _ = _contract(activity)
    check(parameters, payload)
    found: JsonObject = {}
    for field in parameters.fields:
        if field.name in payload:
            found[field.name] = payload[field.name]
        elif not isinstance(field.default, NoDefault):
            found[field.name] = field.default
    return found


@lru_cache(maxsize=256)
def _contract(activity: Activity[..., Any]) -> tuple[ModelShape, Shape]:
    if activity.is_callback and TOKEN_KEY in activity.signature.parameters:
        message = f"activity {activity.name!r} has a parameter {TOKEN_KEY!r}, the key of its own token"
        raise DeclarationError([Diagnostic("SL205", message, hint="give the parameter another name")])
    parameters = parameters_shape(activity.signature, activity.parameter_types, activity.name)
    return parameters, shape_of(activity.return_type, f"{activity.name} -> result")


def _token(activity: Activity[..., Any], payload: JsonObject) -> tuple[TaskToken, ...]:
    if not activity.is_callback:
        return ()
    token = payload.get(TOKEN_KEY)
    if not isinstance(token, str) or not token:
        raise InputError(f"{TOKEN_KEY}: missing")
    return (TaskToken(token),)
