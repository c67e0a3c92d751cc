"""Calls of services through boto3, which moto answers, and fakes that answer in their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError
from botocore.model import ServiceModel

from steploom.clock import handler_time
from steploom.dsl import AwsCall, fake_for, record_call
from steploom.dsl.native.boto import as_json
from steploom.errors import Unsupported
from steploom.local.clients import client
from steploom.local.tasks.failing import Refusal, refusal_of
from steploom.local.tasks.gaps import completed, refusal_code, unreachable_host

__all__ = ["Answered", "ServiceCall", "call_service"]

_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """One call.

    Attributes:
        model: The service.
        operation: The API's name of the operation.
        arguments: Under boto3's names and in its types.
        region: Where.
        account: In which account.
        now: The virtual moment.
        request_id: An id for an answer that is not moto's.
    """

    model: ServiceModel
    operation: str
    arguments: Mapping[str, Any]
    region: str
    account: str
    now: float
    request_id: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back.

    Attributes:
        response: boto3's response, or None where the service refused.
        refusal: Its error, or None.
        unreachable: Why the request never got there, or None.
        took: Virtual seconds.
    """

    response: Mapping[str, Any] | None
    refusal: Refusal | None
    unreachable: str | None
    took: float


def call_service(call: ServiceCall) -> Answered:
    """Make a call.

    Raises:
        Unsupported: SL412, moto does not have the service or operation.
    """
    if (host := unreachable_host(call.model.service_name, call.arguments)) is not None:
        return Answered(None, None, f"Unable to execute HTTP request: {host}: Name or service not known", 0.0)
    target = AwsCall(call.model.service_name, xform_name(call.operation))
    record_call(target, as_json(call.arguments))
    fake = fake_for(target)
    response: Mapping[str, Any] | None = None
    refusal: Refusal | None = None
    unreachable: str | None = None
    with handler_time(call.now) as taken:
        try:
            response = fake(**call.arguments) if fake is not None else _send(call)
        except ClientError as error:
            refusal = refusal_of(error)
        except NotImplementedError as error:
            raise _missing(call) from error
        except BotoCoreError as error:
            unreachable = str(error)
    if refusal is not None and refusal.status == _NOT_FOUND and refusal.message == "Not yet implemented":
        raise _missing(call)
    return Answered(response, refusal, unreachable, taken.slept)


def _send(call: ServiceCall) -> Mapping[str, Any]:
    service = call.model.service_name
    if (refused := refusal_code(service, call.operation, call.arguments)) is not None:
        code, text = refused
        meta = {"HTTPStatusCode": 400, "RequestId": call.request_id}
        raise ClientError({"Error": {"Code": code, "Message": text}, "ResponseMetadata": meta}, call.operation)
    response: Mapping[str, Any] = getattr(client(service, call.region, call.account), xform_name(call.operation))(
        **call.arguments
    )
    return completed(call.model.operation_model(call.operation), call.arguments, response)


def _missing(call: ServiceCall) -> Unsupported:
    name = f"aws.{call.model.service_name.replace('-', '_')}.{xform_name(call.operation)}"
    hint = f"give it a fake: fakes({{{name}: lambda **request: {{...}}}})"
    return Unsupported("SL412", f"moto does not have {call.model.service_name}:{call.operation}; {hint}")
