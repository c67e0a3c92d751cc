"""Calls of services through boto3, which moto answers, and fakes that answer in their place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError
from botocore.model import ServiceModel
from jmespath.exceptions import JMESPathError

from steploom.clock import handler_time
from steploom.dsl import AwsCall, fake_for, record_call
from steploom.dsl.native.boto import as_json
from steploom.engine import Failure, Success
from steploom.errors import Unsupported
from steploom.local.clients import client
from steploom.local.tasks.failing import Refusal, refusal_of
from steploom.local.tasks.gaps import completed, refusal_code, unreachable_host

__all__ = ["Answered", "ServiceCall", "call_service", "faked"]

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
        unrecorded: It is no call of a workflow's own: what it does is recorded otherwise.
    """

    model: ServiceModel
    operation: str
    arguments: Mapping[str, Any]
    region: str
    account: str
    now: float
    request_id: str
    unrecorded: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back.

    Attributes:
        response: boto3's response, or None where the service refused.
        refusal: Its error, or None.
        unreachable: Why the request never got there, or None.
        raised: Name and text of what a fake raised, or None.
        took: Virtual seconds.
    """

    response: Mapping[str, Any] | None
    refusal: Refusal | None
    unreachable: str | None
    raised: tuple[str, str] | None
    took: float

    def failure(self, prefix: str) -> Failure | None:
        """Return the failure where no service answered, or None.

        Args:
            prefix: The service's prefix in error names.
        """
        if self.raised is not None:
            return Failure(*self.raised, self.took)
        if self.unreachable is not None:
            return Failure(f"{prefix}.SdkClientException", self.unreachable, self.took)
        return None


def call_service(call: ServiceCall) -> Answered:
    """Make a call.

    Raises:
        Unsupported: SL412, moto does not have the service or operation.
    """
    if (host := unreachable_host(call.model.service_name, call.arguments)) is not None:
        return Answered(None, None, f"Unable to execute HTTP request: {host}: Name or service not known", None, 0.0)
    target = AwsCall(call.model.service_name, xform_name(call.operation))
    if not call.unrecorded:
        record_call(target, as_json(call.arguments))
    fake = fake_for(target)
    return _answered(call) if fake is None else _fake_answered(call, fake)


def _answered(call: ServiceCall) -> Answered:
    response: Mapping[str, Any] | None = None
    refusal: Refusal | None = None
    unreachable: str | None = None
    with handler_time(call.now) as taken:
        try:
            response = _send(call)
        except ClientError as error:
            refusal = refusal_of(error)
        except NotImplementedError as error:
            raise _missing(call) from error
        except (AttributeError, LookupError, TypeError) as error:
            raise _unavailable(call, f"moto fails at {{}} with {type(error).__name__}: {error}") from error
        except (BotoCoreError, JMESPathError) as error:
            # botocore reads some arguments for the host's sake before it looks at their types.
            unreachable = str(error)
    if refusal is not None and refusal.status == _NOT_FOUND and refusal.message == "Not yet implemented":
        raise _missing(call)
    return Answered(response, refusal, unreachable, None, taken.slept)


def _fake_answered(call: ServiceCall, fake: Callable[..., Any]) -> Answered:
    with handler_time(call.now) as taken:
        try:
            response = fake(**call.arguments)
        except ClientError as error:
            return Answered(None, refusal_of(error), None, None, taken.slept)
        except Exception as error:  # noqa: BLE001 - the boundary: a fake may raise what it likes
            return Answered(None, None, None, (type(error).__name__, str(error)), taken.slept)
    return Answered(response, None, None, None, taken.slept)


def faked(fake: Callable[..., Any], arguments: Mapping[str, Any], now: float) -> Success | Failure:
    """Return what the fake of a call comes to; what it raises is the error of the task."""
    with handler_time(now) as taken:
        try:
            answer = fake(**arguments)
        except Exception as error:  # noqa: BLE001 - the boundary: a fake may raise what it likes
            return Failure(type(error).__name__, str(error), taken.slept)
    return Success(as_json(answer), taken.slept)


def _send(call: ServiceCall) -> Mapping[str, Any]:
    service = call.model.service_name
    if (refused := refusal_code(service, call.operation, call.arguments)) is not None:
        code, text = refused
        meta: Any = {"HTTPStatusCode": 400, "RequestId": call.request_id}
        raise ClientError({"Error": {"Code": code, "Message": text}, "ResponseMetadata": meta}, call.operation)
    response: Mapping[str, Any] = getattr(client(service, call.region, call.account), xform_name(call.operation))(
        **call.arguments
    )
    return completed(call.model.operation_model(call.operation), call.arguments, response)


def _missing(call: ServiceCall) -> Unsupported:
    return _unavailable(call, "moto does not have {}")


def _unavailable(call: ServiceCall, text: str) -> Unsupported:
    name = f"aws.{call.model.service_name.replace('-', '_')}.{xform_name(call.operation)}"
    hint = f"give it a fake: fakes({{{name}: lambda **request: {{...}}}})"
    told = text.replace("{}", f"{call.model.service_name}:{call.operation}", 1)
    return Unsupported("SL412", f"{told}; {hint}")
