"""Status-change events: what EventBridge hears of Standard executions (section 8.9 of the reference)."""

from __future__ import annotations

from typing import Final

from steploom.engine import Status
from steploom.jsontext import Json, JsonObject, compact
from steploom.local.door.records import Run

__all__ = ["status_change"]

#: Bytes of input and output, written as JSON strings, that an event has room for.
_MOST_BYTES: Final = 248 * 1024


def status_change(run: Run) -> JsonObject:
    """Return the entry that tells the status of an execution, for the default bus."""
    execution = run.execution
    redrivable = execution.status in (Status.FAILED, Status.TIMED_OUT, Status.ABORTED)
    succeeded = execution.status is Status.SUCCEEDED
    given: str | None = run.input_text
    output = compact(execution.output) if succeeded else None
    # The event has to stay small: the input goes first, then the output.
    if output is not None and _size(output) > _MOST_BYTES:
        output = None
    if _size(given) + _size(output) > _MOST_BYTES:
        given = None
    reason: Json = None if redrivable else f"Execution is {execution.status.value} and cannot be redriven"
    detail: JsonObject = {
        "executionArn": execution.arn,
        "stateMachineArn": run.machine_arn,
        "name": execution.name,
        "status": execution.status.value,
        "startDate": round(execution.started * 1000),
        "stopDate": None if execution.stopped is None else round(execution.stopped * 1000),
        "input": given,
        "output": output,
        "stateMachineVersionArn": run.version_arn,
        "stateMachineAliasArn": run.alias_arn,
        "redriveCount": execution.redrives,
        "redriveDate": None if execution.redriven is None else round(execution.redriven * 1000),
        "redriveStatus": "REDRIVABLE" if redrivable else "NOT_REDRIVABLE",
        "redriveStatusReason": reason,
        "inputDetails": {"included": given is not None},
        "outputDetails": {"included": output is not None} if succeeded else None,
        "error": execution.error,
        "cause": execution.cause,
    }
    return {
        "Source": "aws.states",
        "DetailType": "Step Functions Execution Status Change",
        "Detail": compact(detail),
        "Resources": [execution.arn],
        "EventBusName": "default",
    }


def _size(text: str | None) -> int:
    return 0 if text is None else len(compact(text).encode())
