"""Decides whether an event matches a pattern, exactly as EventBridge does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from steploom.events.agreement import Condition, hold_together
from steploom.events.fields import MISSING, PathNode, leaves_of, plain_values
from steploom.events.invalid import InvalidPattern
from steploom.events.operators import Absent, Operator, Test, Text, test_of
from steploom.events.syntax import Alternative, parse_pattern
from steploom.jsontext import Json, JsonObject

__all__ = ["Matcher", "all_hold", "compile_pattern", "condition_of"]


class Matcher:
    """A compiled pattern.

    Args:
        alternatives: What `parse_pattern` returns: the event matches if one of them holds.
    """

    def __init__(self, alternatives: tuple[Alternative, ...]) -> None:
        self.alternatives = alternatives
        self._conditions = [_conditions(each) for each in alternatives]
        self._asked = PathNode()
        for path in dict.fromkeys(path for each in alternatives for path in each):
            self._asked.add(path)

    def matches(self, event: JsonObject) -> bool:
        """Return whether the pattern matches `event`, an envelope as EventBridge delivers it."""
        values = plain_values(event, self._asked)
        if values is not None:
            return any(all_hold(each, values) for each in self._conditions)
        leaves = leaves_of(event, self._asked)
        return any(hold_together(each, leaves) for each in self._conditions)


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
    return tuple(condition_of(path, operators) for path, operators in sorted(alternative.items()))


def condition_of(path: str, operators: tuple[Operator, ...]) -> Condition:
    """Return what a pattern asks of one path as a test.

    Args:
        path: The dotted path.
        operators: One of them must hold.
    """
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


def all_hold(conditions: tuple[Condition, ...], values: Mapping[str, Json]) -> bool:
    """Return whether all conditions hold, where each path has one value at most."""
    for condition in conditions:
        value = values.get(condition.path, MISSING)
        if value is MISSING:
            if not condition.absent:
                return False
        elif not condition.holds(value):
            return False
    return True
