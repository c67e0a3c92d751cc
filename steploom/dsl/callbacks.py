"""Tell callback activities from others by their first parameter."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import Parameter, Signature
from types import FunctionType
from typing import Annotated, Any, get_args, get_origin

from steploom.dsl.annotations import check_named, mentions_token, types_if_known
from steploom.dsl.places import fault, function_span
from steploom.dsl.tasktoken import TaskToken

__all__ = ["find_token"]


def find_token(function: Any, names: Mapping[str, object] | None) -> tuple[str | None, Signature]:
    """Return the name of the leading token parameter, if there is one, and the signature without it.

    Args:
        function: The function of an activity.
        names: Local names around its declaration.

    Raises:
        DeclarationError: SL204, the first parameter's type could hold a token or anything else; SL205, a token
            stands where no caller could omit it; SL201 and SL210 as for every declaration.
    """
    signature = check_named(function, "activity")
    parameters = list(signature.parameters.values())
    types = types_if_known(function, names)
    first = parameters[0] if parameters else None
    is_callback = first is not None and _is_token(function, first, types)
    _check_places(function, parameters[1:] if is_callback else parameters, types)
    if first is None or not is_callback:
        return None, signature
    if first.kind is Parameter.KEYWORD_ONLY or first.default is not Parameter.empty:
        message = f"the token {first.name!r} of activity {function.__name__!r} must be positional, without a default"
        raise fault(
            "SL205", message, function_span(function), f"write def {function.__name__}({first.name}: TaskToken, …)"
        )
    return first.name, signature.replace(parameters=parameters[1:])


def _is_token(function: FunctionType, first: Parameter, types: Mapping[str, Any] | None) -> bool:
    annotation = first.annotation if types is None else types.get(first.name, Parameter.empty)
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    # A name that is not defined yet can still be read as text.
    last_word = annotation.rpartition(".")[2] if isinstance(annotation, str) else None
    if annotation in (Any, object, Parameter.empty) or last_word in ("Any", "object"):
        message = f"the first parameter of activity {function.__name__!r} must say whether it is a TaskToken"
        hint = f"write {first.name}: TaskToken for a callback, else the type of the value"
        raise fault("SL204", message, function_span(function), hint)
    return annotation is TaskToken or last_word == "TaskToken"


def _check_places(function: FunctionType, others: list[Parameter], types: Mapping[str, Any] | None) -> None:
    wrong = [each.name for each in others if types is not None and mentions_token(types.get(each.name))]
    if types is not None and mentions_token(types.get("return")):
        wrong.append("return")
    if wrong:
        place = "its result" if wrong[0] == "return" else f"parameter {wrong[0]!r}"
        message = f"TaskToken stands at the wrong place: {place} of activity {function.__name__!r}"
        hint = "a token is the whole first parameter of a callback, and nothing else"
        raise fault("SL205", message, function_span(function), hint)
