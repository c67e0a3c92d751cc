"""Fields that several state types share, and the tables of `Retry` and `Catch`."""

from __future__ import annotations

from steploom.asl.fields import Field, Shape
from steploom.asl.limits import MAX_DELAY_SECONDS, MAX_SECONDS
from steploom.asl.model import ABSENT, Catcher, Retrier
from steploom.asl.readers import (
    flag,
    integer,
    nullable_text,
    number,
    objects,
    payload,
    text,
    texts,
    variables,
    word,
)

__all__ = [
    "ARGUMENTS",
    "ASSIGN",
    "CATCH",
    "CATCHER",
    "HEAD",
    "INPUT_PATH",
    "NEXT_OR_END",
    "OUTPUT",
    "OUTPUT_PATH",
    "PARAMETERS",
    "QUERY_LANGUAGE",
    "RESULT_PATH",
    "RESULT_SELECTOR",
    "RETRY",
]

QUERY_LANGUAGE = Field("QueryLanguage", "query_language", word("JSONPath", "JSONata"))

#: What every state begins with after its `Type`.
HEAD = (Field("Comment", "comment", text), QUERY_LANGUAGE)
NEXT_OR_END = (Field("Next", "next", text), Field("End", "end", flag, lambda end: end or ABSENT))

INPUT_PATH = Field("InputPath", "input_path", nullable_text)
OUTPUT_PATH = Field("OutputPath", "output_path", nullable_text)
RESULT_PATH = Field("ResultPath", "result_path", nullable_text)
PARAMETERS = Field("Parameters", "parameters", payload)
ARGUMENTS = Field("Arguments", "arguments", payload)
RESULT_SELECTOR = Field("ResultSelector", "result_selector", payload)
ASSIGN = Field("Assign", "assign", variables)
OUTPUT = Field("Output", "output", payload)

RETRY = objects(
    "Retry",
    "retry",
    Shape(
        Retrier,
        (
            Field("Comment", "comment", text),
            Field("ErrorEquals", "error_equals", texts, list, required=True),
            Field("IntervalSeconds", "interval_seconds", integer(1, MAX_SECONDS)),
            Field("MaxAttempts", "max_attempts", integer(0, MAX_SECONDS)),
            Field("BackoffRate", "backoff_rate", number(1.0)),
            Field("MaxDelaySeconds", "max_delay_seconds", integer(1, MAX_DELAY_SECONDS)),
            Field("JitterStrategy", "jitter_strategy", word("NONE", "FULL")),
        ),
    ),
)

CATCHER = Shape(
    Catcher,
    (
        Field("Comment", "comment", text),
        Field("ErrorEquals", "error_equals", texts, list, required=True),
        RESULT_PATH,
        ASSIGN,
        OUTPUT,
        Field("Next", "next", text, required=True),
    ),
)

CATCH = objects("Catch", "catch", CATCHER)
