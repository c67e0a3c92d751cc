"""Tables of the states that neither call nor nest: Pass, Wait, Succeed, Fail."""

from __future__ import annotations

from steploom.asl.fields import Field, Shape
from steploom.asl.limits import MAX_SECONDS
from steploom.asl.model import FailState, PassState, SucceedState, WaitState
from steploom.asl.readers import integer, payload, text
from steploom.asl.shapes.common import (
    ASSIGN,
    HEAD,
    INPUT_PATH,
    NEXT_OR_END,
    OUTPUT,
    OUTPUT_PATH,
    PARAMETERS,
    RESULT_PATH,
)
from steploom.asl.shapes.moment import timestamp

__all__ = ["FAIL", "PASS", "SUCCEED", "WAIT"]

PASS = Shape(
    PassState,
    (
        *HEAD,
        INPUT_PATH,
        PARAMETERS,
        Field("Result", "result", payload),
        RESULT_PATH,
        OUTPUT_PATH,
        ASSIGN,
        OUTPUT,
        *NEXT_OR_END,
    ),
)

WAIT = Shape(
    WaitState,
    (
        *HEAD,
        INPUT_PATH,
        Field("Seconds", "seconds", integer(0, MAX_SECONDS, expression=True)),
        Field("Timestamp", "timestamp", timestamp),
        Field("SecondsPath", "seconds_path", text),
        Field("TimestampPath", "timestamp_path", text),
        OUTPUT_PATH,
        ASSIGN,
        OUTPUT,
        *NEXT_OR_END,
    ),
)

SUCCEED = Shape(SucceedState, (*HEAD, INPUT_PATH, OUTPUT_PATH, OUTPUT))

FAIL = Shape(
    FailState,
    (
        *HEAD,
        Field("Error", "error", text),
        Field("ErrorPath", "error_path", text),
        Field("Cause", "cause", text),
        Field("CausePath", "cause_path", text),
    ),
)
