"""Responses of HTTP as results of a Task."""

from __future__ import annotations

import json
from collections.abc import Mapping

from steploom.jsontext import Json, JsonObject, parse
from steploom.local.web.messages import Values

__all__ = ["header_lists", "parsed_body"]


def header_lists(headers: Mapping[str, Values]) -> JsonObject:
    """Return headers as a result has them: lists of values.

    Example:
        >>> header_lists({"a": "1", "b": ["2", "3"]})
        {'a': ['1'], 'b': ['2', '3']}
    """
    return {name: [value] if isinstance(value, str) else list(value) for name, value in headers.items()}


def parsed_body(text: str) -> Json:
    """Return a body as JSON where it is JSON, otherwise as it is.

    Example:
        >>> parsed_body('{"a": 1}'), parsed_body("hello"), parsed_body("")
        ({'a': 1}, 'hello', '')
    """
    try:
        return parse(text)
    except json.JSONDecodeError:
        return text
