"""For which events a predicate is true: alternatives of conditions on fields.

Python's `and` and `or` stop early, and a comparison with None raises; EventBridge knows neither. So a predicate is
kept as two formulas, where it is true and where it is false; where it raises it is neither, and the rule must not
match.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from steploom.diagnostics import Diagnostic
from steploom.events.predicates.fields import Field
from steploom.events.predicates.values import Values

__all__ = [
    "ALWAYS",
    "NEVER",
    "Alternatives",
    "Condition",
    "Formula",
    "Refusal",
    "TooManyAlternatives",
    "Truth",
    "both",
    "either",
    "single",
]

_MOST_ALTERNATIVES = 200


@dataclass(frozen=True, slots=True)
class Condition:
    """What one field must be.

    Attributes:
        values: What it may hold; of a list, what one of its elements must be.
        missing: Whether it may be missing.
    """

    values: Values
    missing: bool

    def __and__(self, other: Condition) -> Condition:
        return Condition(self.values & other.values, self.missing and other.missing)

    def __or__(self, other: Condition) -> Condition:
        return Condition(self.values | other.values, self.missing or other.missing)

    @property
    def impossible(self) -> bool:
        """Whether nothing satisfies it."""
        return self.values.empty and not self.missing


#: One of them must hold, and all conditions in it.
Alternatives: TypeAlias = tuple[Mapping[Field, Condition], ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A formula that no pattern can say, and why."""

    faults: tuple[Diagnostic, ...]


Formula: TypeAlias = Alternatives | Refusal

ALWAYS: Alternatives = ({},)
NEVER: Alternatives = ()


class TooManyAlternatives(Exception):
    """A predicate that multiplies into more alternatives than a rule should have."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Where a predicate is true, where it is false, and whether it can raise."""

    true: Formula
    false: Formula
    raises: bool = False

    def negated(self) -> Truth:
        """Return the truth of `not` this."""
        return Truth(self.false, self.true, self.raises)

    def and_(self, other: Truth) -> Truth:
        """Return the truth of `this and other`."""
        right = both(self.true, other.false) if self.raises or isinstance(other.false, Refusal) else other.false
        return Truth(both(self.true, other.true), either(self.false, right), self.raises or other.raises)

    def or_(self, other: Truth) -> Truth:
        """Return the truth of `this or other`."""
        return self.negated().and_(other.negated()).negated()


def single(field: Field, condition: Condition) -> Alternatives:
    """Return the formula of one condition; `NEVER` or `ALWAYS` where it decides nothing."""
    return NEVER if condition.impossible else _tidy([{field: condition}])


def both(one: Formula, other: Formula) -> Formula:
    """Return where both formulas hold."""
    if NEVER in (one, other):
        return NEVER
    if isinstance(one, Refusal) or isinstance(other, Refusal):
        return _joined(one, other)
    found: list[Mapping[Field, Condition]] = []
    for left in one:
        for right in other:
            clash = _list_clash(left, right)
            if clash is not None:
                return clash
            found += _met(left, right)
    return _tidy(found)


def either(one: Formula, other: Formula) -> Formula:
    """Return where one of the formulas holds."""
    if ALWAYS in (one, other):
        return ALWAYS
    if isinstance(one, Refusal) or isinstance(other, Refusal):
        return _joined(one, other)
    return _tidy([*one, *other])


def _joined(*formulas: Formula) -> Refusal:
    faults = (fault for each in formulas if isinstance(each, Refusal) for fault in each.faults)
    return Refusal(tuple(dict.fromkeys(faults)))


def _met(left: Mapping[Field, Condition], right: Mapping[Field, Condition]) -> Iterator[Mapping[Field, Condition]]:
    found = dict(left)
    for field, condition in right.items():
        found[field] = found[field] & condition if field in found else condition
        if found[field].impossible:
            return
    yield found


def _list_clash(left: Mapping[Field, Condition], right: Mapping[Field, Condition]) -> Refusal | None:
    """A pattern names a list once: it cannot ask for two elements."""
    for field in left.keys() & right.keys():
        if field.is_list and left[field] != right[field]:
            message = f"two elements of the list {field.name} cannot be asked for in one pattern"
            hint = "check the second element in the workflow, or make two rules"
            return Refusal((Diagnostic("SL502", message, field.span, hint=hint),))
    return None


def _tidy(alternatives: Iterable[Mapping[Field, Condition]]) -> Alternatives:
    """Merge alternatives that differ in one field alone; drop conditions that always hold."""
    kept: list[Mapping[Field, Condition]] = []
    for each in alternatives:
        fresh: Mapping[Field, Condition] | None = _needed(each)
        while fresh is not None:
            fresh = _merge_into(kept, fresh)
        if len(kept) > _MOST_ALTERNATIVES:
            raise TooManyAlternatives
    return ALWAYS if {} in kept else tuple(kept)


def _merge_into(
    kept: list[Mapping[Field, Condition]], fresh: Mapping[Field, Condition]
) -> Mapping[Field, Condition] | None:
    """Put `fresh` among the kept ones; return what it merged into, which may merge again."""
    for index, other in enumerate(kept):
        if other == fresh:
            return None
        differing = [field for field in other if field in fresh and other[field] != fresh[field]]
        if other.keys() == fresh.keys() and len(differing) == 1:
            del kept[index]
            field = differing[0]
            return _needed({**other, field: other[field] | fresh[field]})
    kept.append(fresh)
    return None


def _needed(alternative: Mapping[Field, Condition]) -> Mapping[Field, Condition]:
    return {field: condition for field, condition in alternative.items() if not _always(field, condition)}


def _always(field: Field, condition: Condition) -> bool:
    if field.is_list or (field.may_miss and not condition.missing):
        return False
    return (field.domain - condition.values).empty
