"""Asynchronous invocations: accepted at once, run when their turn comes, tried again where the function fails.

Source: Lambda's guide on asynchronous invocation: retries after one and two minutes, dead-letter queues, destinations.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

from steploom.jsontext import Json, JsonObject, compact
from steploom.local.functions.invocation import DeployedFunction, Invocation
from steploom.local.functions.registry import Functions

__all__ = ["Background", "LostInvocation"]

#: Lambda's waits before the second and the third attempt of an asynchronous invocation.
_DELAYS: Final = (60.0, 120.0)
#: How much of an error's message a dead letter tells.
_TOLD: Final = 1_024


@dataclass(frozen=True, slots=True)
class LostInvocation:
    """An event that a function failed on again and again, and that no queue or destination kept."""

    function: str
    event: Json
    last: Invocation


@dataclass(slots=True)
class _Pending:
    """An event on its way to a function."""

    function: DeployedFunction
    event: Json
    accepted: float
    attempts: int = 0


class Background:
    """Runs functions for callers that do not wait.

    Args:
        functions: What runs them.
        call_at: Calls back at a virtual moment.
        now: The virtual moment.
        send: Sends a text with attributes to a queue, topic, bus or function by ARN; False where there is none.
    """

    def __init__(
        self,
        functions: Functions,
        call_at: Callable[[float, Callable[[], object]], object],
        now: Callable[[], float],
        send: Callable[[str, str, dict[str, str]], bool],
    ) -> None:
        self._functions = functions
        self._call_at = call_at
        self._now = now
        self._send = send
        #: Events that were given up.
        self.lost: list[LostInvocation] = []

    def invoke(self, function: DeployedFunction, event: Json) -> None:
        """Accept an event for a function."""
        pending = _Pending(function, event, self._now())
        self._call_at(pending.accepted, partial(self._attempt, pending))

    def _attempt(self, pending: _Pending) -> None:
        made = self._functions.invoke(pending.function, pending.event)
        pending.attempts += 1
        rules = pending.function.later
        if not made.failed:
            if rules.on_success is not None:
                self._send(rules.on_success, compact(self._record(pending, made, "Success")), {})
            return
        if pending.attempts > rules.retries:
            self._give_up(pending, made, "RetriesExhausted")
            return
        moment = self._now() + made.took + _DELAYS[min(pending.attempts, len(_DELAYS)) - 1]
        if moment - pending.accepted > rules.max_age:
            self._give_up(pending, made, "EventAgeExceeded")
            return
        self._call_at(moment, partial(self._attempt, pending))

    def _give_up(self, pending: _Pending, last: Invocation, condition: str) -> None:
        rules = pending.function.later
        kept = False
        if rules.dead_letters is not None:
            told = {"RequestID": last.request_id, "ErrorCode": "200", "ErrorMessage": _message(last)[:_TOLD]}
            kept = self._send(rules.dead_letters, compact(pending.event), told)
        if rules.on_failure is not None:
            kept = self._send(rules.on_failure, compact(self._record(pending, last, condition)), {}) or kept
        if not kept:
            self.lost.append(LostInvocation(pending.function.name, pending.event, last))

    def _record(self, pending: _Pending, made: Invocation, condition: str) -> JsonObject:
        moment = datetime.fromtimestamp(self._now(), UTC).isoformat(timespec="milliseconds")
        failed = {"functionError": "Unhandled"} if made.failed else {}
        version = pending.function.version
        return {
            "version": "1.0",
            "timestamp": moment.replace("+00:00", "Z"),
            "requestContext": {
                "requestId": made.request_id,
                "functionArn": f"{pending.function.arn.removesuffix(':' + version)}:{version}",
                "condition": condition,
                "approximateInvokeCount": pending.attempts,
            },
            "requestPayload": pending.event,
            "responseContext": {"statusCode": 200, "executedVersion": version, **failed},
            "responsePayload": json.loads(made.payload),
        }


def _message(made: Invocation) -> str:
    told = json.loads(made.payload)
    return str(told.get("errorMessage", "")) if isinstance(told, dict) else ""
