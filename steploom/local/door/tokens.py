"""Answers to callbacks and activities, by task token."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from steploom.engine import TokenError
from steploom.jsontext import JsonObject, parse
from steploom.local.door.desk import Desk
from steploom.local.door.faults import ServiceFault
from steploom.local.door.inputs import json_complaint

__all__ = ["send_task_failure", "send_task_heartbeat", "send_task_success"]


def send_task_success(desk: Desk, request: JsonObject) -> JsonObject:
    """End a task with a result."""
    text: str = request["output"]
    try:
        output = parse(text)
    except json.JSONDecodeError as error:
        raise ServiceFault("InvalidOutput", f"Invalid Output: '{json_complaint(error, text)}'") from error
    return _answer(desk, lambda: desk.hall.engine.send_success(request["taskToken"], output))


def send_task_failure(desk: Desk, request: JsonObject) -> JsonObject:
    """End a task with an error."""
    error, cause = request.get("error"), request.get("cause")
    return _answer(desk, lambda: desk.hall.engine.send_failure(request["taskToken"], error, cause))


def send_task_heartbeat(desk: Desk, request: JsonObject) -> JsonObject:
    """Tell that a task is alive."""
    return _answer(desk, lambda: desk.hall.engine.send_heartbeat(request["taskToken"]))


def _answer(desk: Desk, send: Callable[[], object]) -> JsonObject:
    with _told():
        send()
    desk.hall.settle()
    return {}


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except TokenError as error:
        raise ServiceFault(error.code, error.message) from error
