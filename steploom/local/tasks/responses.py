"""Responses of boto3 as results of a Task: Pascal case, ISO 8601, text for bodies (sections 6.3 and 6.4)."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from botocore.model import ListShape, MapShape, Shape, StructureShape

from steploom.dsl.awsnaming import sdk_member, sdk_moment
from steploom.jsontext import Json, JsonObject

__all__ = ["OPTIMIZED", "SDK", "Style", "metadata_of", "pascal", "result_of"]


def pascal(name: str) -> str:
    """Return a member's name with a large first letter, as optimized integrations have it.

    Example:
        >>> pascal("executionArn")
        'ExecutionArn'
    """
    return name[:1].upper() + name[1:]


def milliseconds(moment: datetime) -> int:
    """Return a moment in epoch milliseconds, as the older SDK writes it into JSON."""
    return round(moment.timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind of integration writes results.

    Attributes:
        named: How members are named.
        moment: How moments are written.
    """

    named: Callable[[str], str]
    moment: Callable[[datetime], Json]


#: The optimized integrations, which go through the SDK for Java 1.
OPTIMIZED: Final = Style(pascal, milliseconds)
#: The SDK integrations, which go through the SDK for Java 2.
SDK: Final = Style(sdk_member, sdk_moment)


def result_of(shape: Shape | None, response: Mapping[str, Any], style: Style) -> JsonObject:
    """Return a response without its meta data, as a Task gets it.

    Args:
        shape: The operation's output shape.
        response: What boto3 returned.
        style: How it is written.
    """
    if shape is None:
        return {}
    payload = shape.serialization.get("payload")
    plain = {
        key: _text(value) if key == payload and isinstance(value, bytes | bytearray) else value
        for key, value in response.items()
        if key != "ResponseMetadata"
    }
    made: JsonObject = _converted(shape, plain, style)
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


def _converted(shape: Shape, value: Any, style: Style) -> Json:
    if isinstance(shape, StructureShape) and isinstance(value, Mapping):
        if getattr(shape, "is_document_type", False):
            return dict(value)
        return {
            style.named(key): _converted(shape.members[key], each, style)
            for key, each in value.items()
            if key in shape.members
        }
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [_converted(shape.member, each, style) for each in value]
    if isinstance(shape, MapShape) and isinstance(value, Mapping):
        return {str(key): _converted(shape.value, each, style) for key, each in value.items()}
    return _scalar(value, style)


def _scalar(value: Any, style: Style) -> Json:
    """Moments as the style has them, streams as text, other binary members as base64."""
    if isinstance(value, datetime):
        return style.moment(value)
    if hasattr(value, "read"):
        return _text(value.read())
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes | bytearray) else value


def _text(value: bytes | bytearray | str) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "replace")
