"""The context object that a caller hands in."""

from __future__ import annotations

import json
from typing import Final

from steploom.asl import State, TaskState, parse_resource
from steploom.jsontext import Json, JsonObject, parse
from steploom.local.door.faults import ServiceFault, validation

__all__ = ["read_context"]

#: The members of a context object, with the types of theirs; None where any value will do.
_MEMBERS: Final[dict[str, dict[str, type | None]]] = {
    "Execution": {
        "Id": str,
        "Input": None,
        "Name": str,
        "RedriveCount": int,
        "RedriveTime": str,
        "RoleArn": str,
        "StartTime": str,
    },
    "State": {"EnteredTime": str, "Name": str, "RetryCount": int},
    "StateMachine": {"Id": str, "Name": str},
    "Task": {"Token": str},
}
_WORDS: Final = {str: "a string", int: "a number"}


def read_context(text: str, state: State) -> JsonObject:
    """Return the context object of a request.

    Args:
        text: Its JSON text.
        state: The state that is to see it.

    Raises:
        ServiceFault: `ValidationException`.
    """
    try:
        given = parse(text)
    except json.JSONDecodeError as error:
        raise _wrong("Context must be valid JSON") from error
    if not isinstance(given, dict):
        raise _wrong("Context must be a JSON object")
    for name, value in given.items():
        if name == "Map":
            raise _wrong("'Map' field is not supported when mocking a Context object")
        if name not in _MEMBERS:
            raise _wrong(f"Field '{name}' is not allowed")
        _check_member(name, value)
    if "Task" in given and not _waits(state):
        raise _wrong(
            "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken'"
            " service integration pattern"
        )
    return given


def _check_member(name: str, value: Json) -> None:
    if not isinstance(value, dict):
        raise _wrong(f"{name} must be an object")
    for member, each in value.items():
        if member not in _MEMBERS[name]:
            raise _wrong(f"Field '{member}' is not allowed")
        wanted = _MEMBERS[name][member]
        if wanted is not None and (not isinstance(each, wanted) or isinstance(each, bool)):
            raise _wrong(f"{name}.{member} must be {_WORDS[wanted]}")


def _waits(state: State) -> bool:
    return isinstance(state, TaskState) and parse_resource(state.resource).pattern != "request"


def _wrong(reason: str) -> ServiceFault:
    return validation(f"Invalid Context object provided: {reason}")
