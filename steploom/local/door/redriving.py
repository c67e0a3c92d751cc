"""Redrive: executions that ended badly go on from where they stood (section 8.6 of the reference)."""

from __future__ import annotations

from typing import Final

from steploom.engine import Status
from steploom.jsontext import JsonObject
from steploom.local.door.desk import Desk
from steploom.local.door.faults import ServiceFault
from steploom.local.door.records import Run

__all__ = ["redrive_execution", "redrive_state"]

_WINDOW: Final = 14 * 86_400
_MOST_EVENTS: Final = 24_999
_TOKENS: Final = 10
_TOKEN_SECONDS: Final = 15 * 60


def redrive_execution(desk: Desk, request: JsonObject) -> JsonObject:
    """Run an execution on from the states in which it ended; a repeated client token does nothing again."""
    run = desk.run(request["executionArn"])
    run.seen = True
    token, now = request.get("clientToken"), desk.now
    known = run.redrive_tokens.get(token) if token is not None else None
    if known is not None and now - known <= _TOKEN_SECONDS:
        return {"redriveDate": known}
    state = redrive_state(run, now)
    if state["redriveStatus"] != "REDRIVABLE":
        raise ServiceFault("ExecutionNotRedrivable", state["redriveStatusReason"])
    desk.hall.engine.redrive(run.execution)
    desk.hall.started(run)
    if token is not None:
        run.redrive_tokens[token] = now
        for old in list(run.redrive_tokens)[:-_TOKENS]:
            del run.redrive_tokens[old]
    desk.hall.settle()
    return {"redriveDate": now}


def redrive_state(run: Run, now: float) -> JsonObject:
    """Return the members of an execution's description that tell of redrive."""
    execution = run.execution
    told: JsonObject = {"redriveCount": execution.redrives, "redriveStatus": "REDRIVABLE"}
    if execution.redriven is not None:
        told["redriveDate"] = execution.redriven
    reason = _reason(run, now)
    if reason is not None:
        told |= {"redriveStatus": "NOT_REDRIVABLE", "redriveStatusReason": reason}
    elif run.map_run_arn is not None:
        told["redriveStatus"] = "REDRIVABLE_BY_MAP_RUN"
        told["redriveStatusReason"] = "Execution is a child of a Map Run and is redriven with it"
    return told


def _reason(run: Run, now: float) -> str | None:
    execution = run.execution
    if execution.status in (Status.RUNNING, Status.SUCCEEDED):
        return f"Execution is {execution.status.value} and cannot be redriven"
    if now - (execution.stopped or now) > _WINDOW:
        return "Execution has exceeded the redrivable period and cannot be redriven"
    if len(execution.history) >= _MOST_EVENTS:
        return "Execution has reached the maximum number of history events and cannot be redriven"
    return None
