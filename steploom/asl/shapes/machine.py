"""Table of the whole definition."""

from __future__ import annotations

from steploom.asl.fields import Field, Shape
from steploom.asl.limits import MAX_SECONDS
from steploom.asl.model import StateMachine
from steploom.asl.readers import integer, word
from steploom.asl.shapes.common import QUERY_LANGUAGE
from steploom.asl.shapes.scope import COMMENT, START_AT, STATES

__all__ = ["MACHINE"]

MACHINE = Shape(
    StateMachine,
    (
        COMMENT,
        Field("Version", "version", word("1.0")),
        QUERY_LANGUAGE,
        START_AT,
        Field("TimeoutSeconds", "timeout_seconds", integer(1, MAX_SECONDS)),
        STATES,
    ),
    # AWS names the missing ones in this order, whatever the order of the fields.
    required=("States", "StartAt"),
)
