"""Filters compiled to functions of an item and its document.

Input: a `Condition`. Output: a predicate. Must not: let a hostile pattern take longer than its time limit.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias, assert_never

from steploom.expr.javatext import java_text
from steploom.expr.jsonpath.definite import MISSED, Getter
from steploom.expr.jsonpath.errors import PathSyntaxError, PatternTimeoutError
from steploom.expr.jsonpath.matching import compare
from steploom.expr.jsonpath.nodes import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Exists,
    Not,
    Operand,
    Operator,
    ParsedPath,
    Pattern,
    Segment,
    Value,
    is_definite,
)
from steploom.jsontext import Json

if TYPE_CHECKING:
    import regex

__all__ = ["PATTERN_SECONDS", "Predicate", "PredicateCompiler"]

#: How long one pattern may work on one value.
PATTERN_SECONDS = 0.25

Predicate: TypeAlias = Callable[[Json, Json], bool]
_Finder: TypeAlias = Callable[[Json, Json], Json]
_PathCompiler: TypeAlias = Callable[[tuple[Segment, ...]], Callable[[Json, Json], Json]]


class _Nothing(Enum):
    NOTHING = "NOTHING"


_NOTHING = _Nothing.NOTHING
_FLAGS = "imsxu"
_ORDERS: dict[Operator, tuple[bool, bool, bool]] = {
    # before, same, after
    "==": (False, True, False),
    "!=": (True, False, True),
    "<": (True, False, False),
    "<=": (True, True, False),
    ">": (False, False, True),
    ">=": (False, True, True),
}


class PredicateCompiler:
    """Compiles the filters of one path.

    Args:
        text: The whole path, for messages.
        definite: Compiles the steps of a path that names one place.
        searching: Compiles the steps of a path that can find many, to a function of start and document.
    """

    __slots__ = ("_definite", "_searching", "_text")

    def __init__(self, text: str, definite: Callable[[tuple[Segment, ...]], Getter], searching: _PathCompiler) -> None:
        self._text = text
        self._definite = definite
        self._searching = searching

    def compile(self, condition: Condition) -> Predicate:
        """Return a function that says whether an item (first argument) of a document (second) passes."""
        match condition:
            case Exists(path):
                return self._exists(path)
            case Compare(left, operator, right):
                return self._comparison(left, operator, right)
            case AllOf(parts):
                every = [self.compile(part) for part in parts]
                return lambda item, document: all(part(item, document) for part in every)
            case AnyOf(parts):
                some = [self.compile(part) for part in parts]
                return lambda item, document: any(part(item, document) for part in some)
            case Not(part):
                inner = self.compile(part)
                return lambda item, document: not inner(item, document)
            case _:
                assert_never(condition)

    def _exists(self, path: ParsedPath) -> Predicate:
        find = self._finder(path)
        if is_definite(path.segments):
            return lambda item, document: find(item, document) is not _NOTHING
        return lambda item, document: bool(find(item, document))

    def _comparison(self, left: Operand, operator: Operator, right: Operand) -> Predicate:
        if isinstance(left, Pattern):
            return self._matches(left, self._finder(right))
        if isinstance(right, Pattern):
            return self._matches(right, self._finder(left))
        before, same, after = _ORDERS[operator]
        find, expect = self._finder(left), self._finder(right)

        def passes(item: Json, document: Json) -> bool:
            actual = find(item, document)
            expected = expect(item, document)
            if actual is _NOTHING or expected is _NOTHING:
                return False
            order = compare(actual, expected)
            if order is None:
                return False
            return same if not order else after if order > 0 else before

        return passes

    def _finder(self, operand: Operand) -> _Finder:
        match operand:
            case Value(value):
                return lambda _item, _document: value
            case ParsedPath(root, segments) if is_definite(segments):
                get = self._definite(segments)
                if root == "item":
                    return _item_finder(get) if segments else _whole_item
                return lambda _item, document: _found(get, document)
            case ParsedPath(root, segments):
                search = self._searching(segments)
                if root == "item":
                    return search
                return lambda _item, document: search(document, document)
            case Pattern():
                raise AssertionError(operand)  # the parser allows patterns beside =~ only
            case _:
                assert_never(operand)

    def _matches(self, pattern: Pattern, find: _Finder) -> Predicate:
        compiled = self._compile_pattern(pattern)

        def passes(item: Json, document: Json) -> bool:
            value = find(item, document)
            values = value if isinstance(value, list) else [value]
            return any(self._match(compiled, each) for each in values)

        return passes

    def _match(self, pattern: regex.Pattern[str], value: Json) -> bool:
        if value is None or value is _NOTHING or isinstance(value, dict | list):
            return False
        try:
            return pattern.fullmatch(java_text(value), timeout=PATTERN_SECONDS) is not None
        except TimeoutError:
            raise PatternTimeoutError(self._text, pattern.pattern, PATTERN_SECONDS) from None

    def _compile_pattern(self, pattern: Pattern) -> regex.Pattern[str]:
        import regex  # noqa: PLC0415 - costs 20 ms, and few definitions have patterns

        unknown = sorted(set(pattern.flags) - set(_FLAGS))
        position = max(self._text.find(f"/{pattern.expression}/"), 0)
        if unknown:
            problem = f"the flag {unknown[0]} of a pattern is not known; there are {', '.join(_FLAGS)}"
            raise PathSyntaxError(self._text, problem, position)
        flags = regex.RegexFlag(0) if "u" in pattern.flags else regex.ASCII  # Java's classes are ASCII unless told
        for flag in pattern.flags.replace("u", ""):
            flags |= regex.RegexFlag[flag.upper()]
        try:
            return regex.compile(pattern.expression, flags)
        except (regex.error, RecursionError) as error:
            problem = f"/{pattern.expression}/ is no regular expression: {error}"
            raise PathSyntaxError(self._text, problem, position) from None


def _found(get: Getter, value: Json) -> Json:
    try:
        return get(value)
    except MISSED:
        return _NOTHING


def _item_finder(get: Getter) -> _Finder:
    def find(item: Json, _document: Json) -> Json:
        try:
            return get(item)
        except MISSED:
            return _NOTHING

    return find


def _whole_item(item: Json, _document: Json) -> Json:
    # A bare @ matches objects only: the developer guide's page on paths says so of scalar values.
    return item if isinstance(item, dict | list) else _NOTHING
