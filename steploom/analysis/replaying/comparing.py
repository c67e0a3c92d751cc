"""A recorded value against what the definition makes, evaluated in two worlds.

Where both worlds make the same, the history must have it, too. Where they differ, the value depends on what a history
does not tell (a token, the time, chance), and any recorded value of the same kind will do.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from steploom.jsontext import Json

__all__ = ["UNKNOWN", "Difference", "Unknown", "difference"]


class Unknown:
    """A value that the history does not hold."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where two values differ; a part that is missing shows as None."""

    where: str
    recorded: Json
    now: Json


def difference(
    recorded: Json, one: Json, other: Json, where: str = "$", ignore: Collection[str] = ()
) -> Difference | None:
    """Return where `recorded` cannot be what the definition makes, or None.

    Args:
        recorded: What the history has.
        one: What the definition makes in one world.
        other: What it makes in the other world.
        where: The path so far.
        ignore: Names of members that are not compared.

    Example:
        >>> difference({"id": "x-7", "n": 1}, {"id": "a", "n": 2}, {"id": "b", "n": 2})
        Difference(where='$.n', recorded=1, now=2)
    """
    if isinstance(recorded, Unknown):
        return None
    if isinstance(one, dict) and isinstance(other, dict):
        return _objects(recorded, one, other, where, ignore)
    if isinstance(one, list) and isinstance(other, list):
        return _lists(recorded, one, other, where, ignore)
    if _same(one, other):
        return None if _same(recorded, one) else Difference(where, recorded, one)
    if _kind(one) == _kind(other) != _kind(recorded):
        return Difference(where, recorded, one)
    return None


def _objects(
    recorded: Json, one: dict[str, Json], other: dict[str, Json], where: str, ignore: Collection[str]
) -> Difference | None:
    if not isinstance(recorded, dict):
        return Difference(where, recorded, one)
    if one.keys() != other.keys():
        return None
    for key in [*one, *(each for each in recorded if each not in one)]:
        if key in ignore:
            continue
        place = f"{where}.{key}" if key.isidentifier() else f"{where}[{key!r}]"
        if key not in one or key not in recorded:
            return Difference(place, recorded.get(key), one.get(key))
        found = difference(recorded[key], one[key], other[key], place, ignore)
        if found is not None:
            return found
    return None


def _lists(
    recorded: Json, one: list[Json], other: list[Json], where: str, ignore: Collection[str]
) -> Difference | None:
    if not isinstance(recorded, list):
        return Difference(where, recorded, one)
    if len(one) != len(other):
        return None
    for index, (mine, theirs) in enumerate(zip(one, other, strict=True)):
        place = f"{where}[{index}]"
        if index >= len(recorded):
            return Difference(place, None, mine)
        found = difference(recorded[index], mine, theirs, place, ignore)
        if found is not None:
            return found
    return Difference(f"{where}[{len(one)}]", recorded[len(one)], None) if len(recorded) > len(one) else None


def _same(one: Json, other: Json) -> bool:
    return _kind(one) == _kind(other) and bool(one == other)


def _kind(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"
