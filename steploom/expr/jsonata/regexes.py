r"""Regular expressions: JavaScript's syntax for the `regex` package, with a limit on the time they take.

Step Functions runs them on code points, with ASCII classes (`\s`, `\w`, `\d`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import regex

from steploom.expr.jsonata.callables import Function, apply, detached
from steploom.expr.jsonata.errors import MEMORY, TIMEOUT, Fault, limit_fault
from steploom.expr.jsonata.run import Run
from steploom.expr.jsonata.texts import script_text
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["Found", "Matcher", "compile_regex", "find", "match_object"]

_WORD: Final = "A-Za-z0-9_"
_BOUNDARY: Final = f"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))"
_INSIDE: Final = f"(?:(?<=[{_WORD}])(?=[{_WORD}])|(?<![{_WORD}])(?![{_WORD}]))"
_ENDS: Final = "\\n\\r\\u2028\\u2029"
_ESCAPES: Final = {
    "d": "[0-9]",
    "D": "[^0-9]",
    "w": f"[{_WORD}]",
    "W": f"[^{_WORD}]",
    "s": "[ \\t\\n\\v\\f\\r]",
    "S": "[^ \\t\\n\\v\\f\\r]",
    "b": _BOUNDARY,
    "B": _INSIDE,
}
_CLASS_ESCAPES: Final = {
    "d": "0-9",
    "w": _WORD,
    "s": " \\t\\n\\v\\f\\r",
    "b": "\\x08",
    # The rest of all characters, spelled out: the package's own \\S leaves out white space that is not ASCII.
    "D": "\\x00-\\x2f\\x3a-\\U0010ffff",
    "W": "\\x00-\\x2f\\x3a-\\x40\\x5b-\\x5e\\x60\\x7b-\\U0010ffff",
    "S": "\\x00-\\x08\\x0e-\\x1f\\x21-\\U0010ffff",
}
_KEPT: Final = frozenset("tnvfr0123456789")
_QUANTIFIER: Final = re.compile(r"\{\d+(?:,\d*)?\}")
_COUNTED: Final = re.compile(r"\{(\d{1,9})(?:,(\d{0,9}))?\}")
#: Parts of a pattern, repetitions written out: a larger one does not fit into the memory.
_LARGEST: Final = 50_000
_HEX: Final = re.compile(r"x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}")
_PROPERTY: Final = re.compile(r"[pP]\{[A-Za-z_=]+\}")
_NAMED: Final = re.compile(r"k<([A-Za-z_$][\w$]*)>")


@dataclass(frozen=True, slots=True)
class Found:
    """One match; offsets are in code points."""

    text: str
    start: int
    end: int
    groups: list[Json]


class Matcher:
    """A compiled regular expression."""

    __slots__ = ("pattern", "position", "source")

    def __init__(self, pattern: Any, source: str, position: int) -> None:
        self.pattern = pattern
        self.source = source
        self.position = position

    def find(self, text: str, start: int, run: Run) -> Found | None:
        """Return the first match from `start` on.

        Raises:
            Fault: The regular expressions of this evaluation take too long.
        """
        try:
            match = self.pattern.search(text, start, timeout=run.regex_seconds())
        except TimeoutError:
            raise limit_fault(TIMEOUT) from None
        if match is None:
            return None
        groups = [UNDEFINED if each is None else each for each in match.groups()]
        return Found(match[0], match.start(), match.end(), groups)

    def following(self, text: str, found: Found, run: Run) -> Found | None:
        """Return the match after `found`.

        Raises:
            Fault: D1004: it would be empty, so that there is no end.
        """
        if found.end >= len(text):
            return None
        result = self.find(text, found.end, run)
        if result is not None and result.text == "":
            raise Fault("D1004", self.position, value=self.source)
        return result


def find(text: str, token: Function, run: Run) -> Iterator[Found]:
    """Yield all matches of a regular expression, or of a function that follows the matchers' protocol.

    Raises:
        Fault: D1004 or T1010.
    """
    matcher = token.matcher
    if matcher is None:
        yield from _custom(text, token, run)
        return
    found = matcher.find(text, 0, run)
    while found is not None:
        yield found
        found = matcher.following(text, found, run)


def _custom(text: str, token: Function, run: Run) -> Iterator[Found]:
    result = apply(token, [text], None, run)
    while result is not UNDEFINED:
        if type(result) is not dict:
            if result in (None, "", 0):
                # jsonata-js asks only what it takes for true whether it is a match; it cannot go on from it, either.
                yield Found("", 0, 0, [])
            raise Fault("T1010")
        start, end, groups = result.get("start"), result.get("end"), result.get("groups")
        following = result.get("next")
        if not (type(start) is int or type(end) is int or isinstance(groups, list) or type(following) is Function):
            raise Fault("T1010")
        yield Found(result.get("match", UNDEFINED), start or 0, end or 0, groups if isinstance(groups, list) else [])
        result = apply(following, [], None, run) if type(following) is Function else UNDEFINED


def compile_regex(source: str, flags: str, position: int) -> Function:
    """Return the function that a regular expression is.

    Args:
        source: What stands between the slashes.
        flags: Of `i` and `m`.
        position: Its offset in the expression.

    Raises:
        Fault: The regular expression is wrong.
    """
    if _size(source) > _LARGEST:
        raise limit_fault(MEMORY).at(position)
    translated = _translate(source, multiline="m" in flags)
    try:
        pattern = regex.compile(translated, regex.IGNORECASE if "i" in flags else 0)
    except (regex.error, ValueError, OverflowError) as error:
        raise Fault("", position, message=f"Invalid regular expression: /{source}/: {error}") from None
    matcher = Matcher(pattern, source, position)

    def call(arguments: list[Json], _context: Json, run: Run) -> Json:
        text = script_text(arguments[0] if arguments else UNDEFINED)
        start = arguments[1] if len(arguments) > 1 and type(arguments[1]) is int else 0
        return _as_object(matcher, text, matcher.find(text, start, run)) if start <= len(text) else UNDEFINED

    return Function(call, 2, matcher=matcher)


def match_object(token: Function, text: str, found: Found) -> Json:
    """Return a match as a function that makes replacements sees it."""
    if token.matcher is not None:
        return _as_object(token.matcher, text, found)
    return {"match": found.text, "start": found.start, "end": found.end, "groups": found.groups}


def _as_object(matcher: Matcher, text: str, found: Found | None) -> Json:
    if found is None:
        return UNDEFINED
    match = found

    def following(_arguments: list[Json], _context: Json, run: Run) -> Json:
        return _as_object(matcher, text, matcher.following(text, match, run))

    return {
        "match": match.text,
        "start": match.start,
        "end": match.end,
        "groups": match.groups,
        "next": detached(Function(following, 0)),
    }


def _translate(source: str, *, multiline: bool) -> str:
    """Return the pattern in the syntax of the `regex` package."""
    parts: list[str] = []
    at = 0
    while at < len(source):
        char = source[at]
        if char == "\\":
            part, at = _escape(source, at + 1)
        elif char == "[":
            part, at = _class(source, at + 1)
        elif char == "{":
            quantifier = _QUANTIFIER.match(source, at)
            part = quantifier[0] if quantifier else "\\{"
            at += len(quantifier[0]) if quantifier else 1
        else:
            part, at = _plain(char, multiline=multiline), at + 1
        parts.append(part)
    return "".join(parts)


def _size(source: str) -> int:
    """Return how many parts a pattern has with its counted repetitions written out."""
    totals, last, at = [0], 1, 0
    while at < len(source):
        counted = _COUNTED.match(source, at)
        if counted is not None:
            totals[-1] += last * (max(int(each) for each in counted.groups() if each) - 1)
            at = counted.end()
            continue
        char = source[at]
        last = 1
        if char == "(":
            totals.append(0)
        elif char == ")" and len(totals) > 1:
            last = totals.pop() + 1
        totals[-1] += last
        at += 2 if char == "\\" else 1
    return sum(totals)


def _plain(char: str, *, multiline: bool) -> str:
    match char:
        case ".":
            return f"[^{_ENDS}]"
        case "^":
            return f"(?:(?<=[{_ENDS}])|\\A)" if multiline else "\\A"
        case "$":
            return f"(?:(?=[{_ENDS}])|\\Z)" if multiline else "\\Z"
        case "}" | "]":
            return "\\" + char
    return char


def _escape(source: str, at: int) -> tuple[str, int]:
    char = source[at : at + 1]
    if char in _ESCAPES:
        return _ESCAPES[char], at + 1
    long = _HEX.match(source, at) or _PROPERTY.match(source, at)
    if long:
        return "\\" + long[0], long.end()
    named = _NAMED.match(source, at)
    if named:
        return f"(?P={named[1]})", named.end()
    if char == "":
        return "\\", at
    return ("\\" + char if char in _KEPT else regex.escape(char)), at + 1


def _class(source: str, at: int) -> tuple[str, int]:
    """Translate a character class from behind its `[`; return it and where it ends."""
    negated = source.startswith("^", at)
    at += negated
    parts: list[str] = []
    while at < len(source) and source[at] != "]":
        char = source[at]
        if char == "\\":
            part, at = _class_escape(source, at + 1)
        else:
            part, at = ("\\" + char if char in "[&~|" else char), at + 1
        parts.append(part)
    if at >= len(source):
        return "[" + "".join(parts), at
    body = "".join(parts)
    if not body:
        return ("(?s:.)" if negated else "(?!)"), at + 1
    return f"[{'^' if negated else ''}{body}]", at + 1


def _class_escape(source: str, at: int) -> tuple[str, int]:
    char = source[at : at + 1]
    if char in _CLASS_ESCAPES:
        return _CLASS_ESCAPES[char], at + 1
    long = _HEX.match(source, at) or _PROPERTY.match(source, at)
    if long:
        return "\\" + long[0], long.end()
    return ("\\" + char if char in _KEPT or not char.isalnum() else char), at + 1
