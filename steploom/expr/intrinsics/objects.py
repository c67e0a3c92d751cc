"""Intrinsic functions between JSON text and JSON values, and the merge of two objects."""

from __future__ import annotations

from steploom.expr.intrinsics.errors import CallFault
from steploom.expr.intrinsics.functions import Function, Kind
from steploom.jsontext import Json, JsonObject, compact, parse

__all__ = ["FUNCTIONS"]


def _merge(first: JsonObject, second: JsonObject, _deep: Json) -> Json:
    return {**first, **second}


def _to_json(text: str) -> Json:
    if not text.strip():
        return None  # recorded on AWS
    try:
        value = parse(text)
        compact(value)  # a number too large for a double would be an infinity, which JSON cannot say
    except (ValueError, RecursionError):
        raise CallFault("the text is no JSON") from None
    return value


FUNCTIONS = (
    Function("States.JsonMerge", (Kind.OBJECT, Kind.OBJECT, Kind.FALSE), _merge),
    Function("States.JsonToString", (Kind.ANY,), compact),
    Function("States.StringToJson", (Kind.TEXT,), _to_json),
)
