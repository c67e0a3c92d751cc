"""Responses of services against botocore's models, strictly: what a service could never answer is told, all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

from steploom.local.tasks.responses import Style

__all__ = ["response_faults"]

_EVERY = frozenset({"ResponseMetadata"})


def response_faults(
    shape: Shape | None, value: Any, style: Style | None = None, free: frozenset[str] = frozenset()
) -> list[str]:
    """Return what is wrong with a response; nothing where the service could give it.

    Args:
        shape: The operation's output shape, None where it answers nothing.
        value: The response.
        style: How the result of a Task is written; None for boto3's response.
        free: Top-level members that may be anything.

    Example:
        >>> from botocore.session import get_session
        >>> output = get_session().get_service_model("dynamodb").operation_model("GetItem").output_shape
        >>> response_faults(output, {"Itme": {}})
        ['Itme is no member of GetItemOutput: did you mean Item?']
        >>> response_faults(output, {"Item": {"n": {"N": 1}}})
        ['Item.n.N must be a string']
    """
    check = _Check(style)
    if not isinstance(value, Mapping):
        return [f"a response is an object, not {type(value).__name__}"]
    members = {key: each for key, each in value.items() if key not in free | _EVERY}
    if shape is None:
        return [f"{key} is no member: the operation answers nothing" for key in members]
    return list(check.structure(shape, members, "", given=frozenset(value)))


class _Check:
    """Walks a value beside its shape.

    Args:
        style: As for `response_faults`.
    """

    def __init__(self, style: Style | None) -> None:
        self._style = style

    def value(self, shape: Shape, value: Any, at: str) -> Iterator[str]:
        if isinstance(shape, StructureShape):
            if getattr(shape, "is_document_type", False):
                return
            if not isinstance(value, Mapping):
                yield f"{at} must be an object"
                return
            yield from self.structure(shape, value, at, given=frozenset(value))
        elif isinstance(shape, ListShape):
            if not isinstance(value, list | tuple):
                yield f"{at} must be a list"
                return
            for index, each in enumerate(value):
                yield from self.value(shape.member, each, f"{at}[{index}]")
        elif isinstance(shape, MapShape):
            if not isinstance(value, Mapping):
                yield f"{at} must be an object"
                return
            for key, each in value.items():
                yield from self.value(shape.value, each, f"{at}.{key}")
        else:
            yield from self._scalar(shape, value, at)

    def structure(self, shape: Shape, value: Mapping[str, Any], at: str, *, given: frozenset[str]) -> Iterator[str]:
        """Check members; `given` are those that count as there."""
        if not isinstance(shape, StructureShape):
            return
        known = {self._name(name): each for name, each in shape.members.items()}
        for name, each in value.items():
            path = f"{at}.{name}" if at else name
            if name not in known:
                near = get_close_matches(name, known, n=1)
                yield f"{path} is no member of {shape.name}" + (f": did you mean {near[0]}?" if near else "")
            elif each is not None:
                yield from self.value(known[name], each, path)
        for name in map(self._name, shape.required_members):
            if name not in given:
                yield f"{at}.{name} is missing" if at else f"{name} is missing"
        if (shape.name == "AttributeValue" or getattr(shape, "is_tagged_union", False)) and len(value) != 1:
            yield f"{at} must have exactly one of {', '.join(known)}"

    def _name(self, name: str) -> str:
        return name if self._style is None else self._style.named(name)

    def _scalar(self, shape: Shape, value: Any, at: str) -> Iterator[str]:
        word, fits = self._fits(shape.type_name, value)
        if not fits:
            yield f"{at} must be {word}"
        elif isinstance(shape, StringShape) and shape.enum and value not in shape.enum:
            yield f"{at} must be one of {', '.join(shape.enum)}"

    def _fits(self, kind: str, value: Any) -> tuple[str, bool]:
        number, plain = not isinstance(value, bool), self._style is None
        match kind:
            case "boolean":
                return "a boolean", isinstance(value, bool)
            case "integer" | "long":
                return "an integer", isinstance(value, int) and number
            case "float" | "double":
                return "a number", isinstance(value, int | float | Decimal) and number
            case "timestamp":
                return "a timestamp", isinstance(value, datetime if plain else str | int | float)
            case "blob":
                raw = isinstance(value, bytes) or hasattr(value, "read")
                return "text or bytes", isinstance(value, str) or (raw and plain)
            case _:
                return "a string", isinstance(value, str)
