"""The index: a tree in which an event's own values lead to the few alternatives that may hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from steploom.events.agreement import Condition
from steploom.events.fields import MISSING
from steploom.events.operators import Absent, Operator, Prefix, Suffix, Text
from steploom.events.syntax import Alternative
from steploom.jsontext import Json

__all__ = ["Candidate", "Spot", "insert"]

#: An alternative stands in the tree once for each combination of the texts that it lists; what would make more of
#: them than this is tested instead.
_MOST_COPIES: Final = 32
#: What every event has, and most rules ask for first.
_ENVELOPE: Final = ("source", "detail-type")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An alternative of a rule, at the place of the tree where all that the tree can tell is told.

    Attributes:
        rule: Number of the rule.
        rest: Conditions that the way to this place has not decided.
        conditions: All conditions.
    """

    rule: int
    rest: tuple[Condition, ...]
    conditions: tuple[Condition, ...]


@dataclass(slots=True)
class Spot:
    """A place of the tree: the candidates that are reached, and where the value of a path leads on."""

    candidates: list[Candidate] = field(default_factory=list)
    forks: dict[str, _Fork] = field(default_factory=dict)

    def leads(self, values: Mapping[str, Json]) -> Iterator[Spot]:
        """Yield the places that the values lead to, each path having one value."""
        forks = self.forks
        if len(forks) <= len(values):
            for path, fork in forks.items():
                value = values.get(path, MISSING)
                if value is not MISSING:
                    yield from fork.leads(value)
        else:
            for path, value in values.items():
                if path in forks:
                    yield from forks[path].leads(value)

    def leads_of_many(self, values: Mapping[str, Sequence[Json]]) -> Iterator[Spot]:
        """Yield the places that the values lead to, each path having any number of values."""
        for path, fork in self.forks.items():
            for value in values.get(path, ()):
                yield from fork.leads(value)


@dataclass(slots=True)
class _Fork:
    """Where the value of one path leads."""

    equal: dict[str, Spot] = field(default_factory=dict)
    prefixes: dict[int, dict[str, Spot]] = field(default_factory=dict)
    suffixes: dict[int, dict[str, Spot]] = field(default_factory=dict)
    present: Spot | None = None

    def leads(self, value: Json) -> Iterator[Spot]:
        if isinstance(value, str):
            if value in self.equal:
                yield self.equal[value]
            for length, spots in self.prefixes.items():
                if value[:length] in spots:
                    yield spots[value[:length]]
            for length, spots in self.suffixes.items():
                if value[len(value) - length :] in spots and length <= len(value):
                    yield spots[value[len(value) - length :]]
        if self.present is not None:
            yield self.present

    def spot(self, operator: Operator | None) -> Spot:
        """Return the place for values that an operator fits; for all values without one."""
        match operator:
            case Text(text=text):
                return self.equal.setdefault(text, Spot())
            case Prefix(text=text):
                return self.prefixes.setdefault(len(text), {}).setdefault(text, Spot())
            case Suffix(text=text):
                return self.suffixes.setdefault(len(text), {}).setdefault(text, Spot())
            case _:
                self.present = self.present or Spot()
                return self.present


@dataclass(frozen=True, slots=True)
class _Step:
    """One path of an alternative on its way down the tree; `keys` are what a value is looked up by."""

    path: str
    keys: tuple[Operator | None, ...]

    @property
    def decides(self) -> bool:
        """Whether reaching the next place proves the condition."""
        return self.keys != (None,)


def insert(root: Spot, rule: int, alternative: Alternative, conditions: Mapping[str, Condition]) -> None:
    """Put an alternative of a rule into the tree.

    Args:
        root: The tree.
        rule: Number of the rule.
        alternative: What it asks.
        conditions: The same as tests, by path.
    """
    spots, copies = [root], 1
    decided: set[str] = set()
    for step in _steps(alternative):
        if copies * len(step.keys) > _MOST_COPIES:
            step = _Step(step.path, (None,))  # noqa: PLW2901 - the same step, looked up by presence alone
        copies *= len(step.keys)
        spots = [spot.forks.setdefault(step.path, _Fork()).spot(key) for spot in spots for key in step.keys]
        if step.decides:
            decided.add(step.path)
    ordered = tuple(conditions[path] for path in sorted(alternative))
    rest = tuple(each for each in ordered if each.path not in decided)
    for spot in spots:
        spot.candidates.append(Candidate(rule, rest, ordered))


def _steps(alternative: Alternative) -> Iterable[_Step]:
    """The paths that a value must have, those first that leave the fewest rules."""
    steps = [
        _Step(path, _keys(operators))
        for path, operators in alternative.items()
        if not any(isinstance(each, Absent) for each in operators)
    ]
    return sorted(steps, key=_rank)


def _rank(step: _Step) -> tuple[bool, int, bool, int, str]:
    first = _ENVELOPE.index(step.path) if step.path in _ENVELOPE else len(_ENVELOPE)
    exact = all(isinstance(each, Text) for each in step.keys)
    return (not step.decides, first, not exact, len(step.keys), step.path)


def _keys(operators: tuple[Operator, ...]) -> tuple[Operator | None, ...]:
    wanted = dict.fromkeys(operators)
    plain = all(isinstance(each, Text) or _is_affix(each) for each in wanted)
    return tuple(wanted) if plain else (None,)


def _is_affix(operator: Operator) -> bool:
    return isinstance(operator, Prefix | Suffix) and not operator.fold
