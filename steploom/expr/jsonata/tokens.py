"""The lexer: one token at a time, because only the parser knows whether `/` divides or opens a regular expression."""

from __future__ import annotations

import math
import re
from enum import Enum
from typing import Final, NamedTuple

from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.texts import js_number

__all__ = ["Kind", "Lexer", "Token"]


class Kind(Enum):
    """What a token is."""

    OPERATOR = "operator"
    STRING = "string"
    NUMBER = "number"
    VALUE = "value"
    NAME = "name"
    VARIABLE = "variable"
    REGEX = "regex"
    END = "(end)"


class Token(NamedTuple):
    """One token; `flags` belong to a regular expression."""

    kind: Kind
    value: str | float | bool | None
    position: int
    flags: str = ""


#: Makes the tokens of the hot path without the call that a NamedTuple puts before it.
_token = tuple.__new__

_WORDS: Final = frozenset(("and", "or", "in"))
_VALUES: Final = {"true": True, "false": False, "null": None}
_ESCAPES: Final = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}

#: Blanks, then one of: an operator, a text without escapes, a number, a name. What is none of them takes longer.
_TOKEN = re.compile(
    r"[ \t\n\r\v]*(?:"
    r"(\.\.|:=|!=|>=|<=|\*\*|~>|(?!/\*)[.\[\]{}(),@#;:?+\-*/%|=<>^&!~])"
    r"|(\"[^\"\\]*\"|'[^'\\]*')"
    r"|((?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[Ee][-+]?[0-9]+)?)"
    r"|([^ \t\n\r\v.\[\]{}(),@#;:?+\-*/%|=<>^&!~\"'`][^ \t\n\r\v.\[\]{}(),@#;:?+\-*/%|=<>^&!~]*)"
    r")"
)
_OPERATOR: Final = 1
_TEXT: Final = 2
_NUMBER: Final = 3
_BLANK = re.compile(r"[ \t\n\r\v]*")
#: jsonata-js looks at fewer than four at the end of the text, where the quote is what it misses.
_HEX = re.compile(r"[0-9a-fA-F]{4}|[0-9a-fA-F]{1,3}\Z")
_PLAIN = re.compile(r"[^\\\"']+")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


class Lexer:
    """Cuts an expression's text into tokens.

    Args:
        text: The expression.

    Example:
        >>> Lexer("$x + 1").next().value
        'x'
    """

    __slots__ = ("_at", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def next(self, *, infix: bool = False) -> Token:
        """Return the next token.

        Args:
            infix: Whether an operand has just ended, so that `/` divides.

        Raises:
            Fault: S01xx or S030x: no token can begin or end here.
        """
        match = _TOKEN.match(self._text, self._at)
        kind = match.lastindex if match is not None else None
        if match is None or kind is None:
            return self._other(infix=infix)
        start, end = match.span(kind)
        text = match[kind]
        if kind == _OPERATOR:
            if text == "/" and not infix:
                self._at = start
                return self._regex()
            self._at = end
            return _token(Token, (Kind.OPERATOR, text, start, ""))
        if kind == _NUMBER:
            return self._number(text, start)
        self._at = end
        return _token(Token, (Kind.STRING, text[1:-1], start, "")) if kind == _TEXT else _named(text, start)

    def _other(self, *, infix: bool) -> Token:
        """Return a token behind a comment, a text with escapes, a name in backquotes, or the end."""
        self._skip()
        text, at = self._text, self._at
        if at >= len(text):
            return Token(Kind.END, "(end)", len(text))
        if text[at] in "\"'":
            return self._string(text[at])
        return self._quoted_name() if text[at] == "`" else self.next(infix=infix)

    def _skip(self) -> None:
        text = self._text
        while True:
            blank = _BLANK.match(text, self._at)
            self._at = blank.end() if blank else self._at
            if not text.startswith("/*", self._at):
                return
            end = text.find("*/", self._at + 2)
            if end < 0:
                raise Fault("S0106", self._at)
            self._at = end + 2

    def _number(self, text: str, start: int) -> Token:
        value = float(text)
        if not math.isfinite(value):
            raise Fault("S0102", start, symbol=text)
        self._at = start + len(text)
        return Token(Kind.NUMBER, js_number(value), start)

    def _string(self, quote: str) -> Token:
        text, start = self._text, self._at
        at = start + 1
        parts: list[str] = []
        while at < len(text):
            char = text[at]
            if char == quote:
                self._at = at + 1
                value = "".join(parts)
                return Token(Kind.STRING, _SURROGATES.sub(_pair, value), start)
            if char == "\\":
                char, at = self._escape(at + 1)
                parts.append(char)
                continue
            plain = _PLAIN.match(text, at)
            parts.append(plain[0] if plain else char)
            at += len(parts[-1])
        raise Fault("S0101", start)

    def _escape(self, at: int) -> tuple[str, int]:
        char = self._text[at : at + 1]
        if char in _ESCAPES:
            return _ESCAPES[char], at + 1
        if char != "u":
            raise Fault("S0103", at, symbol=char)
        digits = _HEX.match(self._text, at + 1)
        if digits is None:
            raise Fault("S0104", at)
        return chr(int(digits[0], 16)), at + 5

    def _quoted_name(self) -> Token:
        start = self._at
        end = self._text.find("`", start + 1)
        if end < 0:
            raise Fault("S0105", start)
        self._at = end + 1
        return Token(Kind.NAME, self._text[start + 1 : end], start)

    def _regex(self) -> Token:
        text, start = self._text, self._at
        at, depth = start + 1, 0
        while at < len(text):
            char = text[at]
            if char == "/" and depth == 0 and not _escaped(text, at):
                return self._regex_flags(start, at)
            if text[at - 1] != "\\":
                depth += (char in "([{") - (char in ")]}")
            at += 1
        raise Fault("S0302", start)

    def _regex_flags(self, start: int, end: int) -> Token:
        pattern = self._text[start + 1 : end]
        if not pattern:
            raise Fault("S0301", start)
        at = end + 1
        while self._text[at : at + 1] in ("i", "m"):
            at += 1
        self._at = at
        return Token(Kind.REGEX, pattern, start, self._text[end + 1 : at])


def _named(text: str, start: int) -> Token:
    """Return the token of a variable, a word or a name."""
    if text[0] == "$":
        return _token(Token, (Kind.VARIABLE, text[1:], start, ""))
    if text in _WORDS:
        return Token(Kind.OPERATOR, text, start)
    if text in _VALUES:
        return Token(Kind.VALUE, _VALUES[text], start)
    return _token(Token, (Kind.NAME, text, start, ""))


def _escaped(text: str, at: int) -> bool:
    slashes = 0
    while text[at - 1 - slashes] == "\\":
        slashes += 1
    return slashes % 2 == 1


def _pair(match: re.Match[str]) -> str:
    return match[0].encode("utf-16-be", "surrogatepass").decode("utf-16-be")
