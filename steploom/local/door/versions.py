"""Versions: published revisions of a machine."""

from __future__ import annotations

from steploom.asl.limits import VERSIONS
from steploom.jsontext import JsonObject
from steploom.local.door.desk import Desk
from steploom.local.door.faults import ServiceFault, quota_exceeded, wrong_arn
from steploom.local.door.names import states_arn
from steploom.local.door.paging import page
from steploom.local.door.records import Machine, Version

__all__ = [
    "delete_state_machine_version",
    "list_state_machine_versions",
    "publish",
    "publish_state_machine_version",
]


def publish(desk: Desk, machine: Machine, description: str | None) -> Version:
    """Return the version of a machine's current revision, made where there is none yet.

    Raises:
        ServiceFault: `ServiceQuotaExceededException`.
    """
    latest = machine.versions.get(machine.published)
    if latest is not None and latest.revision.id == machine.current.id:
        return latest
    if len(machine.versions) >= VERSIONS:
        raise quota_exceeded(f"A state machine can have {VERSIONS} versions.")
    machine.published += 1
    number = machine.published
    version = Version(number, f"{machine.arn}:{number}", machine.current, description, desk.now)
    machine.versions[number] = version
    return version


def publish_state_machine_version(desk: Desk, request: JsonObject) -> JsonObject:
    """Publish the current revision; a second time it answers the same version."""
    machine = desk.machine(request["stateMachineArn"])
    wanted, current = request.get("revisionId"), machine.current.id or "INITIAL"
    if wanted is not None and wanted != current:
        message = (
            f"Failed to publish the State Machine version for revision {wanted}. "
            f"The current State Machine revision is {current}."
        )
        raise ServiceFault("ConflictException", message)
    version = publish(desk, machine, request.get("description"))
    return {"stateMachineVersionArn": version.arn, "creationDate": version.created}


def list_state_machine_versions(desk: Desk, request: JsonObject) -> JsonObject:
    """List the versions of a machine, newest first; an unknown one has none, for AWS has no error for it."""
    arn = request["stateMachineArn"]
    states_arn(arn, "stateMachine")
    machine = desk.machines.get(arn)
    newest = [] if machine is None else sorted(machine.versions.values(), key=lambda each: -each.number)
    scope = f"versions of {arn}"
    shown, token = page(newest, scope, request.get("maxResults"), request.get("nextToken"))
    listed = [{"stateMachineVersionArn": each.arn, "creationDate": each.created} for each in shown]
    return {"stateMachineVersions": listed, **({"nextToken": token} if token else {})}


def delete_state_machine_version(desk: Desk, request: JsonObject) -> JsonObject:
    """Delete a version that no alias names; an unknown one is no fault."""
    arn = request["stateMachineVersionArn"]
    parts = states_arn(arn, "stateMachine")
    if not parts.qualifier.isdigit():
        raise wrong_arn(f"Resource type not valid in this context: {parts.kind}")
    machine = desk.machines.get(parts.machine)
    if machine is None:
        return {}
    users = [alias.name for alias in machine.aliases.values() if any(version == arn for version, _ in alias.routing)]
    if users:
        message = (
            "Version to be deleted must not be referenced by an alias. "
            f"Current list of aliases referencing this version: [{', '.join(users)}]"
        )
        raise ServiceFault("ConflictException", message)
    machine.versions.pop(int(parts.qualifier), None)
    return {}
