"""A lane of its own for the requests of Step Functions: moto's way through a WSGI request costs more than most work.

Input: botocore's prepared request. Output: status, headers and body, as moto's general way would answer. Must not:
decide anything that moto decides: whatever is out of the ordinary there (authorization, recording, foreign hosts,
services that pass through) takes moto's way.
"""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol, TypeAlias
from wsgiref.handlers import format_date_time

from botocore.model import ListShape, Shape, StructureShape
from moto import settings
from moto.core import config
from moto.core.authorization import ActionAuthenticatorMixin
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.iam.models import mark_account_as_visited
from moto.moto_api import recorder
from moto.moto_api._internal import mock_random
from werkzeug.datastructures import Headers

from steploom.jsontext import Json, JsonObject, compact
from steploom.local.door.constraints import states_model
from steploom.local.door.faults import ServiceFault
from steploom.local.door.operations import OPERATIONS
from steploom.local.hooks.patches import Patches

__all__ = ["install"]

_TARGET = "AWSStepFunctions."
_URL = re.compile(r"https://(?:sync-)?states\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/$")
_TYPE = "application/x-amz-json-1.0"
_MILLIS = 1000
_HAIR = 1e-3  # a moment of whole milliseconds may lie a little below them as a float

_Answer: TypeAlias = tuple[int, dict[str, str], str]
_Write: TypeAlias = Callable[[Json], Json]


class Handle(Protocol):
    """Answers a request of the API."""

    def __call__(self, operation: str, request: JsonObject, account: str, region: str) -> JsonObject:
        """Return the response, or raise a `ServiceFault`."""
        ...


def install(
    patches: Patches, handle: Handle, response: Callable[[], Any], error: Callable[[ServiceFault], Any]
) -> None:
    """Let `handle` answer the requests of Step Functions where moto would only pass them on.

    Args:
        patches: What can be undone.
        handle: Answers a request.
        response: Makes moto's own object for one response.
        error: Makes moto's exception of a fault.
    """
    general = BotocoreStubber.process_request

    def process_request(stubber: Any, request: Any) -> Any:
        target = _text(request.headers.get("X-Amz-Target", ""))
        operation = target.removeprefix(_TARGET) if target.startswith(_TARGET) else ""
        place = _URL.match(request.url) if operation in OPERATIONS and _ordinary(request) else None
        if place is None:
            return general(stubber, request)
        ActionAuthenticatorMixin.request_count += 1
        answering = response()
        answering.headers, answering.querystring = _named(request.headers), {}
        region, account = place[1], answering.get_current_account()
        mark_account_as_visited(account, answering.get_access_key(), "stepfunctions", region)
        try:
            answer = handle(operation, json.loads(request.body or "{}"), account, region)
        except ServiceFault as fault:
            return _failed(answering, error(fault))
        return 200, {"content-type": _TYPE, **_headers()}, compact(_written(operation, answer))

    patches.attribute(BotocoreStubber, "process_request", process_request)


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _named(headers: Any) -> Headers:
    return Headers([(name, _text(value)) for name, value in headers.items()])


def _ordinary(request: Any) -> bool:
    """Whether moto would do nothing but pass the request on."""
    return (
        ActionAuthenticatorMixin.request_count < settings.INITIAL_NO_AUTH_ACTION_COUNT
        and not recorder._user_enabled  # noqa: SLF001 - it has no other way to say so
        and "Content-Encoding" not in request.headers
        and not config.passthrough_service("stepfunctions")
        and config.service_whitelisted("stepfunctions")
        and not config.passthrough_url(request.url)
    )


def _headers() -> dict[str, str]:
    return {
        "server": "amazon.com",
        "date": format_date_time(time.time()),
        "x-amzn-requestid": str(mock_random.uuid4()),
    }


def _failed(answering: Any, error: Any) -> _Answer:
    if not isinstance(error, ServiceException):
        return error.code, dict(error.get_headers()) | _headers(), error.description
    answering.response_headers = _headers()
    answer: _Answer = answering.serialized(ActionResult(error))
    return answer


# An answer is JSON already, but for its moments: AWS writes them to the millisecond.


def _written(operation: str, answer: JsonObject) -> Json:
    write = _writer(operation)
    return answer if write is None else write(answer)


@cache
def _writer(operation: str) -> _Write | None:
    shape = states_model().operation_model(operation).output_shape
    return None if shape is None else _moments(shape)


def _moments(shape: Shape) -> _Write | None:
    """Return what writes the moments inside a value of a shape; None where there are none."""
    if shape.type_name == "timestamp":
        return _to_millis
    if isinstance(shape, ListShape):
        each = _moments(shape.member)
        return None if each is None else lambda value: [each(item) for item in value]
    if isinstance(shape, StructureShape):
        found = ((name, _moments(member)) for name, member in shape.members.items())
        return _members({name: write for name, write in found if write is not None})
    return None


def _members(writers: dict[str, _Write]) -> _Write | None:
    if not writers:
        return None

    def write(value: Json) -> Json:
        made = dict(value)
        for name, each in writers.items():
            if made.get(name) is not None:
                made[name] = each(made[name])
        return made

    return write


def _to_millis(moment: Json) -> Json:
    return math.floor(moment * _MILLIS + _HAIR) / _MILLIS
