"""Responses of boto3 as results of a Task: Pascal case, ISO 8601, text for bodies (sections 6.3 and 6.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from steploom.jsontext import Json, JsonObject

__all__ = ["metadata_of", "pascal", "result_of"]


def result_of(shape: Shape | None, response: Mapping[str, Any]) -> JsonObject:
    """Return a response without its meta data, as an SDK integration returns it.

    Args:
        shape: The operation's output shape.
        response: What boto3 returned.
    """
    plain = {key: value for key, value in response.items() if key != "ResponseMetadata"}
    if shape is None:
        return {}
    made: JsonObject = _converted(shape, plain)
    return made


def metadata_of(response: Mapping[str, Any]) -> JsonObject:
    """Return the meta data that optimized integrations add to a result."""
    about = response.get("ResponseMetadata", {})
    headers = {str(name): str(value) for name, value in about.get("HTTPHeaders", {}).items()}
    request_id = about.get("RequestId", "")
    return {
        "SdkHttpMetadata": {
            "AllHttpHeaders": {name: [value] for name, value in headers.items()},
            "HttpHeaders": headers,
            "HttpStatusCode": about.get("HTTPStatusCode", 200),
        },
        "SdkResponseMetadata": {"RequestId": request_id},
    }


def pascal(name: str) -> str:
    """Return a member's name in Pascal case.

    Example:
        >>> pascal("executionArn")
        'ExecutionArn'
    """
    return name[:1].upper() + name[1:]


def _converted(shape: Shape, value: Any) -> Json:
    if isinstance(shape, StructureShape) and isinstance(value, Mapping):
        if getattr(shape, "is_document_type", False):
            return dict(value)
        return {
            pascal(key): _converted(shape.members[key], each) for key, each in value.items() if key in shape.members
        }
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [_converted(shape.member, each) for each in value]
    if isinstance(shape, MapShape) and isinstance(value, Mapping):
        return {str(key): _converted(shape.value, each) for key, each in value.items()}
    return _scalar(value)


def _scalar(value: Any) -> Json:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if hasattr(value, "read"):
        value = value.read()
    return value.decode("utf-8", "replace") if isinstance(value, bytes | bytearray) else value
