"""Text to path: the dialect of the JSONPath library behind AWS (Jayway 2.0) with AWS's roots.

Input: text. Output: `ParsedPath`. Must not: evaluate, or accept what means something else on AWS (steps in slices,
operators in words, functions are read as AWS reads them: as names).
"""

from __future__ import annotations

import re

from steploom.expr.jsonpath.cursor import Cursor
from steploom.expr.jsonpath.filter_parser import FilterParser
from steploom.expr.jsonpath.nodes import (
    Filter,
    FromEnd,
    Index,
    Indexes,
    Name,
    Names,
    ParsedPath,
    Root,
    Scan,
    Segment,
    Slice,
    Wildcard,
)

__all__ = ["parse_path"]

#: In a filter a dotted name also ends where an operator, a bracket or a blank begins.
_FILTER_STOPS = frozenset("=!<>~&|,) \t\r\n")
_MAX_INDEX = 2**31 - 1
_MAX_SEGMENTS = 200
_FROM_END = re.compile(r"\(\s*@\.(?:length|size)(?:\(\))?\s*-\s*(\d{1,9})\s*\)", re.ASCII)
_SLICE = re.compile(r"(-?\d+)?\s*:\s*(-?\d+)?", re.ASCII)
_INDEXES = re.compile(r"-?\d+(?:\s*,\s*-?\d+)*", re.ASCII)


def parse_path(text: str) -> ParsedPath:
    """Return the path that `text` says.

    Blanks at the end are ignored, as AWS does.

    Raises:
        PathSyntaxError: The text is no path.

    Example:
        >>> parse_path("$.a[0]").segments
        (Name(name='a'), Index(index=0))
        >>> parse_path("$$.Execution.Id").root, parse_path("$total").variable
        ('context', 'total')
    """
    cursor = Cursor(text.rstrip())
    cursor.expect("$", "a path starts with $, $$ or $ and the name of a variable")
    context = cursor.accept("$")
    variable = "" if context else _identifier(cursor)
    segments = _segments(cursor, in_filter=False)
    if len(segments) > _MAX_SEGMENTS:
        cursor.fail(f"a path has at most {_MAX_SEGMENTS} steps")
    root: Root = "context" if context else "variable" if variable else "input"
    return ParsedPath(root, segments, variable, tuple(cursor.warnings))


def _identifier(cursor: Cursor) -> str:
    start = cursor.position
    while cursor.peek() and cursor.text[start : cursor.position + 1].isidentifier():
        cursor.position += 1
    return cursor.text[start : cursor.position]


def _segments(cursor: Cursor, *, in_filter: bool) -> tuple[Segment, ...]:
    found: list[Segment] = []
    while char := cursor.peek():
        if char == "[":
            found.append(_bracket(cursor))
        elif cursor.accept(".."):
            found += (Scan(), _member(cursor, in_filter=in_filter))
        elif cursor.accept("."):
            found.append(_member(cursor, in_filter=in_filter))
        elif in_filter and char in _FILTER_STOPS:
            break
        else:
            cursor.fail(f"expected '.' or '[' but found '{char}'")
    return tuple(found)


def _member(cursor: Cursor, *, in_filter: bool) -> Segment:
    """Read what follows a dot: a name, a wildcard, or brackets (`$.[0]`, `$..[0]`)."""
    if cursor.next_is("["):
        return _bracket(cursor)
    if cursor.accept("*"):
        following = cursor.peek()
        if following not in ("", ".", "[") and not (in_filter and following in _FILTER_STOPS):
            cursor.fail("a wildcard stands alone between dots; write ['…'] for a name with an asterisk")
        return Wildcard()
    return Name(_dotted_name(cursor, in_filter=in_filter))


def _dotted_name(cursor: Cursor, *, in_filter: bool) -> str:
    parts: list[str] = []
    while (char := cursor.peek()) not in ("", ".", "["):
        if in_filter and char in _FILTER_STOPS:
            break
        if char.isspace():
            cursor.fail("a dotted name has no blanks; write ['my name']")
        if char in "]'\"*" or (in_filter and char == "("):
            cursor.fail(f"{char} cannot stand in a dotted name; write ['…'] if it belongs to the name")
        cursor.position += 1
        if char == "\\":
            char = cursor.peek()
            if not char:
                cursor.fail("a backslash must be followed by the character it escapes")
            cursor.position += 1
        parts.append(char)
    if not parts:
        cursor.fail("a name is missing after '.'" if cursor.peek() else "a path cannot end with '.'")
    return "".join(parts)


def _bracket(cursor: Cursor) -> Segment:
    start = cursor.position
    cursor.expect("[", "expected '['")
    cursor.skip_blanks()
    char = cursor.peek()
    segment: Segment
    if char == "'":
        segment = _names(cursor)
    elif char == '"':
        cursor.fail("names stand in single quotes: ['name']")
    elif cursor.accept("*"):
        segment = Wildcard()
    elif cursor.accept("?"):
        segment = _filter(cursor)
    elif char == "(":
        segment = _from_end(cursor)
    elif char and char in "-:0123456789":
        segment = _numbers(cursor)
    else:
        cursor.fail("expected a name in quotes, an index, a slice, * or ?(…) after '['")
    cursor.skip_blanks()
    if not cursor.accept("]"):
        if not cursor.peek():
            cursor.fail("the closing ] is missing", start)
        cursor.fail(f"expected ']' but found '{cursor.peek()}'")
    return segment


def _filter(cursor: Cursor) -> Segment:
    condition, warning = FilterParser(cursor, _segments).read()
    if warning:
        cursor.warnings.append(warning)
    return Filter(condition)


def _names(cursor: Cursor) -> Segment:
    names: list[str] = []
    while True:
        cursor.skip_blanks()
        if cursor.peek() != "'":
            cursor.fail("expected a name in single quotes; names and indexes cannot be mixed in one pair of brackets")
        names.append(cursor.quoted())
        cursor.skip_blanks()
        if not cursor.accept(","):
            break
    return Name(names[0]) if len(names) == 1 else Names(tuple(names))


def _from_end(cursor: Cursor) -> Segment:
    found = _FROM_END.match(cursor.text, cursor.position)
    if found is None:
        cursor.fail("in brackets only (@.length-1) can be computed; write ?(…) for a filter")
    cursor.position = found.end()
    return FromEnd(int(found[1]))


def _numbers(cursor: Cursor) -> Segment:
    start = cursor.position
    end = cursor.text.find("]", start)
    inside = cursor.text[start : len(cursor.text) if end < 0 else end].rstrip()
    cursor.position += len(inside)
    found = _SLICE.fullmatch(inside)
    if found and any(found.groups()):
        low, high = found.groups()
        return Slice(
            None if low is None else _index(cursor, low, start),
            None if high is None else _index(cursor, high, start),
        )
    if ":" in inside:
        cursor.fail("a slice has a start, an end or both, but no step: [1:3], [1:], [:3]", start)
    if not _INDEXES.fullmatch(inside):
        cursor.fail("expected an index, indexes with commas between them, or a slice such as [1:3]", start)
    indexes = tuple(_index(cursor, each.strip(), start) for each in inside.split(","))
    return Index(indexes[0]) if len(indexes) == 1 else Indexes(indexes)


def _index(cursor: Cursor, digits: str, position: int) -> int:
    if len(digits) > len(str(_MAX_INDEX)) + 1 or abs(int(digits)) > _MAX_INDEX:
        cursor.fail(f"the index {digits[:20]} is too large", position)
    return int(digits)
