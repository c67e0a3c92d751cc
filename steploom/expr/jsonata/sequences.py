"""The kinds of arrays that JSONata tells apart, as list subclasses without state.

A plain `list` is an array of the data or of a constructor. What a path or a function yields is a `Sequence`: it
vanishes when it is empty and becomes its only item when it has one, unless it is a `KeptSequence`.
"""

from __future__ import annotations

from typing import Any, Final

from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["ConsArray", "KeptSequence", "OuterSequence", "Sequence", "TupleStream", "append", "collapse", "keep"]


class Sequence(list[Any]):
    """What a path yields: 0 items are nothing, 1 item is that item."""

    __slots__ = ()
    kept = False


class KeptSequence(Sequence):
    """A sequence under `[]`: its only item stays in an array."""

    __slots__ = ()
    kept = True


class OuterSequence(Sequence):
    """The input, when it is an array: one item in a path, itself as `$`."""

    __slots__ = ()


class ConsArray(list[Any]):
    """An array constructor at the first or last place of a path: never merged into the result."""

    __slots__ = ()


class TupleStream(list[dict[str, Any]]):
    """The bindings that a path with `@`, `#` or `%` hands from step to step; `@` is the context."""

    __slots__ = ()


_EMPTY: Final = 0
_SINGLE: Final = 1


def collapse(value: Json) -> Json:
    """Return `value`, or the only item of a sequence, or nothing for an empty one."""
    if isinstance(value, Sequence):
        size = len(value)
        if size == _EMPTY:
            return UNDEFINED
        if size == _SINGLE and not value.kept:
            return value[0]
    return value


def keep(value: Json) -> Json:
    """Return `value` so that, if it is a sequence, its only item will stay in an array."""
    if isinstance(value, Sequence) and not value.kept:
        return KeptSequence(value)
    return value


def append(first: Json, second: Json) -> Json:
    """Join two values as arrays; what is undefined adds nothing and leaves the other as it is."""
    if first is UNDEFINED:
        return second
    if second is UNDEFINED:
        return first
    head = first if isinstance(first, list) else [first]
    tail = second if isinstance(second, list) else [second]
    return [*head, *tail]
