"""Decides whether an event matches a pattern, exactly as EventBridge does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from steploom.events.agreement import Condition, Leaf, Membership, hold_together
from steploom.events.invalid import InvalidPattern
from steploom.events.operators import Absent, Operator, Test, Text, test_of
from steploom.events.syntax import Alternative, parse_pattern
from steploom.jsontext import Json, JsonObject

__all__ = ["Matcher", "compile_pattern"]

_NOWHERE: Membership = {}


@dataclass(slots=True)
class _Node:
    """A place in the tree of the keys that a pattern asks for; `path` where it asks for the value itself."""

    children: dict[str, _Node] = field(default_factory=dict)
    path: str | None = None


@dataclass(slots=True)
class _Fields:
    """The values of an event at the paths that a pattern asks for."""

    found: dict[str, list[Leaf]] = field(default_factory=dict)
    arrays: int = 0

    def collect(self, value: Json, node: _Node, membership: Membership) -> None:
        """Collect what lies at `node` and below it; arrays leave no trace in the path."""
        if isinstance(value, dict):
            self._collect_object(value, node, membership)
        elif isinstance(value, list):
            self.arrays += 1
            number = self.arrays
            for index, item in enumerate(value):
                nested = isinstance(item, dict | list)
                self.collect(item, node, {**membership, number: index} if nested else membership)
        elif node.path is not None:
            self.found.setdefault(node.path, []).append((value, membership))

    def _collect_object(self, value: JsonObject, node: _Node, membership: Membership) -> None:
        for key, child in node.children.items():
            if key in value:
                self.collect(value[key], child, membership)
        for key in value:
            if "." in key:
                reached = _below(node, key)
                if reached is not None:
                    self.collect(value[key], reached, membership)


class Matcher:
    """A compiled pattern.

    Args:
        alternatives: What `parse_pattern` returns: the event matches if one of them holds.
    """

    def __init__(self, alternatives: tuple[Alternative, ...]) -> None:
        self.alternatives = alternatives
        self._conditions = [_conditions(each) for each in alternatives]
        self._root = _Node()
        for path in dict.fromkeys(path for each in alternatives for path in each):
            node = self._root
            for key in path.split("."):
                node = node.children.setdefault(key, _Node())
            node.path = path

    def matches(self, event: JsonObject) -> bool:
        """Return whether the pattern matches `event`, an envelope as EventBridge delivers it."""
        fields = _Fields()
        fields.collect(event, self._root, _NOWHERE)
        if fields.arrays:
            return any(hold_together(each, fields.found) for each in self._conditions)
        return any(_hold(each, fields.found) for each in self._conditions)


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
    if isinstance(pattern, str):
        return _compile(pattern)
    try:
        text = json.dumps(pattern, ensure_ascii=False)
    except RecursionError:
        raise InvalidPattern("Rule is too complex - objects nest too deeply") from None
    return _compile(text)


@lru_cache(maxsize=1024)
def _compile(text: str) -> Matcher:
    return Matcher(parse_pattern(text))


def _conditions(alternative: Alternative) -> tuple[Condition, ...]:
    return tuple(_condition(path, operators) for path, operators in sorted(alternative.items()))


def _condition(path: str, operators: tuple[Operator, ...]) -> Condition:
    asked = tuple(each for each in operators if not isinstance(each, Absent))
    return Condition(path, _any_of(asked), absent=len(asked) < len(operators))


def _any_of(operators: tuple[Operator, ...]) -> Test:
    """One test for the usual cases: some plain texts, one operator."""
    texts = frozenset(each.text for each in operators if isinstance(each, Text))
    tests = tuple(test_of(each) for each in operators if not isinstance(each, Text))
    if not tests:
        return lambda value: isinstance(value, str) and value in texts
    if len(tests) == 1 and not texts:
        return tests[0]
    return lambda value: (isinstance(value, str) and value in texts) or any(test(value) for test in tests)


def _below(node: _Node, key: str) -> _Node | None:
    """The node that a dotted key of an event reaches: it means the same as nested keys."""
    reached: _Node | None = node
    for part in key.split("."):
        reached = reached.children.get(part) if reached is not None else None
    return reached


def _hold(conditions: tuple[Condition, ...], fields: Mapping[str, list[Leaf]]) -> bool:
    """Whether all conditions hold in an event that has no arrays where the pattern looks."""
    for condition in conditions:
        leaves = fields.get(condition.path)
        if leaves is None:
            if not condition.absent:
                return False
        elif not any(condition.holds(value) for value, _ in leaves):
            return False
    return True
