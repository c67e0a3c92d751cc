"""Requests to Step Functions, made from the members that its model has and the ARNs and tokens that it told."""

from __future__ import annotations

import json
from random import Random
from typing import Any, Final

from botocore.model import ListShape, Shape, StructureShape

from steploom.local.door.constraints import states_model

__all__ = ["Caller"]

_BASE: Final = "arn:aws:states:us-east-1:123456789012"
_ROLE: Final = "arn:aws:iam::123456789012:role/r"
_SCOPE: Final = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
_FAR: Final = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, **_SCOPE}
_STATES: Final[tuple[Any, ...]] = (
    {"Type": "Pass", "End": True},
    {"Type": "Wait", "Seconds": 9, "End": True},
    {"Type": "Fail"},
    {"Type": "Map", "ItemProcessor": _FAR, "End": True},
    {"Type": "Task", "Resource": f"{_BASE}:activity:n1", "End": True},
)
_DEFINITIONS: Final = (*(json.dumps({"StartAt": "A", "States": {"A": each}}) for each in _STATES), "{}", "x")
_ARNS: Final = (
    "x",
    f"{_BASE}:stateMachine:n1",
    f"{_BASE}:stateMachine:n1:1",
    f"{_BASE}:stateMachine:n1:a1",
    f"{_BASE}:stateMachine:n1/l",
    f"{_BASE}:stateMachine:",
    f"{_BASE}:activity:n1",
    f"{_BASE}:express:n1:x:y",
    f"{_BASE}:mapRun:n1/l:x",
    "arn:aws:states:eu-west-1:123456789012:stateMachine:n1",
)
#: What makes the other operations worth calling.
_OFTEN: Final = ("CreateStateMachine", "StartExecution", "UpdateStateMachine", "PublishStateMachineVersion")


class Caller:
    """Makes one request after the other.

    Args:
        random: Decides.
    """

    def __init__(self, random: Random) -> None:
        self._random = random
        self._told = ["x"]

    def request(self) -> tuple[str, dict[str, Any]]:
        """Return an operation and its members, more often than not ones that fit."""
        operation = self._random.choice((*states_model().operation_names, *_OFTEN * 4))
        if operation == "CreateStateMachine" and self._random.randrange(3):
            name, definition = self._random.choice(("n1", "n2")), self._random.choice(_DEFINITIONS)
            return operation, {"name": name, "definition": definition, "roleArn": _ROLE, "publish": True}
        shape = states_model().operation_model(operation).input_shape
        members = {} if shape is None else shape.members
        needed = set() if shape is None else set(shape.required_members)
        wanted = [name for name in members if name in needed or self._random.randrange(5) < 2]
        return operation, {name: self._value(members[name], name) for name in wanted}

    def listen(self, answer: Any) -> None:
        """Remember the ARNs and tokens of an answer."""
        items = answer.items() if isinstance(answer, dict) else enumerate(answer) if isinstance(answer, list) else ()
        for key, each in items:
            if isinstance(each, str) and (each.startswith("arn:aws:states") or key == "taskToken"):
                self._told = [*self._told[-40:], each]
            self.listen(each)

    def _value(self, shape: Shape, name: str) -> Any:
        if isinstance(shape, StructureShape):
            return {key: self._value(each, key) for key, each in shape.members.items() if self._random.randrange(3)}
        if isinstance(shape, ListShape):
            return [self._value(shape.member, name) for _ in range(self._random.randrange(3))]
        match shape.type_name:
            case "string":
                return self._text(shape, name)
            case "integer" | "long":
                return self._random.choice((0, 1, 5, 100, -1, 1001))
            case "float" | "double":
                return self._random.choice((0.0, 5.5, 100, 101))
            case _:
                return bool(self._random.randrange(2))

    def _text(self, shape: Shape, name: str) -> str:
        words: Any = shape.metadata.get("enum")
        if words and self._random.randrange(10):
            return str(self._random.choice(words))
        if name == "definition":
            return self._random.choice(_DEFINITIONS)
        if name == "roleArn":
            return _ROLE
        if name.endswith("Arn") or name == "taskToken":
            return self._random.choice(self._told * 3 + list(_ARNS))
        if name in ("input", "output", "variables", "context", "result"):
            return self._random.choice(("{}", "[1,2]", "5", "x", '"s"', ""))
        return self._random.choice(("n1", "n2", "a1", "1", "x y", "", "ä", "null"))
