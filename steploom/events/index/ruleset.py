"""Rules by name, matched together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Final, Generic, TypeVar

from steploom.events.agreement import Condition, hold_together
from steploom.events.fields import PathNode, leaves_of, plain_values
from steploom.events.index.tree import Spot, insert
from steploom.events.matcher import all_hold, condition_of
from steploom.events.operators import Operator
from steploom.events.syntax import parse_pattern
from steploom.jsontext import Json, JsonObject, compact

__all__ = ["RuleSet"]

Name = TypeVar("Name", bound=Hashable)

#: As long as fewer rules were taken away, their places stay in the tree.
_FEW_GONE: Final = 64


class RuleSet(Generic[Name]):
    """Event patterns by name, and which of them an event matches.

    The time of a match depends on how many rules come near to it, not on how many there are: texts, prefixes and
    suffixes are looked up; other operators (numeric, anything-but, wildcard …) are tested where all texts fit.

    Args:
        patterns: Patterns by name, as text or as JSON objects.

    Raises:
        InvalidPattern: EventBridge would refuse one of the patterns.

    Example:
        >>> rules = RuleSet({"all": {"source": ["shop"]}, "large": {"detail": {"total": [{"numeric": [">", 9]}]}}})
        >>> rules.matching({"source": "shop", "detail": {"total": 5}})
        ['all']
        >>> rules.remove("all")
        >>> rules.matching({"source": "shop", "detail": {"total": 10}})
        ['large']
    """

    def __init__(self, patterns: Mapping[Name, JsonObject | str] | None = None) -> None:
        self._patterns: dict[Name, str] = {}
        self._clear()
        for name, pattern in (patterns or {}).items():
            self.add(name, pattern)

    def __len__(self) -> int:
        return len(self._patterns)

    def __contains__(self, name: object) -> bool:
        return name in self._patterns

    def add(self, name: Name, pattern: JsonObject | str) -> None:
        """Add a rule, behind the others; one of that name is replaced.

        Raises:
            InvalidPattern: EventBridge would refuse the pattern.
        """
        text = pattern if isinstance(pattern, str) else compact(pattern)
        alternatives = parse_pattern(text)
        self.remove(name)
        number = len(self._names)
        self._names.append(name)
        self._numbers[name] = number
        self._patterns[name] = text
        for alternative in alternatives:
            for path in alternative:
                self._asked.add(path)
            conditions = {path: self._condition(path, operators) for path, operators in alternative.items()}
            insert(self._root, number, alternative, conditions)

    def remove(self, name: Name) -> None:
        """Take a rule away, if there is one of that name."""
        number = self._numbers.pop(name, None)
        if number is None:
            return
        del self._patterns[name]
        self._gone.add(number)
        if len(self._gone) > max(_FEW_GONE, len(self._patterns)):
            kept = self._patterns
            self._patterns = {}
            self._clear()
            for each, pattern in kept.items():
                self.add(each, pattern)

    def matching(self, event: JsonObject) -> list[Name]:
        """Return the names of the rules that match an event, in the order in which they were added.

        Args:
            event: An envelope as EventBridge delivers it.
        """
        values = plain_values(event, self._asked)
        found = self._among_many(event) if values is None else self._among_plain(values)
        if self._gone:
            found = (each for each in found if each not in self._gone)
        return [self._names[number] for number in sorted(set(found))]

    def _clear(self) -> None:
        self._names: list[Name] = []
        self._numbers: dict[Name, int] = {}
        self._gone: set[int] = set()
        self._asked = PathNode()
        self._root = Spot()
        self._conditions: dict[tuple[str, tuple[Operator, ...]], Condition] = {}

    def _condition(self, path: str, operators: tuple[Operator, ...]) -> Condition:
        """Rules that ask the same share the test."""
        known = self._conditions.get((path, operators))
        if known is None:
            known = self._conditions[path, operators] = condition_of(path, operators)
        return known

    def _among_plain(self, values: Mapping[str, Json]) -> Iterable[int]:
        found: list[int] = []
        todo = [self._root]
        while todo:
            spot = todo.pop()
            found += [each.rule for each in spot.candidates if not each.rest or all_hold(each.rest, values)]
            todo.extend(spot.leads(values))
        return found

    def _among_many(self, event: JsonObject) -> Iterable[int]:
        leaves = leaves_of(event, self._asked)
        values = {path: [value for value, _ in each] for path, each in leaves.items()}
        found: set[int] = set()
        todo = [self._root]
        while todo:
            spot = todo.pop()
            for candidate in spot.candidates:
                if candidate.rule not in found and hold_together(candidate.conditions, leaves):
                    found.add(candidate.rule)
            todo.extend(spot.leads_of_many(values))
        return found
