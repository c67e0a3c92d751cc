"""The checks that AWS makes before an operation sees a request: those that the service's model writes down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import botocore.loaders
import regex
from botocore.model import ListShape, MapShape, ServiceModel, Shape, StructureShape

from steploom.jsontext import Json, JsonObject
from steploom.local.door.faults import ServiceFault, validation

__all__ = ["Style", "check_request", "states_model", "violations"]


#: What JSON a shape is written as, and what AWS's parser calls the JSON that it meets.
_TYPES: Final[Mapping[str, type | tuple[type, ...]]] = {
    "boolean": bool,
    "double": (int, float),
    "float": (int, float),
    "integer": int,
    "list": list,
    "long": int,
    "map": dict,
    "string": str,
    "structure": dict,
    "timestamp": (int, float),
}
_TOKENS: Final = {
    "bool": "BOOLEAN_VALUE",
    "dict": "START_OBJECT",
    "float": "NUMBER_VALUE",
    "int": "NUMBER_VALUE",
    "list": "START_ARRAY",
    "str": "STRING_VALUE",
}


@cache
def states_model() -> ServiceModel:
    """Return botocore's model of Step Functions."""
    loader = botocore.loaders.create_loader()
    return ServiceModel(loader.load_service_model("stepfunctions", "service-2"), "stepfunctions")


def check_request(operation: str, request: JsonObject) -> None:
    """Refuse a request that breaks the constraints of its operation's shape.

    Args:
        operation: `CreateStateMachine`, …
        request: Its members.

    Raises:
        ServiceFault: `ValidationException`, all faults in one text; `SerializationException`.

    Example:
        >>> check_request("DescribeExecution", {"executionArn": "x" * 257})
        Traceback (most recent call last):
        ...
        steploom.local.door.faults.ServiceFault: ValidationException: 1 validation error detected: ...
    """
    text = violations(states_model(), operation, request)
    if text is not None:
        raise validation(text)


@dataclass(frozen=True, slots=True)
class Style:
    """How a service words its faults.

    Attributes:
        pattern_first: Whether a wrong pattern is told before a wrong length.
        unset: Members that the service's own classes have beside the model's, by class; nobody sets them.
        shows_unset: Whether members that are not set are shown as null.
    """

    pattern_first: bool = False
    unset: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shows_unset: bool = False


_STATES: Final = Style()


def violations(model: ServiceModel, operation: str, request: JsonObject, style: Style = _STATES) -> str | None:
    """Return AWS's text about a request that breaks the constraints of its operation's shape, or None.

    Args:
        model: The service.
        operation: Its operation, as the model writes it.
        request: The request's members.
        style: How the service words its faults.

    Raises:
        ServiceFault: `SerializationException`, a member is of another JSON type.
    """
    shape = model.operation_model(operation).input_shape
    found = list(_Judge(style).faults(shape, request, "")) if shape is not None else []
    if not found:
        return None
    noun = "error" if len(found) == 1 else "errors"
    return f"{len(found)} validation {noun} detected: {'; '.join(found)}"


@dataclass(frozen=True, slots=True)
class _Judge:
    style: Style

    def faults(self, shape: Shape, value: Json, path: str) -> Iterator[str]:
        _check_type(shape, value)
        yield from (
            f"Value '{self.text(shape, value)}' at '{path}' failed to satisfy constraint: Member must {rule}"
            for rule in self.broken(shape, value)
        )
        if isinstance(shape, StructureShape) and isinstance(value, dict):
            for name, member in shape.members.items():
                inner = f"{path}.{_java(name)}" if path else _java(name)
                if value.get(name) is not None:
                    yield from self.faults(member, value[name], inner)
                elif name in shape.required_members:
                    yield f"Value null at '{inner}' failed to satisfy constraint: Member must not be null"
        elif isinstance(shape, ListShape) and isinstance(value, list):
            for place, each in enumerate(value, start=1):
                yield from self.faults(shape.member, each, f"{path}.{place}.member")
        elif isinstance(shape, MapShape) and isinstance(value, dict):
            for key, each in value.items():
                yield from self.faults(shape.value, each, f"{path}.{key}.member")

    def broken(self, shape: Shape, value: Json) -> Iterator[str]:
        wrong = list(_wrong_pattern(shape, value))
        if self.style.pattern_first:
            yield from wrong
        yield from _out_of_bounds(shape, value)
        if not self.style.pattern_first:
            yield from wrong

    def text(self, shape: Shape, value: Json) -> str:
        """Write a value as Java writes it."""
        if value is None:
            return "null"
        if isinstance(shape, ListShape) and isinstance(value, list):
            return f"[{', '.join(self.text(shape.member, each) for each in value)}]"
        if isinstance(shape, StructureShape) and isinstance(value, dict):
            names = [name for name in shape.members if self.style.shows_unset or name in value]
            members = [f"{_java(name)}={self.text(shape.members[name], value.get(name))}" for name in names]
            members += [f"{name}=null" for name in self.style.unset.get(shape.name, ())]
            return f"{shape.name}({', '.join(members)})"
        return "true" if value is True else "false" if value is False else str(value)


def _java(name: str) -> str:
    """A member's name as the service's own classes write it."""
    return name[:1].lower() + name[1:]


def _check_type(shape: Shape, value: Json) -> None:
    """Refuse a value of another JSON type, which only a client without a model of the service can send."""
    if not isinstance(value, _TYPES[shape.type_name]) or (isinstance(value, bool) and shape.type_name != "boolean"):
        token = _TOKENS.get(type(value).__name__, "NULL_VALUE")
        article = "an" if shape.type_name == "integer" else "a"
        wanted = shape.type_name.capitalize()
        raise ServiceFault("SerializationException", f"{token} can not be converted to {article} {wanted}")


def _out_of_bounds(shape: Shape, value: Json) -> Iterator[str]:
    limits: dict[str, Any] = shape.metadata
    if isinstance(value, str | list | dict) and not isinstance(shape, StructureShape):
        if len(value) > limits.get("max", len(value)):
            yield f"have length less than or equal to {limits['max']}"
        if len(value) < limits.get("min", 0):
            yield f"have length greater than or equal to {limits['min']}"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if value > limits.get("max", value):
            yield f"have value less than or equal to {limits['max']}"
        if value < limits.get("min", value):
            yield f"have value greater than or equal to {limits['min']}"
    if isinstance(value, str) and "enum" in limits and value not in limits["enum"]:
        yield f"satisfy enum value set: [{', '.join(limits['enum'])}]"


def _wrong_pattern(shape: Shape, value: Json) -> Iterator[str]:
    limits: dict[str, Any] = shape.metadata
    # Patterns are Java's: `\\p{ASCII}` and the like, which Python's own `re` does not know.
    if isinstance(value, str) and "pattern" in limits and not regex.fullmatch(limits["pattern"], value):
        yield f"satisfy regular expression pattern: {limits['pattern']}"
