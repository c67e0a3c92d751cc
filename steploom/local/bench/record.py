"""What tasks asked for, as a test reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from botocore.model import Shape

from steploom.asl import Resource
from steploom.dsl import Activity, AwsCall
from steploom.dsl.exchange import declared_arguments
from steploom.dsl.native.boto import as_json
from steploom.jsontext import Json, parse
from steploom.local.bench.requests import Asked, operation_of, payload_of
from steploom.local.bench.targets import Aim
from steploom.local.tasks.requests import BadArguments, boto_arguments

__all__ = ["Ending", "TaskCall", "input_of", "passed"]

#: How an attempt ended: `waiting` for an answer by token, `refused` before it was scheduled.
Ending: TypeAlias = Literal["succeeded", "failed", "waiting", "timed out", "refused"]


@dataclass(frozen=True, slots=True)
class TaskCall:
    """One attempt of a Task.

    Attributes:
        state: Name of the state.
        resource: What was called.
        arguments: What was sent, as JSON.
        attempt: 1 for the first attempt of a visit.
        item: Index of the innermost Map item around it, or None.
        execution_arn: Who asked.
        ending: How it ended as far as it was known when the call came back.
        done: Whether the work was done: a fault may come before it, or lose its reply.
        error: Error name, where it failed.
        mocked: Whether a mock answered.
        faults: What went wrong by order: `fail`, `lost_reply` …
    """

    state: str
    resource: Resource
    arguments: Json
    attempt: int
    item: int | None
    execution_arn: str
    ending: Ending
    done: bool
    error: str | None = None
    mocked: bool = False
    faults: tuple[str, ...] = ()


def passed(aim: Aim, call: Asked) -> Json:
    """Return what the caller of a target passed: the arguments of a call, not of its Task."""
    match aim.target:
        case Activity() as activity:
            payload = payload_of(call)
            return declared_arguments(activity, payload) if isinstance(payload, dict) else payload
        case AwsCall():
            found = operation_of(call.resource)
            return _boto_names(None if found is None else found.model.input_shape, call.arguments)
        case _ if aim.kind == "function":
            return payload_of(call)
        case _ if aim.kind == "machine":
            return input_of(call)
        case _:
            return call.arguments


def input_of(call: Asked) -> Json:
    """Return what a nested execution is started with."""
    given = (call.arguments or {}).get("Input", {})
    return parse(given) if isinstance(given, str) else given


def _boto_names(shape: Shape | None, arguments: Json) -> Json:
    try:
        return as_json(boto_arguments(shape, arguments or {}))
    except BadArguments:
        return arguments
