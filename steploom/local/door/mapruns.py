"""Map Runs: list, describe, update."""

from __future__ import annotations

from steploom.engine import MapRun
from steploom.jsontext import JsonObject
from steploom.local.door.desk import Desk
from steploom.local.door.faults import ServiceFault, validation
from steploom.local.door.names import states_arn
from steploom.local.door.paging import page

__all__ = ["describe_map_run", "find_map_run", "list_map_runs", "update_map_run"]

_UPDATES = ("maxConcurrency", "toleratedFailureCount", "toleratedFailurePercentage")


def list_map_runs(desk: Desk, request: JsonObject) -> JsonObject:
    """List the Map Runs of an execution, newest first."""
    arn = request["executionArn"]
    desk.run(arn)
    runs = [each for each in reversed(desk.hall.map_runs.values()) if each.parent.arn == arn]
    shown, token = page(runs, f"map runs of {arn}", request.get("maxResults"), request.get("nextToken"))
    return {"mapRuns": [_listed(each) for each in shown], **({"nextToken": token} if token else {})}


def describe_map_run(desk: Desk, request: JsonObject) -> JsonObject:
    """Describe a Map Run."""
    run = find_map_run(desk, request["mapRunArn"])
    described: JsonObject = {
        "mapRunArn": run.arn,
        "executionArn": run.parent.arn,
        "status": run.status.value,
        "startDate": run.started,
        "maxConcurrency": run.concurrency,
        "toleratedFailureCount": run.tolerated or 0,
        "toleratedFailurePercentage": float(run.tolerated_share or 0),
        "itemCounts": run.items.shown(),
        "executionCounts": run.executions.shown(),
        "redriveCount": run.redrives,
    }
    if run.redriven is not None:
        described["redriveDate"] = run.redriven
    return described | ({} if run.stopped is None else {"stopDate": run.stopped})


def update_map_run(desk: Desk, request: JsonObject) -> JsonObject:
    """Change how many children may run at once, or fail; it holds from the next child on."""
    run = find_map_run(desk, request["mapRunArn"])
    if not any(name in request for name in _UPDATES):
        raise validation(f"At least one of these must be specified: {', '.join(_UPDATES)}")
    run.concurrency = request.get("maxConcurrency", run.concurrency)
    run.tolerated = request.get("toleratedFailureCount", run.tolerated)
    run.tolerated_share = request.get("toleratedFailurePercentage", run.tolerated_share)
    return {}


def find_map_run(desk: Desk, arn: str) -> MapRun:
    """Return the Map Run that an ARN names.

    Raises:
        ServiceFault: `InvalidArn`, `ResourceNotFound`.
    """
    states_arn(arn, "mapRun")
    if arn not in desk.hall.map_runs:
        raise ServiceFault("ResourceNotFound", f"Resource not found: '{arn}'")
    return desk.hall.map_runs[arn]


def _listed(run: MapRun) -> JsonObject:
    listed: JsonObject = {
        "mapRunArn": run.arn,
        "executionArn": run.parent.arn,
        "stateMachineArn": run.machine_arn,
        "startDate": run.started,
    }
    return listed | ({} if run.stopped is None else {"stopDate": run.stopped})
