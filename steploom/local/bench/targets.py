"""Targets: which tasks a mock or a fault is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from steploom.asl import parse_resource
from steploom.asl.integrations import is_recognized
from steploom.dsl import Activity, AwsCall, Workflow
from steploom.dsl.awscalls import check_call, find_operation
from steploom.local.bench.refusing import refusal
from steploom.local.bench.requests import Asked, function_of, machine_of, operation_of
from steploom.local.functions.registry import parse_function_name

__all__ = ["Aim", "Target", "aim_at"]

#: An activity, an AWS operation, a workflow; the ARN of a function, activity or state machine; a Task's `Resource`;
#: the name of a state; `*` for every task.
Target: TypeAlias = Activity[..., Any] | AwsCall | Workflow[..., Any] | str

_HINT = "name an activity, aws.service.operation, a workflow, an ARN, a Task's Resource, or a state"


@dataclass(frozen=True, slots=True)
class Aim:
    """A target, read.

    Attributes:
        name: How messages name it.
        kind: `function` and `machine` answer with what runs behind them returns, `call` with boto3's response,
            `task` with the result of the Task itself.
        matches: Whether a request is meant.
        target: What was given.
        state: The state that it names, or None.
    """

    name: str
    kind: Literal["function", "call", "machine", "task"]
    matches: Callable[[Asked], bool]
    target: Target
    state: str | None = None


def aim_at(target: Target) -> Aim:
    """Read a target.

    Raises:
        MockError: SL420, it can be no task.
    """
    match target:
        case Activity():
            return Aim(target.name, "function", _of_function(target.name, None), target)
        case Workflow():
            return Aim(target.name, "machine", _of_machine(target.name), target)
        case AwsCall():
            return _call(target)
        case str():
            return _text(target)
        case _:
            raise refusal("SL420", f"{target!r} is nothing that a task calls", _HINT)


def _call(target: AwsCall) -> Aim:
    if find_operation(target.service, target.operation) is None:
        (fault, *_) = check_call(target.service, target.operation, {})
        raise refusal("SL420", f"{target.name}: {fault.message}", fault.hint)

    def matches(request: Asked) -> bool:
        found = operation_of(request.resource)
        return found is not None and (found.service, found.operation) == (target.service, target.operation)

    return Aim(target.name, "call", matches, target)


def _text(target: str) -> Aim:
    if target == "*":
        return Aim(target, "task", lambda _: True, target)
    if not target.startswith("arn:"):
        if not target:
            raise refusal("SL420", "an empty text names no state", _HINT)
        return Aim(target, "task", lambda request: request.state == target, target, target)
    if ":stateMachine:" in target:
        name = target.partition(":stateMachine:")[2].partition(":")[0]
        return Aim(name, "machine", _of_machine(name), target)
    if ":function:" in target:
        parts = parse_function_name(target)
        return Aim(parts.name, "function", _of_function(parts.name, parts.qualifier), target)
    return _resource(target)


def _resource(target: str) -> Aim:
    try:
        resource = parse_resource(target)
    except ValueError as error:
        raise refusal("SL420", str(error), _HINT) from None
    known = operation_of(resource) is not None if resource.kind == "sdk" else is_recognized(resource)
    if not known:
        raise refusal("SL420", f"Step Functions has no integration {target}", "write the Resource of the Task")
    return Aim(target, "task", lambda request: request.resource.arn == target, target)


def _of_function(name: str, qualifier: str | None) -> Callable[[Asked], bool]:
    def matches(request: Asked) -> bool:
        found = function_of(request)
        return found is not None and found.name == name and qualifier in (None, found.qualifier)

    return matches


def _of_machine(name: str) -> Callable[[Asked], bool]:
    return lambda request: machine_of(request) == name
