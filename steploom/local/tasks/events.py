"""`events:putEvents`: what is told is told in the name of the execution; one refused entry fails the task."""

from __future__ import annotations

from steploom.engine import Failure, Outcome, Pending, Success, TaskRequest
from steploom.errors import Unsupported
from steploom.jsontext import Json, JsonObject, compact
from steploom.local.tasks.calling import ServiceCall, call_service
from steploom.local.tasks.failing import optimized_failure
from steploom.local.tasks.naming import service_model
from steploom.local.tasks.ports import Ports

__all__ = ["put_events"]

_KNOWN = ("Detail", "DetailType", "EventBusName", "Resources", "Source", "Time", "TraceHeader")


def put_events(ports: Ports, request: TaskRequest) -> Outcome:
    """Put the entries of `Entries`."""
    model = service_model("events")
    if model is None or request.resource.action != "putEvents":
        raise Unsupported(
            "SL412", f"{request.resource.arn} is not available in the local cloud; use aws-sdk:eventbridge"
        )
    entries = [_entry(each, request) for each in request.arguments.get("Entries") or []]
    call = ServiceCall(model, "PutEvents", {"Entries": entries}, ports.region, ports.account, ports.now(), ports.uuid())
    answered = call_service(call)
    if answered.response is None:
        if answered.refusal is None:
            return Failure("EventBridge.SdkClientException", answered.unreachable, answered.took)
        return optimized_failure("EventBridge", "AmazonEventBridge", model, answered.refusal, answered.took)
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


def _entry(given: JsonObject, request: TaskRequest) -> dict[str, Json]:
    entry = {key: given[key] for key in _KNOWN if given.get(key) is not None}
    if "Detail" in entry and not isinstance(entry["Detail"], str):
        entry["Detail"] = compact(entry["Detail"])
    entry["Resources"] = [*entry.get("Resources", []), request.execution.machine_arn, request.execution.arn]
    return entry
