"""The contract of a function's parameters: one object keyed by their names, or one model that is the whole input."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from steploom.dsl.contract.annotations import resolve, shape_of
from steploom.dsl.contract.context import Context
from steploom.dsl.contract.defaults import default_of
from steploom.dsl.contract.shapes import NO_DEFAULT, FieldShape, ModelShape, Shape
from steploom.errors import DeclarationError

__all__ = ["input_shape", "parameters_shape", "takes_whole_input"]

_VARIADIC = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}


def parameters_shape(signature: inspect.Signature, types: Mapping[str, Any], name: str = "arguments") -> ModelShape:
    """Return the shape of an object that holds one key a parameter.

    Args:
        signature: Of the function, without a token parameter.
        types: The resolved annotation of each parameter.
        name: What messages call the function.

    Raises:
        DeclarationError: A parameter has no annotation (SL201), takes any number of arguments (SL207), or has a
            type without JSON form.
    """
    context = Context(resolve, name)
    fields = tuple(_field(each, types, context.at(f"{name}({each.name})")) for each in signature.parameters.values())
    if context.found.failed:
        raise DeclarationError(context.found.items)
    return ModelShape(name, fields)


def _field(parameter: inspect.Parameter, types: Mapping[str, Any], context: Context) -> FieldShape:
    if parameter.kind in _VARIADIC:
        context.fault("SL207", "a parameter cannot take any number of arguments", "declare a list or a dict")
    elif parameter.name not in types:
        context.fault("SL201", "the parameter needs a type annotation")
    shape = resolve(types.get(parameter.name, Any), context)
    required = parameter.default is inspect.Parameter.empty
    default = NO_DEFAULT if required else default_of(shape, parameter.default, context)
    return FieldShape(parameter.name, shape, required, default, parameter.name)


def takes_whole_input(signature: inspect.Signature, types: Mapping[str, Any]) -> str | None:
    """Return the name of the one parameter that is the whole input, or None.

    It is the only parameter, and its type is a model, an event, a dataclass or a TypedDict.
    """
    names = list(signature.parameters)
    if len(names) != 1 or signature.parameters[names[0]].kind in _VARIADIC or names[0] not in types:
        return None
    return names[0] if isinstance(shape_of(types[names[0]]), ModelShape) else None


def input_shape(signature: inspect.Signature, types: Mapping[str, Any], name: str = "input") -> Shape:
    """Return the shape of a workflow's input.

    Args:
        signature: Of the workflow's function.
        types: The resolved annotation of each parameter.
        name: What messages call the workflow.

    Raises:
        DeclarationError: As `parameters_shape`.
    """
    whole = takes_whole_input(signature, types)
    return parameters_shape(signature, types, name) if whole is None else shape_of(types[whole])
