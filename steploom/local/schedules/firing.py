"""What an occasion of EventBridge Scheduler sends, and to whom (section 9.8 of the reference)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import botocore.session
from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError

from steploom.errors import Unsupported
from steploom.jsontext import JsonObject, compact
from steploom.local.bus.targets import Send, TargetRefused, refusal_of, send_to
from steploom.local.clients import client

__all__ = ["Occasion", "schedule_payload", "send_scheduled"]

#: Operations that only read are no targets, because nobody would see the answer.
_READS: Final = ("get", "describe", "list", "poll", "receive", "search", "scan", "query", "select", "lookup")
#: Service names in universal targets that are not boto3's.
_SERVICES: Final = {"sfn": "stepfunctions", "eventbridge": "events", "cloudwatchlogs": "logs"}


@dataclass(frozen=True, slots=True)
class Occasion:
    """One invocation of a schedule.

    Attributes:
        schedule_arn: The schedule.
        account: Its account.
        region: Its region.
        time: The moment for which it is called, ISO 8601.
        id: Id of the invocation.
    """

    schedule_arn: str
    account: str
    region: str
    time: str
    id: str

    def event(self) -> JsonObject:
        """Return what a target receives that has no `Input`; the detail is a text, as AWS sends it."""
        return {
            "version": "0",
            "id": self.id,
            "detail-type": "Scheduled Event",
            "source": "aws.scheduler",
            "account": self.account,
            "time": self.time,
            "region": self.region,
            "resources": [self.schedule_arn],
            "detail": "{}",
        }


def schedule_payload(target: Mapping[str, Any], occasion: Occasion, attempt: int = 1) -> str:
    """Return the text that the target of a schedule receives.

    Args:
        target: As CreateSchedule takes it.
        occasion: The invocation.
        attempt: Which attempt it is, from 1.
    """
    text = target.get("Input")
    if text is None:
        return compact(occasion.event())
    for name, value in (
        ("schedule-arn", occasion.schedule_arn),
        ("scheduled-time", occasion.time),
        ("execution-id", occasion.id),
        ("attempt-number", str(attempt)),
    ):
        text = text.replace(f"<aws.scheduler.{name}>", value)
    return str(text)


def send_scheduled(send: Send) -> None:
    """Call the target of a schedule.

    Raises:
        TargetRefused: It did not take it.
        Unsupported: SL412, the local cloud does not serve such targets.
    """
    arn = str(send.target["Arn"])
    if arn.startswith("arn:aws:scheduler:::aws-sdk:"):
        _universal(send, *arn.split(":")[6:8])
    elif ":event-bus/" in arn:
        _put_event(send)
    else:
        send_to(send)


def _put_event(send: Send) -> None:
    told = send.target.get("EventBridgeParameters", {})
    entry = {
        "Source": told.get("Source", ""),
        "DetailType": told.get("DetailType", ""),
        "Detail": send.payload,
        "EventBusName": send.target["Arn"],
    }
    answer = client("events", send.arn[3], send.arn[4]).put_events(Entries=[entry])["Entries"][0]
    if "ErrorCode" in answer:
        raise TargetRefused("INVALID_PARAMETER", answer["ErrorMessage"], retry=False)


def _universal(send: Send, service: str, action: str) -> None:
    """Call an operation of an AWS service; `Input` is its request."""
    name = _SERVICES.get(service.lower(), service.lower())
    if action.lower().startswith(_READS):
        raise TargetRefused("INVALID_PARAMETER", f"{service}:{action} only reads", retry=False)
    if name not in botocore.session.get_session().get_available_services():
        raise Unsupported("SL412", f"there is no service {service!r}")
    caller: Any = client(name, send.region, send.account)
    operation: Callable[..., object] | None = getattr(caller, xform_name(action), None)
    if operation is None:
        raise Unsupported("SL412", f"service {service!r} has no operation {action!r}")
    try:
        operation(**json.loads(send.payload))
    except ClientError as error:
        raise refusal_of(error) from error
    except (BotoCoreError, TypeError, ValueError) as error:
        raise TargetRefused("INVALID_PARAMETER", str(error), retry=False) from error
