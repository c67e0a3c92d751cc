"""Conditions on values inside arrays: do they hold together, each array looked at in one element?

A search that never tries the same question twice: what it may still find depends only on the arrays in which the
conditions that are left look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from steploom.events.operators import Test
from steploom.jsontext import Json

__all__ = ["Condition", "Leaf", "Membership", "hold_together"]

#: Which element of which array a value stands in: array number → index, outer arrays first. Two conditions hold
#: together only where they agree on every array that both stand in.
Membership: TypeAlias = Mapping[int, int]
#: A value with its place in arrays.
Leaf: TypeAlias = tuple[Json, Membership]


@dataclass(frozen=True, slots=True)
class Condition:
    """What a pattern asks of one path.

    Attributes:
        path: The dotted path.
        holds: Tests a value.
        absent: Whether a missing value will do.
    """

    path: str
    holds: Test
    absent: bool


def hold_together(conditions: Sequence[Condition], fields: Mapping[str, Sequence[Leaf]]) -> bool:
    """Return whether all conditions hold with values that agree on the arrays they stand in.

    Args:
        conditions: In any order.
        fields: The values of the event by path.
    """
    asked = [_Asked.of(each, fields.get(each.path, ())) for each in conditions]
    if not all(each.fitting or each.absent for each in asked):
        return False
    # For each condition: the arrays in which it and those behind it look.
    looked_at: list[frozenset[int]] = [frozenset()]
    for each in reversed(asked):
        looked_at.append(looked_at[-1] | each.arrays)
    return _search(asked, looked_at[::-1])


def _search(asked: Sequence[_Asked], looked_at: Sequence[frozenset[int]]) -> bool:
    refuted: set[object] = set()
    # What is tried for the condition at each depth, and the question that is refuted when nothing is left to try.
    stack: list[tuple[object, Iterator[Membership]]] = [(None, iter([{}]))]
    while stack:
        question, options = stack[-1]
        membership = next(options, None)
        at = len(stack) - 1
        if membership is None:
            refuted.add(question)
            stack.pop()
        elif at == len(asked):
            return True
        else:
            relevant = {array: index for array, index in membership.items() if array in looked_at[at]}
            following = (at, frozenset(relevant.items()))
            if following not in refuted:
                stack.append((following, asked[at].options(relevant)))
    return False


#: Places by the element of their outermost array: array → index → places; array -1 for a value in no array.
_Index: TypeAlias = Mapping[int, Mapping[int, Sequence[Membership]]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A condition with the places of its values: all of them, and those where it holds."""

    absent: bool
    found: _Index
    fitting: _Index
    arrays: frozenset[int]

    @classmethod
    def of(cls, condition: Condition, leaves: Sequence[Leaf]) -> _Asked:
        """Test the values of a condition, each once."""
        return cls(
            condition.absent,
            _index(place for _, place in leaves),
            _index(place for value, place in leaves if condition.holds(value)),
            frozenset(array for _, place in leaves for array in place),
        )

    def options(self, membership: Membership) -> Iterator[Membership]:
        """Yield the memberships under which the condition holds, each with `membership` in it."""
        if self.absent and not any(True for _ in _agreeing(self.found, membership)):
            yield membership
        for place in _agreeing(self.fitting, membership):
            yield {**membership, **place}


def _index(places: Iterable[Membership]) -> _Index:
    index: dict[int, dict[int, list[Membership]]] = {}
    for place in places:
        array, element = next(iter(place.items()), (-1, 0))
        index.setdefault(array, {}).setdefault(element, []).append(place)
    return index


def _agreeing(index: _Index, membership: Membership) -> Iterator[Membership]:
    for array, elements in index.items():
        element = membership.get(array)
        for places in elements.values() if element is None else [elements.get(element, ())]:
            yield from (each for each in places if _agree(each, membership))


def _agree(one: Membership, other: Membership) -> bool:
    return all(other.get(array, index) == index for array, index in one.items())
