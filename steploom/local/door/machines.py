"""State machines: create, describe, list, update, delete."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from steploom.asl import dump
from steploom.jsontext import Json, JsonObject
from steploom.local.door.definitions import check_definition, uses_variables, variable_references
from steploom.local.door.desk import Desk
from steploom.local.door.encryption import OWNED_KEY, described_encryption
from steploom.local.door.faults import ServiceFault, machine_unknown, validation
from steploom.local.door.labels import labelled_definition
from steploom.local.door.logging import described_logging, described_tracing
from steploom.local.door.names import check_name, check_role, refuse_qualifier, states_arn
from steploom.local.door.paging import page
from steploom.local.door.records import Machine, MachineType, Revision, Version
from steploom.local.door.tags import new_tags
from steploom.local.door.versions import publish

if TYPE_CHECKING:
    from steploom.local.door.records import Run

__all__ = [
    "create_state_machine",
    "delete_state_machine",
    "describe_state_machine",
    "describe_state_machine_for_execution",
    "list_state_machines",
    "update_state_machine",
]

#: What makes CreateStateMachine another request under the same name; role and tags do not.
_IDENTITY = ("definition", "type", "loggingConfiguration", "tracingConfiguration", "encryptionConfiguration")


def create_state_machine(desk: Desk, request: JsonObject) -> JsonObject:
    """Create a machine; a repetition of the same request answers the same."""
    name, kind = request["name"], request.get("type", "STANDARD")
    _check_description(request)
    check_name(name)
    check_role(request["roleArn"])
    check_definition(request["definition"], kind)
    logging = described_logging(desk, request.get("loggingConfiguration"))
    described_encryption(request.get("encryptionConfiguration"))
    arn = desk.arn("stateMachine", name)
    origin = {key: request.get(key) for key in (*_IDENTITY, "publish", "versionDescription")} | {"type": kind}
    tags = new_tags(request.get("tags", []))
    if (known := desk.machines.get(arn)) is not None:
        if known.origin != origin:
            raise ServiceFault("StateMachineAlreadyExists", f"State Machine Already Exists: '{arn}'")
        return _created(known, known.versions.get(1) if request.get("publish") else None)
    revision = _revision(desk, request, logging)
    machine = Machine(arn, name, kind, desk.now, revision, origin, tags=tags)
    desk.machines[arn] = machine
    return _created(
        machine, publish(desk, machine, request.get("versionDescription")) if request.get("publish") else None
    )


def describe_state_machine(desk: Desk, request: JsonObject) -> JsonObject:
    """Describe a machine, one of its versions, or the part of it that a label names."""
    parts = states_arn(request["stateMachineArn"], "stateMachine")
    arn, _, label = parts.machine.partition("/")
    machine = desk.machines.get(arn)
    if machine is None:
        raise machine_unknown(request["stateMachineArn"])
    if label:
        return _labelled(machine, label, request)
    version = _version(machine, request["stateMachineArn"], parts.qualifier)
    revision = version.revision if version else machine.current
    described = {
        "stateMachineArn": request["stateMachineArn"],
        "name": machine.name,
        "status": "ACTIVE",
        "type": machine.type,
        "creationDate": version.created if version else machine.created,
        **_described(revision, machine.type, request),
    }
    return described | ({"description": version.description} if version and version.description else {})


def _labelled(machine: Machine, label: str, request: JsonObject) -> JsonObject:
    """Describe the part of a machine that a distributed Map runs for its items."""
    definition = labelled_definition(machine.current.definition, label)
    if definition is None:
        raise machine_unknown(request["stateMachineArn"])
    return {
        "stateMachineArn": request["stateMachineArn"],
        "name": f"{machine.name}/{label}",
        "label": label,
        "status": "ACTIVE",
        "type": machine.type,
        "creationDate": machine.created,
        **_described(replace(machine.current, definition=definition), machine.type, request),
    }


def describe_state_machine_for_execution(desk: Desk, request: JsonObject) -> JsonObject:
    """Describe the revision that an execution runs."""
    run: Run = desk.run(request["executionArn"])
    revision = run.revision
    if run.map_run_arn is not None:
        revision = replace(revision, definition=dump(run.execution.machine.definition))
    described: JsonObject = {
        "stateMachineArn": run.machine_arn,
        "name": run.machine_name,
        "updateDate": revision.updated,
        **_described(revision, run.type, request),
    }
    if run.map_run_arn is not None:
        described |= {"mapRunArn": run.map_run_arn, "label": run.machine_name.rpartition("/")[2]}
    return described


def list_state_machines(desk: Desk, request: JsonObject) -> JsonObject:
    """List the machines of the account and region, by name."""
    machines = sorted(desk.machines.values(), key=lambda each: each.name)
    shown, token = page(machines, "machines", request.get("maxResults"), request.get("nextToken"))
    listed = [
        {"stateMachineArn": each.arn, "name": each.name, "type": each.type, "creationDate": each.created}
        for each in shown
    ]
    return {"stateMachines": listed, **({"nextToken": token} if token else {})}


def update_state_machine(desk: Desk, request: JsonObject) -> JsonObject:
    """Give a machine a new revision; executions that run keep theirs."""
    machine = desk.machine(request["stateMachineArn"])
    _check_description(request)
    changed = ("definition", "roleArn", "loggingConfiguration", "tracingConfiguration", "encryptionConfiguration")
    if not any(request.get(key) is not None for key in changed):
        raise ServiceFault(
            "MissingRequiredParameter",
            "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration "
            "must be specified",
        )
    machine.current = _updated(desk, machine, request)
    answer: JsonObject = {"updateDate": machine.current.updated}
    if machine.current.id is not None:
        answer["revisionId"] = machine.current.id
    if request.get("publish"):
        answer["stateMachineVersionArn"] = publish(desk, machine, request.get("versionDescription")).arn
    return answer


def delete_state_machine(desk: Desk, request: JsonObject) -> JsonObject:
    """Delete a machine with its versions and aliases; its executions stop. An unknown one is no fault."""
    arn = request["stateMachineArn"]
    refuse_qualifier(states_arn(arn, "stateMachine"))
    if desk.machines.pop(arn, None) is not None:
        for run in [each for each in desk.hall.of_machine.get(arn, ()) if each.execution.running]:
            desk.hall.engine.stop(run.execution, None, None)
    return {}


def _check_description(request: JsonObject) -> None:
    if request.get("versionDescription") is not None and not request.get("publish"):
        raise validation("Version description can only be set when publish is true")


def _created(machine: Machine, version: Version | None) -> JsonObject:
    made: JsonObject = {"stateMachineArn": machine.arn, "creationDate": machine.created}
    return made | ({"stateMachineVersionArn": version.arn} if version else {})


def _revision(desk: Desk, request: JsonObject, logging: JsonObject) -> Revision:
    tracing = described_tracing(request.get("tracingConfiguration"))
    encryption = described_encryption(request.get("encryptionConfiguration"))
    return Revision(None, request["definition"], request["roleArn"], logging, tracing, desk.now, encryption)


def _updated(desk: Desk, machine: Machine, request: JsonObject) -> Revision:
    changes: dict[str, Json] = {}
    if (definition := request.get("definition")) is not None:
        check_definition(definition, machine.type)
        changes["definition"] = definition
    if (role := request.get("roleArn")) is not None:
        check_role(role)
        changes["role_arn"] = role
    if (logging := request.get("loggingConfiguration")) is not None:
        changes["logging"] = described_logging(desk, logging)
    if (tracing := request.get("tracingConfiguration")) is not None:
        changes["tracing"] = described_tracing(tracing)
    if (encryption := request.get("encryptionConfiguration")) is not None:
        changes["encryption"] = described_encryption(encryption)
    if all(getattr(machine.current, key) == value for key, value in changes.items()):
        return replace(machine.current, updated=desk.now)
    return replace(machine.current, **changes, id=desk.hall.uuid(), updated=desk.now)


def _version(machine: Machine, arn: str, qualifier: str) -> Version | None:
    if not qualifier:
        return None
    if not qualifier.isdigit() or int(qualifier) not in machine.versions:
        raise machine_unknown(arn)
    return machine.versions[int(qualifier)]


def _described(revision: Revision, kind: MachineType, request: JsonObject) -> JsonObject:
    hidden = request.get("includedData") == "METADATA_ONLY"
    described: JsonObject = {
        "definition": "{}" if hidden else revision.definition,
        "roleArn": revision.role_arn,
        "loggingConfiguration": revision.logging,
        "tracingConfiguration": revision.tracing,
    }
    if revision.id is not None:
        described["revisionId"] = revision.id
    if revision.encryption is not None or uses_variables(revision.definition):
        # Recordings of machines without variables are older than the field (docs/fidelity.md).
        described["encryptionConfiguration"] = revision.encryption or OWNED_KEY
    if not hidden and (references := variable_references(revision.definition, kind)):
        described["variableReferences"] = references
    return described
