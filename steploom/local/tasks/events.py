"""`events:putEvents`: what is told is told in the name of the execution; one refused entry fails the task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from steploom.dsl import record_event
from steploom.engine import Failure, Outcome, Pending, Success, TaskRequest
from steploom.errors import Unsupported
from steploom.events.model import META_FIELD
from steploom.jsontext import Json, JsonObject, compact, parse
from steploom.local.tasks.calling import call_service
from steploom.local.tasks.failing import optimized_failure
from steploom.local.tasks.naming import service_model
from steploom.local.tasks.ports import Ports
from steploom.local.tasks.requests import BadArguments, refused

__all__ = ["put_events"]

_KNOWN = ("Detail", "DetailType", "EventBusName", "Resources", "Source", "Time", "TraceHeader")


def put_events(ports: Ports, request: TaskRequest) -> Outcome:
    """Put the entries of `Entries`."""
    model = service_model("events")
    if model is None or request.resource.action != "putEvents":
        raise Unsupported(
            "SL412", f"{request.resource.arn} is not available in the local cloud; use aws-sdk:eventbridge"
        )
    given = request.arguments.get("Entries") or []
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        return refused(request.arguments, BadArguments("The value of the field 'Entries' has an invalid format"))
    entries = [_entry(each, request) for each in given]
    told = _told(entries)
    call = ports.service_call(model, "PutEvents", {"Entries": entries})
    answered = call_service(replace(call, unrecorded=bool(told)))
    for detail_type, detail in told:
        record_event(detail_type, detail)
    if answered.response is None:
        if answered.refusal is not None:
            return optimized_failure("EventBridge", "AmazonEventBridge", model, answered.refusal, answered.took)
        failure = answered.failure("EventBridge")
        return failure or Failure("EventBridge.AmazonEventBridgeException", None, answered.took)
    result: JsonObject = {
        "Entries": answered.response.get("Entries", []),
        "FailedEntryCount": answered.response.get("FailedEntryCount", 0),
    }
    if result["FailedEntryCount"]:
        return Failure("EventBridge.FailedEntry", compact(result), answered.took)
    if request.token:
        ports.hand_out(request)
        return Pending(result, answered.took)
    return Success(result, answered.took)


def _told(entries: Sequence[Mapping[str, Json]]) -> list[tuple[str, JsonObject]]:
    """The events that a workflow tells by `emit`: those with meta data; nothing where somebody calls PutEvents."""
    told = []
    for entry in entries:
        try:
            detail = parse(str(entry.get("Detail")))
        except ValueError:
            return []
        if not isinstance(detail, dict) or META_FIELD not in detail:
            return []
        told.append((str(entry.get("DetailType")), detail))
    return told


def _entry(given: JsonObject, request: TaskRequest) -> dict[str, Json]:
    entry = {key: given[key] for key in _KNOWN if given.get(key) is not None}
    if "Detail" in entry and not isinstance(entry["Detail"], str):
        entry["Detail"] = compact(entry["Detail"])
    entry["Resources"] = [*entry.get("Resources", []), request.execution.machine_arn, request.execution.arn]
    return entry
