"""Decides whether an event matches a pattern, exactly as EventBridge does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from steploom.events.operators import Absent, Operator, Test, test_of
from steploom.events.syntax import Alternative, parse_pattern
from steploom.jsontext import Json, JsonObject

__all__ = ["Matcher", "compile_pattern"]

#: Which element of which array a value stands in: array number → index. Two conditions hold together only where they
#: agree on every array that both stand in.
_Membership: TypeAlias = Mapping[int, int]
_NOWHERE: _Membership = {}


@dataclass(frozen=True, slots=True)
class _Leaf:
    value: Json
    membership: _Membership


@dataclass(frozen=True, slots=True)
class _Condition:
    path: str
    tests: tuple[Test, ...]
    absent: bool

    def holds(self, value: Json) -> bool:
        return any(test(value) for test in self.tests)


class Matcher:
    """A compiled pattern.

    Args:
        alternatives: What `parse_pattern` returns: the event matches if one of them holds.
    """

    def __init__(self, alternatives: tuple[Alternative, ...]) -> None:
        self.alternatives = alternatives
        self._conditions = [_conditions(each) for each in alternatives]
        paths = {path for each in alternatives for path in each}
        self._leaves = frozenset(paths)
        self._trunks = frozenset(trunk for path in paths for trunk in _trunks(path))

    def matches(self, event: JsonObject) -> bool:
        """Return whether the pattern matches `event`, an envelope as EventBridge delivers it."""
        fields: dict[str, list[_Leaf]] = {}
        for path, leaf in self._flatten(event, "", _NOWHERE, [0]):
            fields.setdefault(path, []).append(leaf)
        return any(_hold(conditions, 0, fields, _NOWHERE) for conditions in self._conditions)

    def _flatten(
        self, value: JsonObject, path: str, membership: _Membership, arrays: list[int]
    ) -> Iterator[tuple[str, _Leaf]]:
        for key, inner in value.items():
            inner_path = f"{path}.{key}" if path else key
            if inner_path in self._trunks:
                yield from self._flatten_value(inner, inner_path, membership, arrays)

    def _flatten_value(
        self, value: Json, path: str, membership: _Membership, arrays: list[int]
    ) -> Iterator[tuple[str, _Leaf]]:
        if isinstance(value, dict):
            yield from self._flatten(value, path, membership, arrays)
        elif isinstance(value, list):
            arrays[0] += 1
            number = arrays[0]
            for index, item in enumerate(value):
                nested = isinstance(item, dict | list)
                inner = {**membership, number: index} if nested else membership
                yield from self._flatten_value(item, path, inner, arrays)
        elif path in self._leaves:
            yield path, _Leaf(value, membership)


def compile_pattern(pattern: JsonObject | str) -> Matcher:
    """Return the matcher of a pattern.

    Args:
        pattern: An event pattern as text (which gives AWS's places in errors) or as a JSON object.

    Raises:
        InvalidPattern: EventBridge would refuse the pattern; `service_message` holds its words.

    Example:
        >>> compile_pattern({"detail": {"total": [{"numeric": [">", 0]}]}}).matches({"detail": {"total": 3}})
        True
    """
    return _compile(pattern if isinstance(pattern, str) else json.dumps(pattern, ensure_ascii=False))


@lru_cache(maxsize=1024)
def _compile(text: str) -> Matcher:
    return Matcher(parse_pattern(text))


def _conditions(alternative: Alternative) -> tuple[_Condition, ...]:
    return tuple(_condition(path, operators) for path, operators in sorted(alternative.items()))


def _condition(path: str, operators: tuple[Operator, ...]) -> _Condition:
    tests = tuple(test_of(each) for each in operators if not isinstance(each, Absent))
    return _Condition(path, tests, absent=len(tests) < len(operators))


def _trunks(path: str) -> Iterator[str]:
    """Yield every beginning of a dotted path that an event's key path can have, the path itself included."""
    parts = path.split(".")
    for length in range(1, len(parts) + 1):
        yield ".".join(parts[:length])


def _hold(
    conditions: tuple[_Condition, ...], at: int, fields: Mapping[str, list[_Leaf]], membership: _Membership
) -> bool:
    """Whether the conditions from `at` on hold with leaves that agree with `membership` on the arrays they stand in."""
    if at == len(conditions):
        return True
    condition = conditions[at]
    found = [leaf for leaf in fields.get(condition.path, ()) if _agree(leaf.membership, membership)]
    if not found and condition.absent and _hold(conditions, at + 1, fields, membership):
        return True
    tried: list[_Membership] = []
    for leaf in found:
        if leaf.membership in tried or not condition.holds(leaf.value):
            continue
        tried.append(leaf.membership)
        if _hold(conditions, at + 1, fields, {**membership, **leaf.membership}):
            return True
    return False


def _agree(one: _Membership, other: _Membership) -> bool:
    return all(other.get(array, index) == index for array, index in one.items())
