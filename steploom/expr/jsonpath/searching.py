"""Paths that can find many values: each step maps a list of values to the list of what it finds in them.

Input: segments. Output: a function of start value and document that returns all matches in order. Must not: fail where
nothing is found; recurse into deep data.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, assert_never

from steploom.expr.jsonpath.definite import compile_definite
from steploom.expr.jsonpath.errors import PathError
from steploom.expr.jsonpath.nodes import (
    Filter,
    FromEnd,
    Index,
    Indexes,
    Name,
    Names,
    Scan,
    Segment,
    Slice,
    Wildcard,
    fragment,
)
from steploom.expr.jsonpath.predicates import Predicate, PredicateCompiler
from steploom.jsontext import Json

__all__ = ["Search", "compile_search"]

Search: TypeAlias = Callable[[Json, Json], list[Json]]
#: A step: the values found so far and the document, to the values found next.
_Step: TypeAlias = Callable[[list[Json], Json], list[Json]]


def compile_search(text: str, segments: tuple[Segment, ...]) -> Search:
    """Return a function from a start value and the document (the `$` of filters) to the list of matches.

    Missing members, wrong types and indexes out of range find nothing.

    Args:
        text: The whole path, for messages.
        segments: Its steps.

    Example:
        >>> search = compile_search("$.a[*].b", (Name("a"), Wildcard(), Name("b")))
        >>> search({"a": [{"b": 1}, {}, {"b": 2}]}, None), search({}, None)
        ([1, 2], [])
    """
    return _SearchCompiler(text).compile(segments)


class _SearchCompiler:
    __slots__ = ("_predicates", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._predicates = PredicateCompiler(text, compile_definite, self.compile)

    def compile(self, segments: tuple[Segment, ...]) -> Search:
        steps: list[_Step] = []
        position = 0
        while position < len(segments):
            segment = segments[position]
            position += 1
            if isinstance(segment, Scan):
                target = segments[position]
                position += 1
                steps.append(self._scan(target, last=position == len(segments)))
            elif isinstance(segment, Names) and position < len(segments):
                steps.append(self._inner_members("$" + "".join(map(fragment, segments[:position]))))
            else:
                steps.append(self._step(segment))

        def search(start: Json, document: Json) -> list[Json]:
            values = [start]
            for step in steps:
                values = step(values, document)
            return values

        return search

    def _step(self, segment: Segment) -> _Step:
        match segment:
            case Name(name):
                return lambda values, _: [each[name] for each in values if isinstance(each, dict) and name in each]
            case Names(names):
                return _members(names)
            case Index(index):
                return _positions((index,))
            case Indexes(indexes):
                return _positions(indexes)
            case FromEnd(count):
                return lambda values, _: [
                    each[-count] for each in values if isinstance(each, list) and 0 < count <= len(each)
                ]
            case Slice(start, stop):
                return _slice(start, stop)
            case Wildcard():
                return _children
            case Filter(condition):
                return _filter(self._predicates.compile(condition))
            case Scan():
                raise AssertionError(segment)  # the parser puts a target behind each scan
            case _:
                assert_never(segment)

    def _inner_members(self, written: str) -> _Step:
        """Refuse, as AWS does when it runs, several names in one pair of brackets before another step."""

        def step(values: list[Json], _: Json) -> list[Json]:
            if any(isinstance(each, dict) for each in values):
                raise PathError(self._text, f"Multi properties can only be used as path leafs: {written}")
            return []

        return step

    def _scan(self, target: Segment, *, last: bool) -> _Step:
        if isinstance(target, Names) and not last:
            select = self._inner_members("$.." + fragment(target))
        else:
            select = self._step(target)
        in_array = self._array_test(target)
        wanted = frozenset(target.names if isinstance(target, Names) else ())

        def step(values: list[Json], document: Json) -> list[Json]:
            found: list[Json] = []
            waiting = values[::-1]
            while waiting:
                value = waiting.pop()
                if isinstance(value, dict):
                    if wanted <= value.keys():
                        found += select([value], document)
                    waiting.extend(reversed(value.values()))
                elif isinstance(value, list):
                    if in_array(value, document):
                        # The library behind AWS looks at every element here when more steps follow.
                        found += select([value], document) if last else value
                    waiting.extend(reversed(value))
            return found

        return step

    def _array_test(self, target: Segment) -> Predicate:
        if isinstance(target, Filter):
            return self._predicates.compile(target.condition)
        applies = not isinstance(target, Name | Names)
        return lambda _value, _document: applies


def _members(names: tuple[str, ...]) -> _Step:
    return lambda values, _: [
        {name: each[name] for name in names if name in each} for each in values if isinstance(each, dict)
    ]


def _positions(indexes: tuple[int, ...]) -> _Step:
    return lambda values, _: [
        each[index] for each in values if isinstance(each, list) for index in indexes if 0 <= index < len(each)
    ]


def _slice(start: int | None, stop: int | None) -> _Step:
    # The library behind AWS compares a start that counts from the front with an end that counts from the back as
    # numbers: [1:-1] finds nothing.
    part = slice(0, 0) if start is not None and stop is not None and start >= 0 > stop else slice(start, stop)
    return lambda values, _: [item for each in values if isinstance(each, list) for item in each[part]]


def _children(values: list[Json], _document: Json) -> list[Json]:
    found: list[Json] = []
    for each in values:
        if isinstance(each, dict):
            found.extend(each.values())
        elif isinstance(each, list):
            found.extend(each)
    return found


def _filter(passes: Predicate) -> _Step:
    """A filter picks elements of a list, and passes or drops an object as a whole."""

    def step(values: list[Json], document: Json) -> list[Json]:
        found: list[Json] = []
        for each in values:
            items = each if isinstance(each, list) else [each] if isinstance(each, dict) else ()
            found.extend(item for item in items if passes(item, document))
        return found

    return step
