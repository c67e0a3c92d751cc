"""The conditions in `[?(…)]`: comparisons joined by `&&`, `||`, `!` and brackets.

Input: a cursor behind the question mark. Output: a `Condition`. Must not: know how paths are read; the path parser
hands its own reader in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Protocol, get_args

from steploom.expr.jsonpath.cursor import Cursor
from steploom.expr.jsonpath.nodes import (
    NUMBER,
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
)
from steploom.jsontext import Json

__all__ = ["FilterParser"]

_OPERATORS: dict[str, Operator] = {each: each for each in get_args(Operator)}
_OPERATOR_CHARACTERS = frozenset("=!<>~")
_WORD_STOPS = _OPERATOR_CHARACTERS | frozenset("&|)]")
_PATTERN = re.compile(r"/((?:[^/\\]|\\.)*)/([A-Za-z]*)", re.DOTALL)


class _SegmentReader(Protocol):
    def __call__(self, cursor: Cursor, /, *, in_filter: bool) -> tuple[Segment, ...]: ...


def _refuse_constant(name: str) -> Json:
    raise json.JSONDecodeError(f"{name} is not JSON", name, 0)


_decode: Callable[[str, int], tuple[Json, int]] = json.JSONDecoder(parse_constant=_refuse_constant).raw_decode


class FilterParser:
    """Reads one filter.

    Args:
        cursor: Stands behind the question mark; afterwards behind the closing bracket of the condition.
        segments: Reads the steps of a path.
    """

    __slots__ = ("_cursor", "_segments")

    def __init__(self, cursor: Cursor, segments: _SegmentReader) -> None:
        self._cursor = cursor
        self._segments = segments

    def read(self) -> Condition:
        """Read `(condition)`."""
        self._cursor.skip_blanks()
        if self._cursor.peek() != "(":
            self._cursor.fail("a filter is written in brackets: [?(@.price < 10)]")
        return self._in_brackets()

    def _in_brackets(self) -> Condition:
        start = self._cursor.position
        self._cursor.deeper()
        self._cursor.expect("(", "expected '('")
        found = self._any_of()
        self._cursor.skip_blanks()
        if not self._cursor.accept(")"):
            self._cursor.fail(f"expected ')' for the '(' at offset {start}")
        self._cursor.higher()
        return found

    def _any_of(self) -> Condition:
        parts = [self._all_of()]
        while self._accept("||"):
            parts.append(self._all_of())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all_of(self) -> Condition:
        parts = [self._one()]
        while self._accept("&&"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _accept(self, token: str) -> bool:
        self._cursor.skip_blanks()
        return self._cursor.accept(token)

    def _one(self) -> Condition:
        self._cursor.skip_blanks()
        if self._cursor.peek() == "(":
            return self._in_brackets()
        if self._cursor.accept("!"):
            self._cursor.deeper()
            part = self._one()
            self._cursor.higher()
            return Not(part)
        return self._comparison()

    def _comparison(self) -> Condition:
        start = self._cursor.position
        left = self._operand()
        operator = self._operator()
        if operator is not None:
            right = self._operand()
            if (operator == "=~") is not (isinstance(left, Pattern) is not isinstance(right, Pattern)):
                self._cursor.fail("=~ compares a path with a pattern such as /ab.*/i, and nothing else does", start)
            return Compare(left, operator, right)
        if not isinstance(left, ParsedPath):
            self._cursor.fail("a condition is a path such as @.a or a comparison", start)
        return Exists(left)

    def _operator(self) -> Operator | None:
        cursor = self._cursor
        cursor.skip_blanks()
        start = cursor.position
        while cursor.peek() in _OPERATOR_CHARACTERS:
            cursor.position += 1
        written = cursor.text[start : cursor.position]
        if written:
            operator = _OPERATORS.get(written)
            if operator is None:
                cursor.fail(f"{written} is no operator; there are {', '.join(_OPERATORS)}", start)
            return operator
        word = re.compile(r"\w*").match(cursor.text, start)
        if word and word[0]:
            cursor.fail(
                f"the operator '{word[0]}' is not supported by Step Functions; there are {', '.join(_OPERATORS)}",
                start,
            )
        return None

    def _operand(self) -> Operand:
        cursor = self._cursor
        cursor.skip_blanks()
        match cursor.peek():
            case "@":
                cursor.position += 1
                return ParsedPath("item", self._segments(cursor, in_filter=True))
            case "$":
                return self._document_path()
            case "'" | '"':
                return Value(cursor.quoted())
            case "/":
                return self._pattern()
            case "[" | "{":
                return self._json()
            case _:
                return self._word()

    def _document_path(self) -> Operand:
        cursor = self._cursor
        cursor.position += 1
        following = cursor.peek()
        if following == "$" or following.isidentifier():
            cursor.fail("in a filter $ is the document and @ the item; $$ and variables cannot stand there")
        return ParsedPath("input", self._segments(cursor, in_filter=True))

    def _pattern(self) -> Operand:
        found = _PATTERN.match(self._cursor.text, self._cursor.position)
        if found is None:
            self._cursor.fail("the closing / of the pattern is missing")
        self._cursor.position = found.end()
        return Pattern(found[1], found[2])

    def _json(self) -> Operand:
        cursor = self._cursor
        try:
            value, cursor.position = _decode(cursor.text, cursor.position)
        except (json.JSONDecodeError, RecursionError):
            cursor.fail("expected a JSON list or object, with names and text in double quotes")
        return Value(value)

    def _word(self) -> Operand:
        """Read a number, null, or text without quotes, which AWS takes as text (true and false included)."""
        cursor = self._cursor
        start = cursor.position
        while (char := cursor.peek()) and char not in _WORD_STOPS:
            cursor.position += 1
        word = cursor.text[start : cursor.position].rstrip()
        if not word:
            cursor.fail("a value is missing", start)
        if word == "null":
            return Value(None)
        return Value(json.loads(word) if NUMBER.fullmatch(word) else word)
