"""`aws-sdk:*`: every operation of every service, driven by botocore's models (section 6.4 of the reference)."""

from __future__ import annotations

from typing import Any

from botocore.model import OperationModel, ServiceModel

from steploom.dsl.awsnaming import sdk_prefix
from steploom.engine import Failure, Outcome, Pending, Success, TaskRequest
from steploom.errors import Unsupported
from steploom.local.tasks.activities import poll_work
from steploom.local.tasks.calling import Answered, call_service
from steploom.local.tasks.failing import Refusal, sdk_failure
from steploom.local.tasks.naming import boto_service, operation_name, service_model
from steploom.local.tasks.ports import Ports
from steploom.local.tasks.requests import BadArguments, boto_arguments, missing_members, refused
from steploom.local.tasks.responses import SDK, result_of

__all__ = ["call_sdk"]


def call_sdk(ports: Ports, request: TaskRequest) -> Outcome:
    """Make the call of an `aws-sdk` resource.

    Raises:
        Unsupported: SL412, moto does not have it.
    """
    model, operation = _operation(request)
    if operation.name == "GetActivityTask" and (outcome := poll_work(ports, request)) is not None:
        return outcome
    prefix = sdk_prefix(str(model.metadata.get("serviceId", model.service_name)))
    try:
        arguments = boto_arguments(operation.input_shape, request.arguments or {})
    except BadArguments as error:
        return refused(request.arguments, error)
    if missing := missing_members(operation.input_shape, arguments):
        return sdk_failure(prefix, model, _absent(missing, ports))
    waited = _shorten(model, operation, arguments)
    answered = call_service(ports.service_call(model, operation.name, arguments))
    if answered.response is None:
        return _failed(prefix, model, answered)
    result = result_of(operation.output_shape, answered.response, SDK)
    took = answered.took + (waited if not result else 0.0)
    if request.token:
        ports.hand_out(request)
        return Pending(result, took)
    return Success(result, took)


def _operation(request: TaskRequest) -> tuple[ServiceModel, OperationModel]:
    resource = request.resource
    service = boto_service(resource.service)
    model = service_model(service) if service is not None else None
    name = operation_name(model, resource.action) if model is not None else None
    if model is None or name is None:
        raise Unsupported("SL410", f"{resource.arn}: botocore knows no such service or operation; update botocore")
    return model, model.operation_model(name)


def _failed(prefix: str, model: ServiceModel, answered: Answered) -> Failure:
    if answered.refusal is not None:
        return sdk_failure(prefix, model, answered.refusal, answered.took)
    return answered.failure(prefix) or Failure(f"{prefix}.{prefix}Exception", None, answered.took)


def _absent(names: list[str], ports: Ports) -> Refusal:
    """What services say to a request without a required member."""
    found = [
        f"Value null at '{name[:1].lower()}{name[1:]}' failed to satisfy constraint: Member must not be null"
        for name in names
    ]
    noun = "error" if len(found) == 1 else "errors"
    return Refusal(
        "ValidationException", f"{len(found)} validation {noun} detected: {'; '.join(found)}", 400, ports.uuid()
    )


def _shorten(model: ServiceModel, operation: OperationModel, arguments: dict[str, Any]) -> float:
    """Take the long poll out of a receive: moto would wait in real time. Returns the virtual seconds it waits."""
    if (model.service_name, operation.name) == ("sqs", "ReceiveMessage"):
        return float(arguments.pop("WaitTimeSeconds", 0))
    return 0.0
