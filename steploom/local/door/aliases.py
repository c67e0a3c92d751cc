"""Aliases: names for one or two versions of a machine, by weight."""

from __future__ import annotations

from steploom.asl.limits import ALIASES
from steploom.jsontext import JsonObject
from steploom.local.door.desk import Desk
from steploom.local.door.faults import ServiceFault, quota_exceeded, validation
from steploom.local.door.names import states_arn
from steploom.local.door.paging import page
from steploom.local.door.records import Alias, Machine

__all__ = [
    "create_state_machine_alias",
    "delete_state_machine_alias",
    "describe_state_machine_alias",
    "list_state_machine_aliases",
    "update_state_machine_alias",
]

_Routing = tuple[tuple[str, int], ...]
_WHOLE = 100


def create_state_machine_alias(desk: Desk, request: JsonObject) -> JsonObject:
    """Create an alias; a repetition of the same request answers the same."""
    routing = _routing(request["routingConfiguration"])
    machine = _machine(desk, routing)
    name, description = request["name"], request.get("description")
    known = machine.aliases.get(name)
    if known is None:
        if len(machine.aliases) >= ALIASES:
            raise quota_exceeded(f"A state machine can have {ALIASES} aliases.")
        arn = f"{machine.arn}:{name}"
        known = Alias(arn, name, routing, description, desk.now, desk.now)
        machine.aliases[name] = known
    elif (known.routing, known.description) != (routing, description):
        message = "Failed to create alias because an alias with the same name and a different routing configuration"
        raise ServiceFault("ConflictException", f"{message} already exists.")
    return {"stateMachineAliasArn": known.arn, "creationDate": known.created}


def describe_state_machine_alias(desk: Desk, request: JsonObject) -> JsonObject:
    """Describe an alias."""
    alias = _alias(desk, request["stateMachineAliasArn"])
    described = {
        "stateMachineAliasArn": alias.arn,
        "name": alias.name,
        "routingConfiguration": [{"stateMachineVersionArn": arn, "weight": weight} for arn, weight in alias.routing],
        "creationDate": alias.created,
        "updateDate": alias.updated,
    }
    return described | ({"description": alias.description} if alias.description is not None else {})


def list_state_machine_aliases(desk: Desk, request: JsonObject) -> JsonObject:
    """List the aliases of a machine, or those that name a version."""
    arn = request["stateMachineArn"]
    parts = states_arn(arn, "stateMachine")
    machine = desk.machine(parts.machine)
    aliases = [
        alias
        for _, alias in sorted(machine.aliases.items())
        if not parts.qualifier or any(version == arn for version, _ in alias.routing)
    ]
    shown, token = page(aliases, f"aliases of {arn}", request.get("maxResults"), request.get("nextToken"))
    listed = [{"stateMachineAliasArn": each.arn, "creationDate": each.created} for each in shown]
    return {"stateMachineAliases": listed, **({"nextToken": token} if token else {})}


def update_state_machine_alias(desk: Desk, request: JsonObject) -> JsonObject:
    """Change the routing or description of an alias."""
    if request.get("description") is None and request.get("routingConfiguration") is None:
        raise validation("You must provide at least one of routingConfiguration or description")
    alias = _alias(desk, request["stateMachineAliasArn"])
    if request.get("routingConfiguration") is not None:
        routing = _routing(request["routingConfiguration"])
        _machine(desk, routing)
        alias.routing = routing
    if request.get("description") is not None:
        alias.description = request["description"]
    alias.updated = desk.now
    return {"updateDate": alias.updated}


def delete_state_machine_alias(desk: Desk, request: JsonObject) -> JsonObject:
    """Delete an alias; an unknown one is no fault."""
    parts = states_arn(request["stateMachineAliasArn"], "stateMachine")
    if (machine := desk.machines.get(parts.machine)) is not None:
        machine.aliases.pop(parts.qualifier, None)
    return {}


def _alias(desk: Desk, arn: str) -> Alias:
    parts = states_arn(arn, "stateMachine")
    machine = desk.machines.get(parts.machine)
    if machine is None or parts.qualifier not in machine.aliases:
        raise ServiceFault("ResourceNotFound", "Request references a resource that does not exist.")
    return machine.aliases[parts.qualifier]


def _routing(given: list[JsonObject]) -> _Routing:
    routing = tuple((each["stateMachineVersionArn"], each["weight"]) for each in given)
    arns = [arn for arn, _ in routing]
    received = f"Received: [{', '.join(arns)}]"
    if not all(states_arn(arn, "stateMachine").qualifier.isdigit() for arn in arns):
        raise validation(f"Routing configuration must contain state machine version ARNs. {received}")
    if len(set(arns)) < len(arns):
        raise validation(f"Routing configuration must contain distinct state machine version ARNs. {received}")
    if len({states_arn(arn, "stateMachine").machine for arn in arns}) > 1:
        raise validation("Both stateMachineVersionArn values must belong to the same state machine.")
    weights = [weight for _, weight in routing]
    if sum(weights) != _WHOLE:
        raise validation(f"Sum of routing configuration weights must equal 100. Received: {weights}")
    return routing


def _machine(desk: Desk, routing: _Routing) -> Machine:
    parts = states_arn(routing[0][0], "stateMachine")
    machine = desk.machines.get(parts.machine)
    known = {version.arn for version in machine.versions.values()} if machine is not None else set()
    if machine is None or not all(arn in known for arn, _ in routing):
        raise ServiceFault("ResourceNotFound", "Request references a resource that does not exist.")
    return machine
