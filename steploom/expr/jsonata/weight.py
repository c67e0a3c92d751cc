"""How much a value holds when what stands in it several times counts each time, as it does for whoever walks it."""

from __future__ import annotations

from typing import Final

from steploom.expr.jsonata.errors import MEMORY, limit_fault
from steploom.jsontext import Json

__all__ = ["weigh"]

_MOST: Final = 1_000_000


def weigh(value: Json) -> None:
    """Refuse a value with more parts than a walk may visit: an object that holds another one twice doubles it.

    Raises:
        Fault: Too large.
    """
    left = _MOST
    pending = [value]
    while pending:
        current = pending.pop()
        parts = current.values() if type(current) is dict else current if isinstance(current, list) else ()
        left -= len(parts)
        if left < 0:
            raise limit_fault(MEMORY)
        pending += [each for each in parts if type(each) is dict or isinstance(each, list)]
