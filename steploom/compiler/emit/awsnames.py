"""AWS calls by the names that Step Functions uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from steploom.compiler.hir import AwsTask, Expr, MakeList, MakeObject
from steploom.dsl.awscalls import operation_model
from steploom.dsl.awsnaming import sdk_action, sdk_member, sdk_service

__all__ = ["pascal_case", "resource_of"]

#: Operations with an optimized integration that answers as the SDK's does and takes no other pattern.
_OPTIMIZED = {
    ("dynamodb", "get_item"): "dynamodb:getItem",
    ("dynamodb", "put_item"): "dynamodb:putItem",
    ("dynamodb", "update_item"): "dynamodb:updateItem",
    ("dynamodb", "delete_item"): "dynamodb:deleteItem",
    ("sqs", "send_message"): "sqs:sendMessage",
    ("sns", "publish"): "sns:publish",
}


def resource_of(call: AwsTask) -> str:
    """Return the `Resource` of an AWS call."""
    optimized = _OPTIMIZED.get((call.service, call.operation))
    if optimized is not None:
        return f"arn:aws:states:::{optimized}"
    model = operation_model(call.service, call.operation)
    service = sdk_service(str(model.service_model.service_id))
    return f"arn:aws:states:::aws-sdk:{service}:{sdk_action(model.name)}"


def pascal_case(call: AwsTask, arguments: Expr) -> Expr:
    """Return the arguments with members named as Step Functions wants them, whatever the service's own casing."""
    model = operation_model(call.service, call.operation)
    # The optimized integrations keep the API's own names.
    named = _large if (call.service, call.operation) in _OPTIMIZED else sdk_member
    return _cased(arguments, model.input_shape, named)


def _large(name: str) -> str:
    return name[:1].upper() + name[1:]


def _cased(value: Expr, shape: Any, named: Callable[[str], str]) -> Expr:
    match value:
        case MakeObject(entries=entries) if shape is not None and shape.type_name == "structure":
            members = shape.members
            return replace(
                value,
                entries=tuple((named(key), _cased(each, members.get(key), named)) for key, each in entries),
            )
        case MakeObject(entries=entries) if shape is not None and shape.type_name == "map":
            return replace(value, entries=tuple((key, _cased(each, shape.value, named)) for key, each in entries))
        case MakeList(items=items) if shape is not None and shape.type_name == "list":
            return replace(value, items=tuple(_cased(each, shape.member, named) for each in items))
        case _:
            return value
