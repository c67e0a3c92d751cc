"""How much a value holds when what stands in it several times counts each time, as it does for whoever walks it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from steploom.expr.jsonata.errors import MEMORY, limit_fault
from steploom.jsontext import Json

__all__ = ["weigh", "weigh_arrays"]

_MOST: Final = 1_000_000


def weigh(value: Json) -> None:
    """Refuse a value with more parts than a walk may visit: an object that holds another one twice doubles it.

    Raises:
        Fault: Too large.
    """
    _count(value, _parts)


def weigh_arrays(value: Json) -> None:
    """Refuse an array with more parts than a walk may visit that goes into arrays only.

    Raises:
        Fault: Too large.
    """
    _count(value, _items)


def _parts(value: Json) -> Collection[Json]:
    return value.values() if type(value) is dict else _items(value)


def _items(value: Json) -> Collection[Json]:
    return value if isinstance(value, list) else ()


def _count(value: Json, parts_of: Callable[[Json], Collection[Json]]) -> None:
    left = _MOST
    pending = [value]
    while pending:
        parts = parts_of(pending.pop())
        left -= len(parts)
        if left < 0:
            raise limit_fault(MEMORY)
        pending += [each for each in parts if type(each) is dict or isinstance(each, list)]
