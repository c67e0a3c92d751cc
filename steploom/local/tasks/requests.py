"""Arguments of a Task as parameters of boto3: other names, other types, what is missing in AWS's words."""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from steploom.dsl.awsnaming import sdk_member
from steploom.engine import Refused
from steploom.jsontext import Json, JsonObject, compact
from steploom.local.tasks.responses import pascal

__all__ = ["BadArguments", "boto_arguments", "missing_members", "refused"]


class BadArguments(Exception):
    """An argument that cannot become a parameter.

    Args:
        text: What is wrong.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def boto_arguments(shape: Shape | None, arguments: JsonObject) -> dict[str, Any]:
    """Return arguments under boto3's names and in its types; members that are null are left out.

    Args:
        shape: The operation's input shape.
        arguments: Names in Pascal case, as Step Functions takes them.

    Raises:
        BadArguments: The operation has no such parameter.
    """
    if shape is None:
        return {}
    made: dict[str, Any] = _converted(shape, arguments, shape.name)
    return made


def refused(arguments: Json, error: BadArguments) -> Refused:
    """Return the outcome of a task whose arguments the operation does not take; nothing catches it."""
    return Refused(f"The Parameters '{compact(arguments)}' could not be used to start the Task: [{error.text}]")


def missing_members(shape: Shape | None, arguments: dict[str, Any]) -> list[str]:
    """Return the required members that are not there, in the order of the model."""
    if not isinstance(shape, StructureShape):
        return []
    return [name for name in shape.members if name in shape.required_members and name not in arguments]


def _converted(shape: Shape, value: Json, path: str) -> Any:
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        if getattr(shape, "is_document_type", False):
            return value
        names = _member_names(shape)
        found = {}
        for key, each in value.items():
            name = names.get(key)
            if name is None:
                raise BadArguments(f"The field '{key}' is not supported by Step Functions")
            if each is not None:
                found[name] = _converted(shape.members[name], each, f"{path}.{key}")
        return found
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [_converted(shape.member, each, path) for each in value]
    if isinstance(shape, MapShape) and isinstance(value, dict):
        return {key: _converted(shape.value, each, f"{path}.{key}") for key, each in value.items() if each is not None}
    return _scalar(shape, value)


@lru_cache(maxsize=512)
def _member_names(shape: StructureShape) -> dict[str, str]:
    """The model's names by those that Step Functions takes: the SDK's, and the API's own with a large first letter."""
    return {pascal(name): name for name in shape.members} | {sdk_member(name): name for name in shape.members}


def _scalar(shape: Shape, value: Json) -> Any:
    match shape.type_name:
        case "string" if not isinstance(value, str):
            # What is no text is sent as JSON: the input of an execution, the body of an object.
            return compact(value)
        case "blob":
            return _blob(shape, value)
        case "integer" | "long" if isinstance(value, float) and value.is_integer():
            return int(value)
        case "integer" | "long" if isinstance(value, str) and value.lstrip("-").isdigit():
            return int(value)
        case "float" | "double" if isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        case "boolean" if value in ("true", "false"):
            return value == "true"
        case _:
            return value


def _blob(shape: Shape, value: Json) -> bytes | str:
    """Bodies are texts, which botocore encodes; other binary members are base64, as JSON writes them."""
    if not isinstance(value, str):
        return compact(value).encode()
    if shape.serialization.get("streaming") or shape.name in {"Body", "Blob"}:
        return value
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error:
        return value.encode()
