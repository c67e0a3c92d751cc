"""Intrinsic functions for arrays."""

from __future__ import annotations

from collections.abc import Hashable

from steploom.expr.equality import json_equal, json_key
from steploom.expr.intrinsics.errors import CallFault
from steploom.expr.intrinsics.functions import Function, Kind
from steploom.jsontext import Json, compact, size_in_bytes

__all__ = ["FUNCTIONS"]

_MAX_RANGE = 1_000
_MAX_PARTITION_BYTES = 262_144


def _array(*values: Json) -> Json:
    return list(values)


def _partition(array: list[Json], size: int) -> Json:
    if size < 1:
        raise CallFault("the chunk size must be at least 1")
    if size_in_bytes(compact(array)) > _MAX_PARTITION_BYTES:
        raise CallFault("the array must not be larger than 256 KiB")
    return [array[start : start + size] for start in range(0, len(array), size)]


def _contains(array: list[Json], wanted: Json) -> Json:
    return any(json_equal(item, wanted) for item in array)


def _range(first: int, last: int, step: int) -> Json:
    if step == 0:
        raise CallFault("the step must not be 0")
    count = (last - first) // step + 1
    if count > _MAX_RANGE:
        raise CallFault(f"a range has at most {_MAX_RANGE} numbers, this one has {count}")
    return [first + number * step for number in range(count)]


def _get_item(array: list[Json], index: int) -> Json:
    if not 0 <= index < len(array):
        raise CallFault(f"the index {index} is outside of an array of {len(array)} items")
    return array[index]


def _unique(array: list[Json]) -> Json:
    # AWS promises no order; the first of each stays at its place here.
    found: dict[Hashable, Json] = {}
    for item in array:
        found.setdefault(json_key(item), item)
    return list(found.values())


FUNCTIONS = (
    Function("States.Array", (), _array, rest=Kind.ANY),
    Function("States.ArrayContains", (Kind.ARRAY, Kind.ANY), _contains),
    Function("States.ArrayGetItem", (Kind.ARRAY, Kind.INTEGER), _get_item),
    Function("States.ArrayLength", (Kind.ARRAY,), len),
    Function("States.ArrayPartition", (Kind.ARRAY, Kind.INTEGER), _partition),
    Function("States.ArrayRange", (Kind.INTEGER, Kind.INTEGER, Kind.INTEGER), _range),
    Function("States.ArrayUnique", (Kind.ARRAY,), _unique),
)
