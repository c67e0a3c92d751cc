"""The operation: probe the state, show how it went."""

from __future__ import annotations

from typing import Final

from steploom.engine import ProbeResult
from steploom.jsontext import Json, JsonObject, compact
from steploom.local.door.desk import Desk
from steploom.local.door.faults import validation
from steploom.local.door.teststate.exchange import shown_exchange
from steploom.local.door.teststate.reading import read_request

__all__ = ["test_state"]

#: Inspection data that is a number, not JSON text.
_NUMBERS: Final = frozenset({"maxConcurrency", "toleratedFailureCount", "toleratedFailurePercentage"})


def test_state(desk: Desk, request: JsonObject) -> JsonObject:
    """Visit one state; the clock moves by the time it takes."""
    read, web = read_request(request), desk.hall.web
    web.take_last()
    probe = desk.hall.engine.probe(read, request.get("roleArn", ""))
    desk.hall.finish(probe.execution)
    if probe.refused is not None:
        raise validation(probe.refused)
    result = probe.result()
    answer: JsonObject = {"status": result.status}
    if result.status in ("SUCCEEDED", "CAUGHT_ERROR"):
        answer["output"] = compact(result.output)
    named = {"error": result.error, "cause": result.cause, "nextState": result.next}
    answer |= {name: value for name, value in named.items() if value is not None}
    if request.get("inspectionLevel", "INFO") != "INFO":
        answer["inspectionData"] = _inspected(read.input, result)
    if request.get("inspectionLevel") == "TRACE" and (told := web.take_last()) is not None:
        answer["inspectionData"] |= shown_exchange(told, secrets=bool(request.get("revealSecrets")))
    return answer


def _inspected(value: Json, result: ProbeResult) -> JsonObject:
    shown: JsonObject = {"input": compact(value)}
    for name, each in result.stages.items():
        shown[name] = each if name in _NUMBERS else compact(each)
    if result.variables:
        shown["variables"] = compact(result.variables)
    if result.details:
        shown["errorDetails"] = result.details
    return shown
