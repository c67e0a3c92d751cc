"""Paths that can find many values: a walk step by step, as the JSONPath library behind AWS (Jayway 2.0) walks.

Input: segments. Output: a function of the root value that returns all matches in order. Must not: be kinder than the
library: it forgives a missing member before other steps and below `[*]` of a list, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import TypeAlias, assert_never

from steploom.expr.jsonpath.definite import context_text
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
from steploom.expr.jsonpath.predicates import Predicate, compile_condition
from steploom.jsontext import Json

__all__ = ["Search", "compile_search"]

Search: TypeAlias = Callable[[Json], list[Json]]

#: The way from the root to a value, last step first; None at the root.
_Trail: TypeAlias = "tuple[_Trail, str | int] | None"
#: A step and all that follow it: takes a value, the way to it, the document, and the list of matches to add to.
_Visit: TypeAlias = Callable[[Json, _Trail, Json, list[Json]], None]
#: From the length of a list to the indexes that a step names, out of range included.
_Numbers: TypeAlias = Callable[[int], Iterable[int]]

_MAX_PADDING = 100_000
#: Some seconds of work. One scan visits each place once, and no payload has as many.
_MOST_SCANNED = 2_000_000


class _Absent(Enum):
    """The type of `_ABSENT`: what stands outside of a list, which becomes null in the matches."""

    ABSENT = "ABSENT"


_ABSENT = _Absent.ABSENT


class _NotFoundError(Exception):
    """A missing member or a value of the wrong type: below `[*]` of a list it only drops the element."""

    def __init__(self, reason: str, trail: _Trail, step: str) -> None:
        self.reason, self.trail, self.step = reason, trail, step
        super().__init__(reason)

    def error(self, text: str) -> PathError:
        path = _written(self.trail)
        return PathError(text, self.reason.format(path=path, step=self.step), missing=path + self.step)


def compile_search(text: str, segments: tuple[Segment, ...]) -> Search:
    """Return a function from a root value to the list of matches.

    The function raises PathError where the library behind AWS fails.

    Args:
        text: The whole path, for messages.
        segments: Its steps.

    Example:
        >>> search = compile_search("$.a[*].b", (Name("a"), Wildcard(), Name("b")))
        >>> search({"a": [{"b": 1}, {}, {"b": 2}]}), search({})
        ([1, 2], [])
    """
    compiler = _Compiler(text, segments)
    visit = compiler.visit(0)

    def search(value: Json) -> list[Json]:
        found: list[Json] = []
        compiler.scanned = 0
        try:
            visit(value, None, value, found)
        except _NotFoundError as missed:
            raise missed.error(text) from None
        return found

    return search


def _collect(value: Json, _trail: _Trail, _document: Json, found: list[Json]) -> None:
    found.append(None if value is _ABSENT else value)


class _Compiler:
    __slots__ = ("_segments", "_text", "scanned")

    def __init__(self, text: str, segments: tuple[Segment, ...]) -> None:
        self._text = text
        self._segments = segments
        #: How many lists and objects the running search has scanned: scans behind scans multiply.
        self.scanned = 0

    def visit(self, position: int) -> _Visit:
        """Compile the step at `position` and all that follow it."""
        if position == len(self._segments):
            return _collect
        segment = self._segments[position]
        following = self.visit(position + 1)
        match segment:
            case Name(name):
                return _name(name, following, self._missing(position))
            case Names(names):
                return self._names(names, following, position)
            case Index() | Indexes() | FromEnd() | Slice():
                return self._elements(_numbers(segment), following, position)
            case Wildcard():
                return self._wildcard(following, position)
            case Filter(condition):
                return self._filter(compile_condition(self._text, condition), following, position)
            case Scan():
                return self._scan(position, following)
            case _:
                assert_never(segment)

    def _rest(self, position: int) -> str:
        return "".join(map(fragment, self._segments[position:]))

    def _missing(self, position: int) -> str:
        """Return the reason of a missing member at `position`; empty where it is forgiven."""
        if position == len(self._segments) - 1:
            return "No results for path: {path}{step}"
        around = self._segments[max(position - 1, 0) :]
        certain = all(isinstance(each, Name | Names | Index | FromEnd) for each in around)
        return "Missing property in path {path}{step}" if certain else ""

    def _wildcard(self, following: _Visit, position: int) -> _Visit:
        rest = self._segments[position + 1 :]
        visit = _wildcard(following)
        if len(rest) == 1 and isinstance(rest[0], Name):
            return _members(rest[0].name, visit)
        return visit

    def _names(self, names: tuple[str, ...], following: _Visit, position: int) -> _Visit:
        step = fragment(Names(names))
        last = position == len(self._segments) - 1

        def visit(value: Json, trail: _Trail, document: Json, found: list[Json]) -> None:
            if not isinstance(value, dict):
                raise _NotFoundError("Property {step} not found in path {path}", trail, step)
            if not last:
                reason = f"Multi properties can only be used as path leafs: {_written(trail)}{step}"
                raise PathError(self._text, reason)
            following({name: value[name] for name in names if name in value}, trail, document, found)

        return visit

    def _elements(self, numbers: _Numbers, following: _Visit, position: int) -> _Visit:
        rest = self._rest(position)

        def visit(value: Json, trail: _Trail, document: Json, found: list[Json]) -> None:
            if not isinstance(value, list):
                if value is _ABSENT or (value is None and not _in_list(trail)):
                    raise _NotFoundError("The path {path} is null", trail, "")
                reason = f"Filter: {rest} can only be applied to arrays. Current context is: {_context(value, trail)}"
                raise PathError(self._text, reason)
            size = len(value)
            for number in numbers(size):
                item = value[number] if 0 <= number < size else _ABSENT
                following(item, (trail, number), document, found)

        return visit

    def _filter(self, passes: Predicate, following: _Visit, position: int) -> _Visit:
        rest = self._rest(position)

        def visit(value: Json, trail: _Trail, document: Json, found: list[Json]) -> None:
            if isinstance(value, list):
                for number, item in enumerate(value):
                    if passes(item, document):
                        following(item, (trail, number), document, found)
            elif not isinstance(value, dict):
                context = _context(value, trail)
                reason = f"Filter: {rest} can not be applied to primitives. Current context is: {context}"
                raise PathError(self._text, reason)
            elif passes(value, document):
                following(value, trail, document, found)

        return visit

    def _scan(self, position: int, target: _Visit) -> _Visit:
        """Walk depth first, parents before children, without recursion into the data."""
        fits = self._scan_test(self._segments[position + 1])
        last = position + 2 == len(self._segments)
        beyond = _collect if last else self.visit(position + 2)

        def visit(value: Json, trail: _Trail, document: Json, found: list[Json]) -> None:
            waiting = [(value, trail)]
            while waiting:
                self.scanned += 1
                if self.scanned > _MOST_SCANNED:
                    raise PathError(self._text, f"The scans of the path visit more than {_MOST_SCANNED} places")
                here, way = waiting.pop()
                if isinstance(here, dict):
                    if fits(here, document):
                        target(here, way, document, found)
                    inner = reversed(here.items())
                    waiting += [(item, (way, name)) for name, item in inner if isinstance(item, dict | list)]
                elif isinstance(here, list):
                    if fits(here, document):
                        if last:
                            target(here, way, document, found)
                        else:  # the library goes on with all elements here, whichever the step names
                            for number, item in enumerate(here):
                                beyond(item, (way, number), document, found)
                    size = len(here)
                    turned = enumerate(reversed(here), 1)
                    waiting += [(item, (way, size - back)) for back, item in turned if isinstance(item, dict | list)]

        return visit

    def _scan_test(self, target: Segment) -> Predicate:
        match target:
            case Name(name):
                return lambda value, _: isinstance(value, dict) and name in value
            case Names(names):
                wanted = frozenset(names)
                return lambda value, _: isinstance(value, dict) and wanted <= value.keys()
            case Filter(condition):
                return compile_condition(self._text, condition)
            case Wildcard():
                return lambda _value, _document: True
            case Index() | Indexes() | FromEnd() | Slice():
                return lambda value, _: isinstance(value, list)
            case Scan():
                raise AssertionError(target)  # the parser puts a target behind each scan
            case _:
                assert_never(target)


def _name(name: str, following: _Visit, missing: str) -> _Visit:
    step = fragment(Name(name))

    def visit(value: Json, trail: _Trail, document: Json, found: list[Json]) -> None:
        if not isinstance(value, dict):
            raise _NotFoundError("Property {step} not found in path {path}", trail, step)
        if name in value:
            following(value[name], (trail, name), document, found)
        elif missing:
            raise _NotFoundError(missing, trail, step)

    return visit


def _wildcard(following: _Visit) -> _Visit:
    def visit(value: Json, trail: _Trail, document: Json, found: list[Json]) -> None:
        if isinstance(value, dict):
            for name, item in value.items():
                following(item, (trail, name), document, found)
        elif isinstance(value, list):
            for number, item in enumerate(value):
                try:
                    following(item, (trail, number), document, found)
                except _NotFoundError:
                    continue

    return visit


def _members(name: str, otherwise: _Visit) -> _Visit:
    """Take the last two steps of paths such as `$.items[*].id` at once, which lists forgive all that is missing."""

    def visit(value: Json, trail: _Trail, document: Json, found: list[Json]) -> None:
        if isinstance(value, list):
            found += [item[name] for item in value if isinstance(item, dict) and name in item]
        else:
            otherwise(value, trail, document, found)

    return visit


def _numbers(segment: Index | Indexes | FromEnd | Slice) -> _Numbers:
    match segment:
        case Index(index):
            return lambda _: (index,)
        case Indexes(indexes):
            return lambda _: indexes
        case FromEnd(count):
            return lambda size: (size - count,)
        case Slice(start, stop):
            return _slice(start, stop)
        case _:
            assert_never(segment)


def _slice(start: int | None, stop: int | None) -> _Numbers:
    if stop is None:
        first = start or 0
        return lambda size: range(max(first + size if first < 0 else first, 0), size)
    if start is None:
        return lambda size: range(min(stop + size if stop < 0 else stop, size))
    # With both ends the library counts neither from the end: [1:-1] is empty, [-2:1] starts before the list.
    low = max(start, -_MAX_PADDING)
    return lambda size: range(low, min(stop, size)) if size else ()


def _in_list(trail: _Trail) -> bool:
    return trail is not None and isinstance(trail[1], int)


def _context(value: Json, trail: _Trail) -> str:
    return "null" if value is _ABSENT else context_text(value, in_list=_in_list(trail))


def _written(trail: _Trail) -> str:
    steps: list[str] = []
    while trail is not None:
        trail, step = trail
        steps.append(fragment(Name(step) if isinstance(step, str) else Index(step)))
    return "$" + "".join(reversed(steps))
