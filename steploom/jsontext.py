"""JSON values and their compact text, as Step Functions writes it.

Input: any JSON value. Output: text without blanks, keys in the order they were given. Must not: change a value.
"""

from __future__ import annotations

import json
from typing import Any, TypeAlias

__all__ = ["Json", "JsonObject", "compact", "parse", "size_in_bytes"]

#: Any JSON value: dict with text keys, list, str, int, float, bool or None. Values are immutable by convention:
#: who holds one never changes it in place.
Json: TypeAlias = Any
JsonObject: TypeAlias = dict[str, Any]

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def compact(value: Json) -> str:
    """Return `value` as compact JSON text, non-ASCII characters as they are.

    Args:
        value: A JSON value.

    Raises:
        ValueError: The value holds NaN or an infinity, which JSON cannot say.

    Example:
        >>> compact({"a": [1, "ü"]})
        '{"a":[1,"ü"]}'
    """
    return _encode(value)


def parse(text: str) -> Json:
    """Return the value of JSON `text`.

    Raises:
        json.JSONDecodeError: The text is no JSON, holds NaN or Infinity, or nests deeper than Python reads.

    Example:
        >>> parse('{"a":1}')
        {'a': 1}
    """
    if text.startswith("\ufeff"):
        raise json.JSONDecodeError("Unexpected byte order mark", text, 0)
    try:
        return _decode(text)
    except RecursionError:
        raise json.JSONDecodeError("Lists and objects nest too deeply", text, 0) from None


def size_in_bytes(text: str) -> int:
    """Return the length of `text` in UTF-8 bytes, the unit of AWS's payload quotas."""
    return len(text) if text.isascii() else len(text.encode())


def _refuse_constant(name: str) -> Json:
    raise json.JSONDecodeError(f"{name} is not JSON", name, 0)


# Made once: `json.loads` with an option makes a decoder for each text.
_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode
