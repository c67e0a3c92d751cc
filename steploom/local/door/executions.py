"""Executions: start, describe, list, stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from steploom.engine import Execution, StartOptions, Status
from steploom.jsontext import Json, JsonObject, compact
from steploom.local.door.desk import Desk
from steploom.local.door.faults import ServiceFault, machine_unknown, unsupported_type, validation
from steploom.local.door.inputs import parsed_input
from steploom.local.door.mapruns import find_map_run
from steploom.local.door.names import check_name, refuse_label, states_arn
from steploom.local.door.paging import page_backwards
from steploom.local.door.records import Alias, Machine, Revision, Run, Version
from steploom.local.door.redriving import redrive_state

__all__ = [
    "begin",
    "describe_execution",
    "ending",
    "list_executions",
    "start_execution",
    "stop_execution",
]


_REDRIVEN = {False: "NOT_REDRIVEN", True: "REDRIVEN"}


def start_execution(desk: Desk, request: JsonObject) -> JsonObject:
    """Start an execution and run what needs no waiting; the clock stands still."""
    run = begin(desk, request)
    desk.hall.settle()
    return {"executionArn": run.execution.arn, "startDate": run.execution.started}


def begin(desk: Desk, request: JsonObject) -> Run:
    """Start an execution, or return the one that runs already under the same name with the same input."""
    arn = request["stateMachineArn"]
    parts = states_arn(arn, "stateMachine")
    refuse_label(parts)
    machine = desk.machines.get(parts.machine)
    if machine is None:
        raise machine_unknown(arn)
    name = request.get("name") or desk.hall.uuid()
    check_name(name)
    text = request.get("input", "{}")
    value = parsed_input(text)
    if machine.type == "STANDARD" and (known := desk.hall.runs.get(_arn(desk, machine, name))) is not None:
        return _repeated(desk, known, text)
    alias, version = _chosen(machine, arn, parts.qualifier, desk)
    revision = version.revision if version else machine.current
    options = StartOptions(
        arn=_arn(desk, machine, name),
        name=name,
        machine_arn=machine.arn,
        machine_name=machine.name,
        role_arn=revision.role_arn,
        type=machine.type,
        alias_arn=alias.arn if alias else None,
        version_arn=version.arn if version else None,
    )
    run = _started(desk, machine, revision, value, options)
    run.input_text, run.trace_header = text, request.get("traceHeader")
    desk.hall.started(run)
    return run


def describe_execution(desk: Desk, request: JsonObject) -> JsonObject:
    """Describe a Standard execution."""
    run = desk.run(request["executionArn"])
    run.seen = True
    desk.hall.look(run, "describe")
    execution = run.execution
    described: JsonObject = {
        "executionArn": execution.arn,
        "stateMachineArn": run.machine_arn,
        "name": execution.name,
        "status": execution.status.value,
        "startDate": execution.started,
        **ending(execution),
        **_payload("input", run.input_text, request),
        **_qualified(run),
        **redrive_state(run, desk.now),
    }
    if execution.status is Status.SUCCEEDED:
        described |= _payload("output", compact(execution.output), request)
    return described | ({"traceHeader": run.trace_header} if run.trace_header else {})


def list_executions(desk: Desk, request: JsonObject) -> JsonObject:
    """List the executions of a machine, version, alias or Map Run, newest first; new ones move no page."""
    arn = request.get("stateMachineArn")
    if (arn is None) == (request.get("mapRunArn") is None):
        raise validation("Either a State Machine ARN or a Map Run ARN must be specified, but not both.")
    wanted, redriven = request.get("statusFilter"), request.get("redriveFilter")
    if arn is not None and (wanted == "PENDING_REDRIVE" or redriven is not None):
        what = "redriveFilter" if redriven is not None else "statusFilter PENDING_REDRIVE"
        raise validation(f"{what} is only supported when a Map Run ARN is specified.")
    runs = _of_machine(desk, arn) if arn is not None else _of_map_run(desk, request["mapRunArn"])

    def keeps(run: Run) -> bool:
        return wanted in (None, run.execution.status.value) and redriven in (
            None,
            _REDRIVEN[run.execution.redrives > 0],
        )

    scope = f"executions of {arn or request['mapRunArn']}"
    shown, token = page_backwards(runs, keeps, scope, request.get("maxResults"), request.get("nextToken"))
    for run in shown:
        run.seen = True
    return {"executions": [_listed(run) for run in shown], **({"nextToken": token} if token else {})}


def _of_machine(desk: Desk, arn: str) -> Sequence[Run]:
    parts = states_arn(arn, "stateMachine")
    machine = desk.machines.get(parts.machine)
    if machine is None:
        raise machine_unknown(arn)
    if machine.type == "EXPRESS":
        raise unsupported_type()
    runs = desk.hall.of_machine.get(machine.arn, [])
    return [run for run in runs if arn in (run.version_arn, run.alias_arn)] if parts.qualifier else runs


def _of_map_run(desk: Desk, arn: str) -> Sequence[Run]:
    return desk.hall.children.get(find_map_run(desk, arn).arn, [])


def stop_execution(desk: Desk, request: JsonObject) -> JsonObject:
    """Stop an execution; one that has ended stays as it is."""
    run = desk.run(request["executionArn"])
    run.seen = True
    if run.execution.running:
        desk.hall.engine.stop(run.execution, request.get("error"), request.get("cause"))
        desk.hall.settle()
    return {"stopDate": run.execution.stopped}


def ending(execution: Execution) -> JsonObject:
    """Return the members that tell how an execution ended; none while it runs."""
    if execution.stopped is None:
        return {}
    told: JsonObject = {"stopDate": execution.stopped}
    if execution.error is not None and execution.status is not Status.TIMED_OUT:
        told["error"] = execution.error
    if execution.cause is not None:
        told["cause"] = execution.cause
    return told


def _arn(desk: Desk, machine: Machine, name: str) -> str:
    if machine.type == "EXPRESS":
        return desk.arn("express", f"{machine.name}:{name}:{desk.hall.uuid()}")
    return desk.arn("execution", f"{machine.name}:{name}")


def _repeated(desk: Desk, known: Run, text: str) -> Run:
    # An end in the moment of the start that nobody has seen: on AWS it would be under way still.
    unseen = not known.seen and desk.now == known.execution.started
    if (known.execution.running or unseen) and known.input_text == text:
        return known
    raise ServiceFault("ExecutionAlreadyExists", f"Execution Already Exists: '{known.execution.arn}'")


def _chosen(machine: Machine, arn: str, qualifier: str, desk: Desk) -> tuple[Alias | None, Version | None]:
    """The alias and version that a qualified ARN means; an alias draws by its weights."""
    if not qualifier:
        return None, None
    if qualifier.isdigit():
        version = machine.versions.get(int(qualifier))
        if version is None:
            raise machine_unknown(arn)
        return None, version
    alias = machine.aliases.get(qualifier)
    if alias is None:
        raise machine_unknown(arn)
    arns, weights = zip(*alias.routing, strict=True)
    dice = Random(desk.hall.uuid())  # noqa: S311 - a traffic split, not a secret; the cloud's seed decides
    drawn: str = dice.choices(arns, weights)[0]
    return alias, next(version for version in machine.versions.values() if version.arn == drawn)


def _started(desk: Desk, machine: Machine, revision: Revision, value: Json, options: StartOptions) -> Run:
    engine = desk.hall.engine
    execution = engine.start(engine.compile(revision.definition), value, options)
    run = Run(execution, machine.arn, machine.name, machine.type, revision, "")
    run.version_arn, run.alias_arn = options.version_arn, options.alias_arn
    desk.hall.keep(run)
    return run


def _payload(name: str, text: str, request: Mapping[str, Json]) -> JsonObject:
    if request.get("includedData") == "METADATA_ONLY":
        return {}
    return {name: text, f"{name}Details": {"included": True}}


def _qualified(run: Run) -> JsonObject:
    members = {
        "mapRunArn": run.map_run_arn,
        "stateMachineVersionArn": run.version_arn,
        "stateMachineAliasArn": run.alias_arn,
    }
    return {name: value for name, value in members.items() if value is not None}


def _listed(run: Run) -> JsonObject:
    execution = run.execution
    listed: JsonObject = {
        "executionArn": execution.arn,
        "stateMachineArn": run.machine_arn,
        "name": execution.name,
        "status": execution.status.value,
        "startDate": execution.started,
        "redriveCount": execution.redrives,
        **_qualified(run),
    }
    if run.items is not None:
        listed["itemCount"] = run.items
    if execution.redriven is not None:
        listed["redriveDate"] = execution.redriven
    return listed | ({"stopDate": execution.stopped} if execution.stopped is not None else {})
