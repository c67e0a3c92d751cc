"""The input of a workflow: from arguments to JSON, and from JSON, checked, to the parameters."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from steploom.dsl.contract import build, cause, input_shape, takes_whole_input
from steploom.dsl.contract.dump import to_json
from steploom.errors import InputError
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.dsl.workflows import Workflow

__all__ = ["begin", "input_json"]


def input_json(workflow: Workflow[..., Any], args: tuple[object, ...], kwargs: Mapping[str, object]) -> Json:
    """Return arguments as the input that they make.

    Raises:
        TypeError: They do not fit the parameters.
        InputError: One does not fit its parameter's type.
    """
    bound = workflow.signature.bind(*args, **kwargs)
    bound.apply_defaults()
    types = workflow.parameter_types
    whole = takes_whole_input(workflow.signature, types)
    given = bound.arguments if whole is None else bound.arguments[whole]
    json, wrong = to_json(input_shape(workflow.signature, types, workflow.name), given)
    if wrong:
        raise InputError(cause(wrong))
    return json


def begin(workflow: Workflow[..., Any], given: Json) -> Coroutine[Any, Any, Any]:
    """Return the coroutine of a workflow on an input.

    Raises:
        InputError: The input breaks the contract.
    """
    types = workflow.parameter_types
    value = build(input_shape(workflow.signature, types, workflow.name), given)
    whole = takes_whole_input(workflow.signature, types)
    bound = workflow.signature.bind_partial()
    bound.arguments.update(value if whole is None else {whole: value})
    return workflow.function(*bound.args, **bound.kwargs)
