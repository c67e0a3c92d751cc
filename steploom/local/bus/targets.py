"""Calls of targets: one function a service, through boto3; what a target refuses in EventBridge's codes (9.5)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from botocore.exceptions import ClientError

from steploom.errors import SteploomError, Unsupported
from steploom.jsontext import JsonObject
from steploom.local.clients import client

__all__ = ["Send", "TargetRefused", "refusal_of", "send_to", "supported"]

#: API error codes by which a service says that a target is not there, may not be used, or is busy.
_NO_RESOURCE = ("DoesNotExist", "NotFound", "NonExistentQueue", "ResourceNotFoundException")
_NO_PERMISSION = ("AccessDenied", "AuthorizationError", "NotAuthorized")
_BUSY = ("Throttl", "TooManyRequests", "LimitExceeded", "Rate")
_WRONG = ("Validation", "Invalid", "MissingParameter")


class TargetRefused(SteploomError):
    """A target did not take an event.

    Args:
        code: EventBridge's error code: `NO_RESOURCE`, `THROTTLING`, …
        message: The service's text.
        retry: Whether trying again can help.
    """

    def __init__(self, code: str, message: str, *, retry: bool) -> None:
        self.code = code
        self.message = message
        self.retry = retry
        super().__init__(f"{code}: {message}")


@dataclass(frozen=True, slots=True)
class Send:
    """One event for one target.

    Attributes:
        target: The target as PutTargets takes it.
        payload: The text it receives.
        event: The event.
        account: Account of the rule.
        region: Region of the rule.
        run_name: A name for an execution that it starts.
        invoke_later: Invokes a function by ARN as an event; False where there is none.
    """

    target: Mapping[str, Any]
    payload: str
    event: JsonObject
    account: str
    region: str
    run_name: str
    invoke_later: Callable[[str, str], bool]

    @property
    def arn(self) -> list[str]:
        """The parts of the target's ARN."""
        return str(self.target["Arn"]).split(":", 5)


def supported(target: Mapping[str, Any]) -> bool:
    """Return whether a target is one that this module serves."""
    parts = str(target["Arn"]).split(":", 5)
    return len(parts) > 5 and parts[2] in _SERVICES and (parts[2] != "events" or parts[5].startswith("event-bus/"))  # noqa: PLR2004 -- an ARN has six parts


def send_to(send: Send) -> None:
    """Call the target's service.

    Raises:
        TargetRefused: It did not take the event.
        Unsupported: SL412, the local cloud does not serve such targets.
    """
    if not supported(send.target):
        message = f"EventBridge targets like {send.target['Arn']} are not available in the local cloud yet"
        raise Unsupported("SL412", message + "; use SQS, SNS, Lambda, Step Functions, Logs or another bus")
    try:
        _SERVICES[send.arn[2]](send)
    except ClientError as error:
        raise refusal_of(error) from error


def refusal_of(error: ClientError) -> TargetRefused:
    """Return what a service's error means for a delivery."""
    code, message = error.response["Error"].get("Code", ""), error.response["Error"].get("Message", "")
    for marks, name, retry in (
        (_NO_RESOURCE, "NO_RESOURCE", False),
        (_NO_PERMISSION, "NO_PERMISSIONS", False),
        (_BUSY, "THROTTLING", True),
        (_WRONG, "INVALID_PARAMETER", False),
    ):
        if any(mark in code for mark in marks):
            return TargetRefused(name, message, retry=retry)
    return TargetRefused("ERROR_FROM_TARGET", message or code, retry=True)


def _to_lambda(send: Send) -> None:
    if not send.invoke_later(str(send.target["Arn"]), send.payload):
        raise TargetRefused("NO_RESOURCE", f"Function not found: {send.target['Arn']}", retry=False)


def _to_machine(send: Send) -> None:
    _client("stepfunctions", send).start_execution(
        stateMachineArn=send.target["Arn"], input=send.payload, name=send.run_name
    )


def _to_queue(send: Send) -> None:
    sqs = _client("sqs", send)
    group = send.target.get("SqsParameters", {}).get("MessageGroupId")
    url = sqs.get_queue_url(QueueName=send.arn[5])["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody=send.payload, **({"MessageGroupId": group} if group else {}))


def _to_topic(send: Send) -> None:
    _client("sns", send).publish(TopicArn=send.target["Arn"], Message=send.payload)


def _to_log_group(send: Send) -> None:
    logs, group = _client("logs", send), send.arn[5].removeprefix("log-group:").removesuffix(":*")
    stream = str(send.event["id"])
    logs.create_log_stream(logGroupName=group, logStreamName=stream)
    # The stamp is CloudWatch's own time, which refuses the far future; the event itself says its virtual time.
    entry = {"timestamp": round(time.time() * 1000), "message": send.payload}
    logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=[entry])


def _to_bus(send: Send) -> None:
    told = json.loads(send.payload)
    entry = {
        "Source": told["source"],
        "DetailType": told["detail-type"],
        "Detail": json.dumps(told["detail"]),
        "Resources": told.get("resources", []),
        "EventBusName": send.target["Arn"],
    }
    _client("events", send).put_events(Entries=[entry])


def _client(service: str, send: Send) -> Any:
    return client(service, send.arn[3] or send.region, send.arn[4] or send.account)


_Call: TypeAlias = Callable[[Send], None]

_SERVICES: Final[dict[str, _Call]] = {
    "events": _to_bus,
    "lambda": _to_lambda,
    "logs": _to_log_group,
    "sns": _to_topic,
    "sqs": _to_queue,
    "states": _to_machine,
}
