"""Readers of plain values: text, numbers, words out of a set, paths, payloads, lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from steploom.asl.faults import Faults, item, listed
from steploom.asl.fields import REFUSED, Field, Reader, Refused, Shape, read_object, write_object
from steploom.jsontext import Json, JsonObject

__all__ = [
    "expected",
    "flag",
    "integer",
    "is_expression",
    "nullable_text",
    "number",
    "object_field",
    "objects",
    "payload",
    "text",
    "texts",
    "variables",
    "word",
]

T = TypeVar("T")


def is_expression(value: Json) -> bool:
    """Return whether `value` is a JSONata expression: text from `{%` to `%}`, nothing around.

    Example:
        >>> is_expression("{% $states.input %}"), is_expression(" {% $x %} ")
        (True, False)
    """
    return isinstance(value, str) and len(value) >= len("{%%}") and value.startswith("{%") and value.endswith("%}")


def expected(type_: str, location: str, faults: Faults, value: Json = None) -> Refused:
    """Report a value of a wrong type in AWS's words, with a hint where `value` waits for a deployment."""
    waits = (isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith(("Ref", "Fn::"))) or (
        isinstance(value, str) and "${" in value
    )
    hint = "CloudFormation puts a value here when it deploys; write that value" if waits else None
    faults.schema(location, f"Expected value of type [{type_}]", hint=hint)
    return REFUSED


def text(value: Json, location: str, faults: Faults) -> str | Refused:
    """Read text."""
    if isinstance(value, str):
        return value
    return expected("STRING", location, faults, value)


def nullable_text(value: Json, location: str, faults: Faults) -> str | Refused | None:
    """Read text or null, where null means something of its own."""
    return None if value is None else text(value, location, faults)


def flag(value: Json, location: str, faults: Faults) -> bool | Refused:
    """Read true or false."""
    if isinstance(value, bool):
        return value
    return expected("BOOLEAN", location, faults, value)


def word(*words: str) -> Reader:
    """Return a reader of one of `words`."""

    def read(value: Json, location: str, faults: Faults) -> str | Refused:
        if isinstance(value, str) and value in words:
            return value
        if not isinstance(value, str):
            return expected("STRING", location, faults, value)
        faults.schema(location, f"Value should be one of the following: {listed(words)}")
        return REFUSED

    return read


def integer(low: int, high: int | None = None, *, expression: bool = False) -> Reader:
    """Return a reader of an integer in [low, high], or of an expression where that may stand."""

    def read(value: Json, location: str, faults: Faults) -> int | str | Refused:
        if expression and is_expression(value):
            return str(value)
        if isinstance(value, bool) or not isinstance(value, int):
            return expected("INTEGER", location, faults, value)
        return value if _in_range(value, low, high, location, faults) else REFUSED

    return read


def number(low: float, high: float | None = None, *, expression: bool = False) -> Reader:
    """Return a reader of a number in [low, high], or of an expression where that may stand."""

    def read(value: Json, location: str, faults: Faults) -> float | str | Refused:
        if expression and is_expression(value):
            return str(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return expected("NUMBER", location, faults, value)
        return value if _in_range(value, low, high, location, faults) else REFUSED

    return read


def _in_range(value: float, low: float, high: float | None, location: str, faults: Faults) -> bool:
    if value < low:
        faults.schema(location, f"Minimum value is {low}")
        return False
    if high is not None and value > high:
        faults.schema(location, f"Maximum value is {high}")
        return False
    return True


def payload(value: Json, location: str, faults: Faults) -> Json:  # noqa: ARG001 -- the signature of every reader
    """Read any JSON value."""
    return value


def variables(value: Json, location: str, faults: Faults) -> JsonObject | Refused:
    """Read the object of an `Assign`."""
    if isinstance(value, dict):
        return value
    return expected("OBJECT", location, faults, value)


def texts(value: Json, location: str, faults: Faults) -> tuple[str, ...] | Refused:
    """Read a list of text that holds one at least."""
    if not isinstance(value, list):
        return expected("ARRAY", location, faults, value)
    if not value:
        faults.schema(location, "Value cannot be empty")
        return REFUSED
    read = [text(each, item(location, index), faults) for index, each in enumerate(value)]
    return REFUSED if REFUSED in read else tuple(read)  # type: ignore[arg-type]


def objects(
    name: str,
    attribute: str,
    shape: Shape[Any] | Callable[[], Shape[Any]],
    *,
    required: bool = False,
) -> Field:
    """Return a field that holds a list of objects of `shape`; it may be empty unless it is required."""
    find: Callable[[], Shape[Any]] = (lambda: shape) if isinstance(shape, Shape) else shape

    def read(value: Json, location: str, faults: Faults) -> tuple[Any, ...] | Refused:
        if not isinstance(value, list):
            return expected("ARRAY", location, faults, value)
        if required and not value:
            faults.schema(location, "Value cannot be empty")
            return REFUSED
        found = [read_object(find(), each, item(location, index), faults) for index, each in enumerate(value)]
        return REFUSED if any(each is REFUSED for each in found) else tuple(found)

    def write(values: tuple[Any, ...]) -> Json:
        return [write_object(find(), each) for each in values]

    return Field(name, attribute, read, write, required)


def object_field(name: str, attribute: str, shape: Shape[Any], *, required: bool = False) -> Field:
    """Return a field that holds one object of `shape`."""

    def read(value: Json, location: str, faults: Faults) -> Any:
        return read_object(shape, value, location, faults)

    def write(value: Any) -> Json:
        return write_object(shape, value)

    return Field(name, attribute, read, write, required)
