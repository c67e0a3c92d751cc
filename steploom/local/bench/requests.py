"""What a task asks for, in the words of a test: which function, which operation of which service, which machine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from botocore import xform_name
from botocore.model import OperationModel, ServiceModel

from steploom.asl.resources import Resource
from steploom.jsontext import Json, parse
from steploom.local.functions.activities import TOKEN
from steploom.local.functions.registry import FunctionName, parse_function_name
from steploom.local.tasks.naming import boto_service, operation_name, service_model
from steploom.local.tasks.services import SERVICES, action_of

__all__ = ["Asked", "AwsOperation", "function_of", "is_invoke", "machine_of", "operation_of", "payload_of"]

#: Optimized integrations that stand in no table, under boto3's names.
_OTHERS: Final = {"events": "events", "lambda": "lambda", "states": "stepfunctions"}


class Asked(Protocol):
    """What is known of a task's request while it is made and afterwards."""

    @property
    def resource(self) -> Resource:
        """What is called."""
        ...

    @property
    def arguments(self) -> Json:
        """What is sent."""
        ...

    @property
    def state(self) -> str:
        """Name of the state."""
        ...


@dataclass(frozen=True, slots=True)
class AwsOperation:
    """An operation of a service.

    Attributes:
        service: boto3's name of the service.
        operation: boto3's name of the operation.
        model: botocore's model of it.
        owner: botocore's model of the service.
    """

    service: str
    operation: str
    model: OperationModel
    owner: ServiceModel


def function_of(request: Asked) -> FunctionName | None:
    """Return the Lambda function that a request invokes, or None."""
    if request.resource.kind == "lambda":
        return parse_function_name(request.resource.arn)
    if is_invoke(request.resource) and isinstance(request.arguments, dict):
        return parse_function_name(str(request.arguments.get("FunctionName", "")))
    return None


def is_invoke(resource: Resource) -> bool:
    """Return whether a resource is `lambda:invoke`, with or without a token."""
    return resource.kind == "optimized" and (resource.service, resource.action) == ("lambda", "invoke")


def payload_of(request: Asked) -> Json:
    """Return the event that a function is given, a callback's token taken out of it."""
    payload = request.arguments
    if request.resource.kind != "lambda":
        payload = (request.arguments or {}).get("Payload", {})
        if isinstance(payload, str):
            try:
                payload = parse(payload)
            except ValueError:
                return payload
    return {key: value for key, value in payload.items() if key != TOKEN} if isinstance(payload, dict) else payload


def machine_of(request: Asked) -> str | None:
    """Return the name of the state machine that a request starts, or None."""
    resource = request.resource
    if resource.kind != "optimized" or (resource.service, resource.action) != ("states", "startExecution"):
        return None
    arguments = request.arguments if isinstance(request.arguments, dict) else {}
    return str(arguments.get("StateMachineArn", "")).partition(":stateMachine:")[2].partition(":")[0] or None


def operation_of(resource: Resource) -> AwsOperation | None:
    """Return the operation that a resource calls, or None where it is none or botocore does not know it."""
    if resource.kind not in ("optimized", "sdk"):
        return None
    return _operation(resource.kind, resource.service, resource.action)


@lru_cache(maxsize=256)
def _operation(kind: str, service: str, action: str) -> AwsOperation | None:
    name, found = _optimized(service, action) if kind == "optimized" else (boto_service(service), None)
    model = service_model(name) if name is not None else None
    found = found or (operation_name(model, action) if model is not None else None)
    if name is None or model is None or found not in model.operation_names:
        return None
    return AwsOperation(name, xform_name(found), model.operation_model(found), model)


def _optimized(service: str, action: str) -> tuple[str | None, str | None]:
    """boto3's name of the service, and the API's name of the operation where it is not the action's."""
    known, told = SERVICES.get(service), action_of(service, action)
    return told.boto or (_OTHERS.get(service) if known is None else known.boto), told.operation
