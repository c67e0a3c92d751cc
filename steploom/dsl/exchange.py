"""What an activity takes and gives as JSON: the same rules natively, in Lambda and for fakes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from steploom.dsl.activities import Activity
from steploom.dsl.contract import AnyShape, ModelShape, Shape, build, cause, dump, faults, parameters_shape, shape_of
from steploom.dsl.contract.dump import to_json
from steploom.dsl.emitting import EventLike
from steploom.dsl.tasktoken import TaskToken
from steploom.errors import ResultError
from steploom.jsontext import Json, JsonObject

__all__ = [
    "answer_json",
    "argument_objects",
    "arguments_json",
    "call_function",
    "declared_arguments",
    "event_json",
    "fake_result_json",
    "parameters_of",
    "result_json",
]

_SHAPES: WeakKeyDictionary[Activity[..., Any], ModelShape] = WeakKeyDictionary()


def parameters_of(activity: Activity[..., Any]) -> ModelShape:
    """Return the contract of an activity's payload: an object with one key a parameter, the token left out.

    Raises:
        DeclarationError: A parameter's type has no JSON form.
    """
    shape = _SHAPES.get(activity)
    if shape is None:
        shape = _SHAPES[activity] = parameters_shape(activity.signature, activity.parameter_types, activity.name)
    return shape


def arguments_json(activity: Activity[..., Any], args: tuple[object, ...], kwargs: Mapping[str, object]) -> JsonObject:
    """Return what a caller passes as a payload: by parameter name, defaults left out.

    A value that is not of its parameter's type, but is JSON, goes in as it is: whether it fits is asked where the
    payload arrives.

    Raises:
        TypeError: The arguments do not fit the parameters, or one has no JSON form.
    """
    bound = activity.signature.bind(*args, **kwargs)
    shapes = {field.attribute: field for field in parameters_of(activity).fields}
    payload: JsonObject = {}
    for name, value in bound.arguments.items():
        field = shapes[name]
        json, wrong = to_json(field.shape, value, name)
        if wrong:
            json, unfit = to_json(AnyShape(), value, name)
            if unfit:
                raise TypeError(f"{activity.name}(...): {cause(wrong)}")
        payload[field.name] = json
    return payload


def argument_objects(activity: Activity[..., Any], payload: Json) -> dict[str, Any]:
    """Return the arguments of a payload as Python objects; what it leaves out is left to the function's defaults.

    Raises:
        InputError: The payload breaks the contract of the parameters; the cause names each path.
    """
    shape = parameters_of(activity)
    objects: dict[str, Any] = build(shape, payload)
    return {field.attribute: objects[field.attribute] for field in shape.fields if field.name in payload}


def declared_arguments(activity: Activity[..., Any], payload: JsonObject) -> JsonObject:
    """Return what a payload passes as its caller holds it: each value that fits in the form its type declares.

    A machine may pass on more than that, such as keys of its input that no model declares. What does not fit stays
    as it is, and so does what no parameter takes.
    """
    shapes = {field.name: field.shape for field in parameters_of(activity).fields}
    return {name: _declared(shapes[name], value) if name in shapes else value for name, value in payload.items()}


def _declared(shape: Shape, value: Json) -> Json:
    return value if faults(shape, value) else dump(shape, build(shape, value))


def call_function(activity: Activity[..., Any], token: TaskToken | None, arguments: Mapping[str, object]) -> Any:
    """Call the plain function of an activity.

    Args:
        activity: What to call.
        token: For a callback, its token.
        arguments: By parameter name.
    """
    bound = activity.signature.bind_partial()
    bound.arguments.update(arguments)
    return activity.function(*(() if token is None else (token,)), *bound.args, **bound.kwargs)


def result_json(activity: Activity[..., Any], value: object) -> Json:
    """Return what a function returned as JSON.

    Raises:
        ResultError: It is not of the declared type; the cause names each path.
    """
    return dump(activity.return_type, value)


def answer_json(activity: Activity[..., Any], value: object) -> Json:
    """Return what a fake, or whoever answers a callback, gave as JSON: an object of the declared type, or its JSON.

    Raises:
        ResultError: It is neither; the cause names each path.
    """
    shape = shape_of(activity.return_type)
    json, wrong = to_json(shape, value)
    if not wrong:
        return json
    plain, unfit = to_json(AnyShape(), value)
    if unfit:
        raise ResultError(cause(wrong, "result"))
    if found := faults(shape, plain):
        raise ResultError(cause(found, "result"))
    return plain


def fake_result_json(activity: Activity[..., Any], value: object) -> Json:
    """Return what a fake gave for an activity, in the form in which its function would have given it.

    Raises:
        ResultError: It is neither an object of the declared type nor its JSON.
    """
    return _declared(shape_of(activity.return_type), answer_json(activity, value))


def event_json(event: EventLike) -> JsonObject:
    """Return the detail of an event, without `_meta`.

    Raises:
        TypeError: A field is not of its declared type.
    """
    json, wrong = to_json(shape_of(type(event)), event)
    if wrong:
        raise TypeError(f"{event.detail_type}: {cause(wrong, 'event')}")
    detail: JsonObject = json
    return detail
