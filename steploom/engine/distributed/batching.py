"""Batches: several items as the input of one child execution."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from steploom.asl.limits import MAX_BATCH_BYTES
from steploom.jsontext import Json, JsonObject, compact, size_in_bytes

__all__ = ["Batching", "batches"]


@dataclass(frozen=True, slots=True)
class Batching:
    """The limits of one batch.

    Attributes:
        items: The most items, or None.
        size: The most bytes of its input.
        shared: `BatchInput`, which every batch gets, or None where none is configured.
    """

    items: int | None
    size: int
    shared: JsonObject | None

    @classmethod
    def of(cls, items: int | None, size: int | None, shared: JsonObject | None) -> Batching:
        """Return the limits with what is absent filled in: no input may be larger than the payload quota."""
        return cls(items, min(size or MAX_BATCH_BYTES, MAX_BATCH_BYTES), shared)


def batches(inputs: Iterable[Json], limits: Batching) -> Iterator[tuple[JsonObject, int]]:
    """Yield the input of each batch with the number of its items, taking items only as they are needed.

    An item that is too large by itself makes a batch of one, which fails when it is started.

    Example:
        >>> limits = Batching.of(2, None, {"run": 7})
        >>> [(made["Items"], count) for made, count in batches(["a", "b", "c"], limits)]
        [(['a', 'b'], 2), (['c'], 1)]
    """
    empty = size_in_bytes(compact(_batch([], limits)))
    items: list[Json] = []
    size = empty
    for item in inputs:
        more = size_in_bytes(compact(item)) + 1
        if items and (len(items) == limits.items or size + more - 1 > limits.size):
            yield _batch(items, limits), len(items)
            items, size = [], empty
        items.append(item)
        size += more
    if items:
        yield _batch(items, limits), len(items)


def _batch(items: list[Json], limits: Batching) -> JsonObject:
    return {"Items": items} if limits.shared is None else {"BatchInput": limits.shared, "Items": items}
