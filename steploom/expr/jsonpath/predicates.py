"""Filters compiled to functions of an item and its document.

Input: a `Condition`. Output: a predicate. Must not: look further than the definite paths of the condition.
"""

from __future__ import annotations

import operator as python
from collections.abc import Callable
from enum import Enum
from typing import TypeAlias, assert_never

from steploom.expr.javatext import java_text
from steploom.expr.jsonpath.definite import MISSED, compile_definite, explain
from steploom.expr.jsonpath.errors import PathError
from steploom.expr.jsonpath.matching import Incomparable, compare, number_in
from steploom.expr.jsonpath.nodes import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Exists,
    Literal,
    Name,
    Operand,
    Operator,
    ParsedPath,
    Pattern,
)
from steploom.expr.jsonpath.patterns import compile_pattern
from steploom.jsontext import Json, compact

__all__ = ["Predicate", "compile_condition"]

Predicate: TypeAlias = Callable[[Json, Json], bool]
_Finder: TypeAlias = Callable[[Json, Json], Json]


class _Nothing(Enum):
    NOTHING = "NOTHING"


_NOTHING = _Nothing.NOTHING
_NUMBERS = frozenset({int, float})
_ORDERS: dict[Operator, Callable[[Json, Json], bool]] = {
    "==": python.eq,
    "!=": python.ne,
    "<": python.lt,
    "<=": python.le,
    ">": python.gt,
    ">=": python.ge,
}


def compile_condition(text: str, condition: Condition) -> Predicate:
    """Return a function that says whether an item (first argument) of a document (second) passes.

    It raises PathError where the library behind AWS fails: an index on something that is no list, a number compared
    with text that says none.

    Args:
        text: The whole path, for messages.
        condition: The filter's.

    Example:
        >>> cheap = compile_condition("", Compare(ParsedPath("item", (Name("price"),)), "<", Literal("10")))
        >>> cheap({"price": 5}, None), cheap({"price": 15}, None), cheap({}, None)
        (True, False, False)
    """
    match condition:
        case Exists(path, wanted):
            find = _finder(text, path)
            return lambda item, document: (find(item, document) not in (None, _NOTHING)) is wanted
        case Compare(Pattern() as pattern, _, operand) | Compare(operand, _, Pattern() as pattern):
            return _compile_match(text, pattern, _finder(text, operand))
        case Compare(left, operator, right):
            return _compile_comparison(text, left, operator, right)
        case AllOf(parts):  # the library looks at the last condition first, which shows where one fails
            every = [compile_condition(text, part) for part in reversed(parts)]
            return lambda item, document: all(part(item, document) for part in every)
        case AnyOf(parts):
            some = [compile_condition(text, part) for part in reversed(parts)]
            return lambda item, document: any(part(item, document) for part in some)
        case _:
            assert_never(condition)


def _compile_comparison(text: str, left: Operand, operator: Operator, right: Operand) -> Predicate:
    holds = _ORDERS[operator]
    find, expect = _finder(text, left), _finder(text, right)
    number = number_in(right.text) if isinstance(right, Literal) else None
    ordering = operator not in ("==", "!=")

    def passes(item: Json, document: Json) -> bool:
        actual = find(item, document)
        if number is not None and type(actual) in _NUMBERS:
            return holds(actual, number)
        expected = expect(item, document)
        if actual is _NOTHING or expected is _NOTHING or (ordering and (actual is None) is not (expected is None)):
            return False
        try:
            order = compare(actual, expected)
        except Incomparable:
            raise PathError(text, f"The number {java_text(actual)} cannot be compared with '{expected}'") from None
        return order is not None and holds(order, 0)

    return passes


def _compile_match(text: str, pattern: Pattern, find: _Finder) -> Predicate:
    matches = compile_pattern(text, pattern)

    def passes(item: Json, document: Json) -> bool:
        value = find(item, document)
        if value is None or value is _NOTHING:
            return False
        return matches(compact(value) if isinstance(value, dict | list) else java_text(value))

    return passes


def _finder(text: str, operand: Operand) -> _Finder:
    match operand:
        case Literal(word):
            return lambda _item, _document: word
        case ParsedPath("item", ()):
            return lambda item, _document: item
        case ParsedPath(root):
            get = _compile_get(text, operand)
            return (lambda item, _: get(item)) if root == "item" else (lambda _, document: get(document))
        case Pattern():
            raise AssertionError(operand)  # the parser allows patterns beside =~ only
        case _:
            assert_never(operand)


def _compile_get(text: str, path: ParsedPath) -> Callable[[Json], Json]:
    segments = path.segments
    get = compile_definite(segments)
    names_only = all(isinstance(each, Name) for each in segments)

    def get_or_nothing(value: Json) -> Json:
        try:
            return get(value)
        except MISSED:
            if names_only:
                return _NOTHING
        error = explain(text, segments, value)
        if error.past_end:
            return None
        if error.missing:
            return _NOTHING
        raise error

    return get_or_nothing
