"""JSON for people: on one line where it fits, else a member a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from steploom.jsontext import Json

__all__ = ["pretty"]

_WIDE = 100


def pretty(value: Json, indent: str, taken: int = 0) -> list[str]:
    """Return a value as lines without the indent of the first one; members stand by name.

    Args:
        value: The value.
        indent: What stands before each further line.
        taken: How much of the first line is taken.

    Example:
        >>> pretty({"b": [1, 2], "a": "x"}, "")
        ['{"a": "x", "b": [1, 2]}']
    """
    line = json.dumps(value, ensure_ascii=False, sort_keys=True)
    if taken + len(line) <= _WIDE or not isinstance(value, dict | list) or not value:
        return [line]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return [opening, *_members(value, f"{indent}  "), f"{indent}{closing}"]


def _members(value: dict[str, Json] | list[Json], indent: str) -> Iterator[str]:
    named = sorted(value.items()) if isinstance(value, dict) else [("", each) for each in value]
    for number, (name, inner) in enumerate(named, 1):
        head = f"{json.dumps(name, ensure_ascii=False)}: " if isinstance(value, dict) else ""
        lines = pretty(inner, indent, len(indent) + len(head) + 1)
        lines[-1] += "" if number == len(named) else ","
        yield f"{indent}{head}{lines[0]}"
        yield from lines[1:]
