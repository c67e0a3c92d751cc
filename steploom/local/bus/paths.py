"""The JSONPath of `InputPath` and `InputPathsMap`: members, indices and `*` (section 9.6 of the reference)."""

from __future__ import annotations

import re
from functools import lru_cache

from steploom.jsontext import Json

__all__ = ["MISSING", "select"]

#: What a path selects where there is nothing.
MISSING = object()

_STEP = re.compile(r"\.(\*|[^.\[\]]+)|\[(\*|-?\d+)\]|\[(?:'([^']*)'|\"([^\"]*)\")\]")


def select(event: Json, path: str) -> Json:
    """Return what a path selects of an event, or `MISSING`.

    Args:
        event: The event.
        path: `$.detail.items[0].sku`; a path that cannot be read selects nothing.

    Example:
        >>> select({"detail": {"items": [{"sku": "a"}]}, "detail-type": "T"}, "$.detail.items[0].sku")
        'a'
        >>> select({"detail-type": "T"}, "$.detail-type"), select({}, "$.detail") is MISSING
        ('T', True)
    """
    steps = _steps(path)
    return MISSING if steps is None else _walk(event, steps)


@lru_cache(maxsize=512)
def _steps(path: str) -> tuple[str | int, ...] | None:
    if not path.startswith("$"):
        return None
    steps: list[str | int] = []
    place = 1
    while place < len(path):
        match = _STEP.match(path, place)
        if match is None:
            return None
        name, index, single, double = match.groups()
        text = next(each for each in (name, index, single, double) if each is not None)
        steps.append(int(text) if index is not None and index != "*" else text)
        place = match.end()
    return tuple(steps)


def _walk(value: Json, steps: tuple[str | int, ...]) -> Json:
    for place, step in enumerate(steps):
        if step == "*":
            inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
            found = [_walk(each, steps[place + 1 :]) for each in inner]
            return [each for each in found if each is not MISSING] or MISSING
        if not _has(value, step):
            return MISSING
        value = value[step]
    return value


def _has(value: Json, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and -len(value) <= step < len(value)
