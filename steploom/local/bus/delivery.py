"""One event on its way to one target: attempts on the virtual clock, and the dead-letter queue at their end (9.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import ClientError

from steploom.jsontext import JsonObject, compact
from steploom.local.bus.model import Rule, iso_time
from steploom.local.bus.targets import Send, TargetRefused, send_to
from steploom.local.bus.transform import BadInput, input_for
from steploom.local.clients import client

__all__ = ["Delivery", "Post", "Scheduled"]

#: AWS says 185 attempts within 24 hours, exponentially apart; these delays spend both. Jitter is left out: a local
#: run is repeatable.
_FIRST_DELAY: Final = 1.0
_LONGEST_DELAY: Final = 480.0
_ATTEMPTS: Final = 185
_AGE: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Post:
    """What delivery needs of the cloud.

    Attributes:
        now: The virtual moment.
        call_at: Calls back at a virtual moment.
        uuid: Makes ids.
        invoke_later: Invokes a function by ARN with a JSON text as an event; False where there is none.
        lost: Told of an event that no target and no queue took, with the reason.
    """

    now: Callable[[], float]
    call_at: Callable[[float, Callable[[], object]], object]
    uuid: Callable[[], str]
    invoke_later: Callable[[str, str], bool]
    lost: Callable[[Rule, Mapping[str, Any], JsonObject, str], None]


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What is different where a schedule sends.

    Attributes:
        payload: The text of an attempt, counted from 1.
        send: Calls the target.
        marks: Attributes of a dead letter in place of the rule's ARN.
    """

    payload: Callable[[int], str]
    send: Callable[[Send], None]
    marks: Mapping[str, str]


class Delivery:
    """The delivery of one event to one target.

    Args:
        post: What it needs of the cloud.
        rule: The rule that chose the target.
        target: The target as PutTargets takes it.
        event: The event.
        ingested: When the bus took it, epoch seconds.
        scheduled: Where a schedule sends it: what is sent in which attempt, and what its dead letters say.
    """

    def __init__(
        self,
        post: Post,
        rule: Rule,
        target: Mapping[str, Any],
        event: JsonObject,
        ingested: float,
        scheduled: Scheduled | None = None,
    ) -> None:
        self._post = post
        self._rule = rule
        self._target = target
        self._event = event
        self._ingested = ingested
        self._scheduled = scheduled
        self._retries = 0
        policy = target.get("RetryPolicy", {})
        self._most = int(policy.get("MaximumRetryAttempts", _ATTEMPTS))
        self._until = ingested + float(policy.get("MaximumEventAgeInSeconds", _AGE))

    def attempt(self) -> None:
        """Try once; a busy target is tried again later, a hopeless one never."""
        try:
            if self._scheduled is None:
                send_to(self._send(input_for(self._target, self._event, self._rule, iso_time(self._ingested))))
            else:
                self._scheduled.send(self._send(self._scheduled.payload(self._retries + 1)))
        except BadInput as fault:
            self._bury("INVALID_JSON", str(fault), None)
        except TargetRefused as refused:
            self._refused(refused)

    def _send(self, payload: str) -> Send:
        name = f"{self._event['id']}_{self._post.uuid()}"
        return Send(
            self._target, payload, self._event, self._rule.account, self._rule.region, name, self._post.invoke_later
        )

    def _refused(self, refused: TargetRefused) -> None:
        if not refused.retry:
            self._bury(refused.code, refused.message, None)
            return
        if self._retries >= self._most:
            self._bury(refused.code, refused.message, "MaximumRetryAttempts")
            return
        moment = self._post.now() + min(_FIRST_DELAY * 2**self._retries, _LONGEST_DELAY)
        if moment > self._until:
            self._bury(refused.code, refused.message, "MaximumEventAgeInSeconds")
            return
        self._retries += 1
        self._post.call_at(moment, self.attempt)

    def _bury(self, code: str, message: str, exhausted: str | None) -> None:
        """Send the event to the dead-letter queue, with the attributes that AWS gives it."""
        queue = self._target.get("DeadLetterConfig", {}).get("Arn")
        if queue is None:
            self._post.lost(self._rule, self._target, self._event, f"{code}: {message}")
            return
        texts = {
            "ERROR_CODE": code,
            "ERROR_MESSAGE": message or code,
            "RETRY_ATTEMPTS": str(self._retries),
            **({"RULE_ARN": self._rule.arn} if self._scheduled is None else self._scheduled.marks),
            "TARGET_ARN": str(self._target["Arn"]),
        }
        body = compact(self._event) if self._scheduled is None else self._scheduled.payload(self._retries + 1)
        if exhausted is not None:
            texts["EXHAUSTED_RETRY_CONDITION"] = exhausted
        attributes = {name: {"DataType": "String", "StringValue": value} for name, value in texts.items()}
        parts = queue.split(":")
        sqs = client("sqs", parts[3], parts[4])
        try:
            url = sqs.get_queue_url(QueueName=parts[5])["QueueUrl"]
            sqs.send_message(QueueUrl=url, MessageBody=body, MessageAttributes=attributes)
        except ClientError as error:
            self._post.lost(self._rule, self._target, self._event, f"{code}: {message}; dead-letter queue: {error}")
