"""Table of Task."""

from __future__ import annotations

from steploom.asl.fields import Field, Shape
from steploom.asl.limits import MAX_SECONDS
from steploom.asl.model import TaskState
from steploom.asl.readers import integer, payload, text
from steploom.asl.shapes.common import (
    ARGUMENTS,
    ASSIGN,
    CATCH,
    HEAD,
    INPUT_PATH,
    NEXT_OR_END,
    OUTPUT,
    OUTPUT_PATH,
    PARAMETERS,
    RESULT_PATH,
    RESULT_SELECTOR,
    RETRY,
)

__all__ = ["TASK"]

TASK = Shape(
    TaskState,
    (
        *HEAD,
        Field("Resource", "resource", text, required=True),
        Field("Credentials", "credentials", payload),
        INPUT_PATH,
        PARAMETERS,
        ARGUMENTS,
        Field("TimeoutSeconds", "timeout_seconds", integer(1, MAX_SECONDS, expression=True)),
        Field("TimeoutSecondsPath", "timeout_seconds_path", text),
        Field("HeartbeatSeconds", "heartbeat_seconds", integer(1, MAX_SECONDS, expression=True)),
        Field("HeartbeatSecondsPath", "heartbeat_seconds_path", text),
        RESULT_SELECTOR,
        RESULT_PATH,
        OUTPUT_PATH,
        ASSIGN,
        OUTPUT,
        RETRY,
        CATCH,
        *NEXT_OR_END,
    ),
)
