"""Walks a definition and asks the family of each service what its states need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from steploom.asl import MapState, StateMachine, TaskState
from steploom.asl.resources import Resource, parse_resource
from steploom.asl.scopes import walk
from steploom.deploy.app import Grant
from steploom.deploy.iam import dynamodb, eventbus, executions, functions, http, messaging, sdk, storage
from steploom.deploy.iam.arguments import known_arguments, known_parameters
from steploom.deploy.iam.needs import Known, Need, Surroundings, Task, Underivable
from steploom.deploy.iam.statements import statements_of
from steploom.deploy.plan import Statement
from steploom.diagnostics import Diagnostic
from steploom.errors import CompileError

__all__ = ["derive"]

#: Optimized integration → who knows what it needs.
_FAMILIES: Mapping[str, Callable[[Task], tuple[Need, ...]]] = {
    "lambda": functions.needs,
    "events": eventbus.needs,
    "dynamodb": dynamodb.needs,
    "sqs": messaging.queue_needs,
    "sns": messaging.topic_needs,
    "states": executions.needs,
}


def derive(machine: StateMachine, around: Surroundings, grants: Iterable[Grant] = ()) -> tuple[Statement, ...]:
    """Return the statements that the states of a machine need.

    Args:
        machine: The definition.
        around: What its names stand for.
        grants: For states whose needs are said by hand.

    Raises:
        CompileError: SL702, with every state whose needs cannot be derived.

    Example:
        >>> from steploom.asl import load
        >>> machine = load({"StartAt": "tell", "States": {"tell": {"Type": "Task", "End": True,
        ...     "Resource": "arn:aws:states:::sns:publish", "Parameters": {"TopicArn": "arn:aws:sns:::news"}}}})
        >>> [(each.sid, each.actions, each.resources) for each in derive(machine, Surroundings("m"))]
        [('Tell', ('sns:Publish',), ('arn:aws:sns:::news',))]
    """
    by_hand = {each.state: each for each in grants}
    found: list[tuple[str, Need]] = []
    faults: list[Diagnostic] = []
    for path, name, state in walk(machine):
        where = "/" + "/".join((*path, "States", name))
        jsonata = (state.query_language or machine.query_language) == "JSONata"
        if name in by_hand:
            found.append((name, Need(by_hand[name].actions, by_hand[name].resources)))
            continue
        try:
            if isinstance(state, TaskState):
                found += [(name, each) for each in _task_needs(name, state, around, jsonata=jsonata)]
            elif isinstance(state, MapState):
                found += [(name, each) for each in _map_needs(name, state, around, jsonata=jsonata)]
        except Underivable as fault:
            faults.append(Diagnostic("SL702", fault.message, location=where, hint=fault.hint))
    if faults:
        raise CompileError(faults)
    return statements_of(found)


def _task_needs(name: str, state: TaskState, around: Surroundings, *, jsonata: bool) -> Iterator[Need]:
    task = _task(name, parse_resource(around.filled(state.resource)), state, around, jsonata=jsonata)
    yield from _resource_needs(task)
    credentials: Known = known_arguments(state.credentials) if jsonata else known_parameters(state.credentials)
    if credentials:
        role = credentials.get("RoleArn") if isinstance(credentials, dict) else None
        if not isinstance(role, str):
            message = f"the role of Credentials of {name!r} is known only when the machine runs"
            raise Underivable(message, task.hint("write RoleArn as a constant"))
        yield Need(("sts:AssumeRole",), (around.filled(role),))


def _task(name: str, resource: Resource, state: TaskState, around: Surroundings, *, jsonata: bool) -> Task:
    arguments = known_arguments(state.arguments) if jsonata else known_parameters(state.parameters)
    return Task(name, resource, arguments, around)


def _resource_needs(task: Task) -> tuple[Need, ...]:
    match task.resource.kind:
        case "activity":
            return ()  # its worker needs permissions, the machine none
        case "lambda":
            return functions.direct_needs(task)
        case "http":
            return http.needs(task)
        case "sdk":
            return sdk.needs(task)
        case "optimized":
            family = _FAMILIES.get(task.resource.service)
            if family is None:
                message = f"what {task.resource.service} needs cannot be derived yet"
                raise Underivable(message, task.hint("call it through an activity"))
            return family(task)


def _map_needs(name: str, state: MapState, around: Surroundings, *, jsonata: bool) -> Iterator[Need]:
    config = state.item_processor.processor_config
    if config is not None and config.mode == "DISTRIBUTED":
        yield from executions.distributed_needs(around)
    read = known_arguments if jsonata else known_parameters
    for part in (state.item_reader, state.result_writer):
        if part is None or part.resource is None:
            continue
        given = part.arguments if jsonata else part.parameters
        resource = parse_resource(part.resource)
        yield from storage.needs(Task(name, resource, read(given), around))
