"""The conditions in `[?(…)]`: comparisons and existence, joined by `&&` and `||`.

Input: a cursor behind the question mark. Output: a `Condition`, joined as AWS joins it, and a warning where that is
not what the text says. Must not: know how paths are read; the path parser hands its own reader in.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Protocol, TypeAlias, TypeVar, get_args

from steploom.expr.jsonpath.cursor import Cursor
from steploom.expr.jsonpath.nodes import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Exists,
    Literal,
    Operand,
    Operator,
    ParsedPath,
    Pattern,
    Segment,
    is_definite,
)

__all__ = ["FilterParser"]

_OPERATORS: dict[str, Operator] = {each: each for each in get_args(Operator)}
_OPERATOR_CHARACTERS = frozenset("=!<>~")
_WORD_STOPS = _OPERATOR_CHARACTERS | frozenset("&|)]")
_PATTERN = re.compile(r"/((?:[^/\\]|\\.)*)/([A-Za-z]*)", re.DOTALL)
_NAME = re.compile(r"\w+")
#: Beyond so many conditions, a mixture of && and || counts as ambiguous without a proof.
_MAX_PROVED = 10

_T = TypeVar("_T")
#: What the text says: the number of a condition, or an operator with the trees that it joins.
_Tree: TypeAlias = "int | tuple[str, tuple[_Tree, ...]]"


class _SegmentReader(Protocol):
    def __call__(self, cursor: Cursor, /, *, in_filter: bool) -> tuple[Segment, ...]: ...


class FilterParser:
    """Reads one filter.

    Args:
        cursor: Stands behind the question mark; afterwards behind the closing bracket of the condition.
        segments: Reads the steps of a path.
    """

    __slots__ = ("_conditions", "_cursor", "_joints", "_segments")

    def __init__(self, cursor: Cursor, segments: _SegmentReader) -> None:
        self._cursor = cursor
        self._segments = segments
        self._conditions: list[Condition] = []
        self._joints: list[str] = []

    def read(self) -> tuple[Condition, str]:
        """Read `(condition)`; return it with a warning, or an empty text.

        The library behind AWS splits the text at `&&` and `||` and drops all brackets; `&&` binds closer.
        """
        self._cursor.skip_blanks()
        if self._cursor.peek() != "(":
            self._cursor.fail("a filter is written in brackets: [?(@.price < 10)]")
        written = self._in_brackets()
        groups = _groups(self._conditions, self._joints)
        parts = [AllOf(tuple(group)) if len(group) > 1 else group[0] for group in groups]
        joined = AnyOf(tuple(parts)) if len(parts) > 1 else parts[0]
        if _means_the_same(written, self._joints):
            return joined, ""
        return joined, "Step Functions ignores brackets among the conditions of a filter, and && binds closer than ||"

    def _in_brackets(self) -> _Tree:
        start = self._cursor.position
        self._cursor.deeper()
        self._cursor.expect("(", "expected '('")
        found = self._any_of()
        self._cursor.skip_blanks()
        if not self._cursor.accept(")"):
            self._cursor.fail(f"expected ')' for the '(' at offset {start}")
        self._cursor.higher()
        return found

    def _any_of(self) -> _Tree:
        parts = [self._all_of()]
        while self._joint("||"):
            parts.append(self._all_of())
        return parts[0] if len(parts) == 1 else ("||", tuple(parts))

    def _all_of(self) -> _Tree:
        parts = [self._one()]
        while self._joint("&&"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else ("&&", tuple(parts))

    def _joint(self, token: str) -> bool:
        self._cursor.skip_blanks()
        if not self._cursor.accept(token):
            return False
        self._joints.append(token)
        return True

    def _one(self) -> _Tree:
        self._cursor.skip_blanks()
        if self._cursor.peek() == "(":
            return self._in_brackets()
        self._conditions.append(self._condition())
        return len(self._conditions) - 1

    def _condition(self) -> Condition:
        start = self._cursor.position
        wanted = not self._cursor.accept("!")
        if not wanted and self._cursor.peek() != "@":
            self._cursor.fail(
                "! negates the existence of a path only, as in !@.a; write the opposite comparison", start
            )
        left = self._operand()
        operator = self._operator()
        if operator is None:
            if not isinstance(left, ParsedPath):
                self._cursor.fail("a condition is a path such as @.a or a comparison", start)
            return Exists(left, wanted)
        if not wanted:
            self._cursor.fail("! negates a path only, not a comparison; write the opposite operator", start)
        right = self._operand()
        patterns = isinstance(left, Pattern) + isinstance(right, Pattern)
        if patterns != (operator == "=~"):
            self._cursor.fail("=~ compares a path with a pattern such as /ab.*/i, and nothing else does", start)
        return Compare(left, operator, right)

    def _operator(self) -> Operator | None:
        cursor = self._cursor
        cursor.skip_blanks()
        start = cursor.position
        while cursor.peek() in _OPERATOR_CHARACTERS:
            cursor.position += 1
        written = cursor.text[start : cursor.position]
        known = f"there are {', '.join(_OPERATORS)}"
        if written and written not in _OPERATORS:
            cursor.fail(f"{written} is no operator of Step Functions; {known}", start)
        word = _NAME.match(cursor.text, start)
        if word:
            cursor.fail(f"'{word[0]}' is no operator of Step Functions; {known}", start)
        return _OPERATORS.get(written)

    def _operand(self) -> Operand:
        cursor = self._cursor
        cursor.skip_blanks()
        match cursor.peek():
            case "@":
                return self._path("item")
            case "$":
                return self._path("input")
            case "'":
                return Literal(cursor.quoted())
            case "/":
                return self._pattern()
            case _:
                return self._word()

    def _path(self, root: str) -> Operand:
        cursor = self._cursor
        start = cursor.position
        cursor.position += 1
        following = cursor.peek()
        if root == "input" and (following == "$" or following.isidentifier()):
            cursor.fail("in a filter $ is the document and @ the item; $$ and variables cannot stand there", start)
        segments = self._segments(cursor, in_filter=True)
        if not is_definite(segments):
            cursor.fail("a path in a filter names one place: no wildcards, slices, filters or ..", start)
        return ParsedPath("item" if root == "item" else "input", segments)

    def _pattern(self) -> Operand:
        found = _PATTERN.match(self._cursor.text, self._cursor.position)
        if found is None:
            self._cursor.fail("the closing / of the pattern is missing")
        if found[2] not in ("", "i"):
            self._cursor.fail("Step Functions knows one flag behind a pattern, i; others stand inside: /(?s)a.b/")
        self._cursor.position = found.end()
        return Pattern(found[1], ignore_case=bool(found[2]))

    def _word(self) -> Operand:
        cursor = self._cursor
        start = cursor.position
        if cursor.peek() == '"':
            cursor.fail("text stands in single quotes; Step Functions takes double quotes as part of the text")
        if cursor.peek() in ("[", "{"):
            cursor.fail("Step Functions compares with text, numbers, true, false and null, not with lists or objects")
        while (char := cursor.peek()) and char not in _WORD_STOPS:
            cursor.position += 1
        word = cursor.text[start : cursor.position].rstrip()
        if not word:
            cursor.fail("a value is missing", start)
        return Literal(word)


def _groups(items: Sequence[_T], joints: Sequence[str]) -> list[list[_T]]:
    """Split items that are joined by && and || at each ||."""
    groups = [[items[0]]]
    for item, joint in zip(items[1:], joints, strict=True):
        if joint == "&&":
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _means_the_same(written: _Tree, joints: Sequence[str]) -> bool:
    if len(set(joints)) < 2:  # noqa: PLR2004 - one kind of joint needs no precedence
        return True
    count = len(joints) + 1
    if count > _MAX_PROVED:
        return False
    return all(
        _holds(written, values) is any(map(all, _groups(values, joints)))
        for values in itertools.product((False, True), repeat=count)
    )


def _holds(tree: _Tree, values: Sequence[bool]) -> bool:
    if isinstance(tree, int):
        return values[tree]
    joint, parts = tree
    found = (_holds(part, values) for part in parts)
    return all(found) if joint == "&&" else any(found)
