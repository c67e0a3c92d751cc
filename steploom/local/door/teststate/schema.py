"""Mocked results of Tasks, checked against the models of the services that would have answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

from steploom.asl import Resource
from steploom.jsontext import Json
from steploom.local.door.faults import ServiceFault, validation
from steploom.local.tasks.naming import boto_service, operation_name, service_model
from steploom.local.tasks.responses import pascal

__all__ = ["check_result"]

#: Where an optimized integration's result is that of another operation: the job's description.
_SYNC: Final = {("states", "startExecution"): "DescribeExecution"}


#: Shapes whose greatest value botocore has raised above the one that Step Functions was recorded to check.
_GREATEST: Final[Mapping[str, int]] = {"MemorySize": 10_240}


def check_result(resource: Resource, result: Json, mode: str) -> None:
    """Refuse a result that the service would not return; what no model describes may be anything.

    Args:
        resource: What the Task calls.
        result: The mocked result.
        mode: `STRICT`; `PRESENT` does not ask for required members; `NONE` checks nothing. Unknown members are
            accepted in all of them.

    Raises:
        ServiceFault: `ValidationException`.
    """
    if mode == "NONE":
        return
    shape = _output_of(resource)
    if shape is not None:
        payloads = frozenset({"Payload"} if resource.service == "lambda" else ())
        _Checks(strict=mode == "STRICT", free=payloads).check(shape, result, "Result")


def _output_of(resource: Resource) -> Shape | None:
    if resource.kind not in ("optimized", "sdk") or resource.pattern == "waitForTaskToken":
        return None
    name = "stepfunctions" if resource.service == "states" else boto_service(resource.service)
    model = service_model(name) if name is not None else None
    if model is None:
        return None
    action = resource.action
    if resource.pattern != "request":
        action = _SYNC.get((resource.service, action), "")
    operation = operation_name(model, action)
    return None if operation is None else model.operation_model(operation).output_shape


class _Checks:
    """The checks of one result.

    Args:
        strict: Whether required members must be there.
        free: Members that may be anything.
    """

    def __init__(self, *, strict: bool, free: frozenset[str]) -> None:
        self._strict = strict
        self._free = free

    def check(self, shape: Shape, value: Json, name: str) -> None:
        match shape:
            case StructureShape():
                self._structure(shape, value, name)
            case ListShape():
                _must(isinstance(value, list), name, "must be an array")
                for each in value:
                    self.check(shape.member, each, name)
            case MapShape():
                _must(isinstance(value, dict), name, "must be an object")
                for each in value.values():
                    self.check(shape.value, each, name)
            case _:
                _scalar(shape, value, name)

    def _structure(self, shape: StructureShape, value: Json, name: str) -> None:
        if getattr(shape, "is_document_type", False):
            return
        _must(isinstance(value, dict), name, "must be an object")
        members: Mapping[str, Shape] = {pascal(member): each for member, each in shape.members.items()}
        if self._strict:
            for required in map(pascal, shape.required_members):
                if required not in value:
                    raise _wrong(f"Required field '{required}' is missing")
        for member, each in value.items():
            if member in members and member not in self._free and each is not None:
                self.check(members[member], each, member)


def _scalar(shape: Shape, value: Json, name: str) -> None:
    if shape.type_name == "boolean":
        _must(isinstance(value, bool), name, "must be a boolean")
    elif shape.type_name in ("integer", "long", "float", "double"):
        _must(isinstance(value, int | float) and not isinstance(value, bool), name, "must be a number")
        _between(shape, value, name, ("is less than the minimum value", "exceeds the maximum value"))
    else:
        _must(isinstance(value, str), name, "must be a string")
        if isinstance(shape, StringShape) and shape.enum:
            _must(value in shape.enum, name, "is not an expected value")
        _between(shape, len(value), name, ("is smaller than the minimum length", "exceeds the maximum length"))


def _between(shape: Shape, number: float, name: str, words: tuple[str, str]) -> None:
    least, most = shape.metadata.get("min"), _GREATEST.get(shape.name, shape.metadata.get("max"))
    _must(least is None or number >= least, name, words[0])
    _must(most is None or number <= most, name, words[1])


def _must(holds: bool, name: str, words: str) -> None:  # noqa: FBT001 - a condition
    if not holds:
        raise _wrong(f"Field '{name}' {words}")


def _wrong(reason: str) -> ServiceFault:
    return validation(f"Mock result schema validation error: {reason}")
