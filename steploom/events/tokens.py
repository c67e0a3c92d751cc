"""JSON as EventBridge reads a pattern: token by token, with the places its errors name.

A pattern is refused for its first fault in reading order, be it one of JSON or one of meaning; so the pattern is not
parsed into a tree first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from steploom.events.invalid import InvalidPattern, place_in

__all__ = ["Kind", "Token", "Tokens"]


class Kind(Enum):
    """The kinds of tokens."""

    START_OBJECT = "{"
    END_OBJECT = "}"
    START_ARRAY = "["
    END_ARRAY = "]"
    FIELD_NAME = "name"
    STRING = "string"
    NUMBER = "number"
    TRUE = "true"
    FALSE = "false"
    NULL = "null"


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    Attributes:
        kind: What it is.
        text: A name or string decoded, anything else as written.
        seen: The offset the reader has reached when it knows the kind: after the opening quote of a string.
        end: The offset after the token.
    """

    kind: Kind
    text: str
    seen: int
    end: int


_BLANK = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"', re.DOTALL)
_WORD = re.compile(r"[\w$]*")
_LITERALS = {"true": Kind.TRUE, "false": Kind.FALSE, "null": Kind.NULL}
_OPENERS = {"{": Kind.START_OBJECT, "[": Kind.START_ARRAY}
_CLOSERS = {"}": Kind.END_OBJECT, "]": Kind.END_ARRAY}
_NAMES = {"{": "Object", "[": "Array"}
_WANTED = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"


class Tokens:
    """A stream of tokens that can be looked into ahead.

    Args:
        text: The JSON text.

    Example:
        >>> stream = Tokens('{"a": [1]}')
        >>> [stream.next().kind.name for _ in range(3)]
        ['START_OBJECT', 'FIELD_NAME', 'START_ARRAY']
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._source = _scan(text)
        self._ahead: list[Token | InvalidPattern] = []

    def next(self) -> Token:
        """Return the next token.

        Raises:
            InvalidPattern: The text is no JSON here.
        """
        found = self._ahead.pop(0) if self._ahead else self._pull()
        if isinstance(found, InvalidPattern):
            raise found
        return found

    def value_ahead(self) -> list[Token] | None:
        """Return the tokens of the value that comes next, leaving them there; None where it is no JSON."""
        depth = index = 0
        while True:
            if index == len(self._ahead):
                self._ahead.append(self._pull())
            found = self._ahead[index]
            if isinstance(found, InvalidPattern):
                return None
            depth += (found.kind in _OPENERS.values()) - (found.kind in _CLOSERS.values())
            index += 1
            if depth == 0 and found.kind is not Kind.FIELD_NAME:
                return [each for each in self._ahead[:index] if isinstance(each, Token)]

    def _pull(self) -> Token | InvalidPattern:
        try:
            return next(self._source)
        except InvalidPattern as fault:
            return fault


def _scan(text: str) -> Iterator[Token]:
    """Yield the tokens of one value; what follows it is not read."""
    open_at: list[int] = []
    token = _value(text, _skip(text, 0), open_at)
    yield token
    fresh = True
    while open_at:
        at = _skip(text, token.end)
        holder = text[open_at[-1]]
        if at < len(text) and text[at] in _CLOSERS:
            token = _close(text, at, open_at)
            yield token
            fresh = False
            continue
        if not fresh:
            at = _comma(text, at, holder, open_at)
        if holder == "{":
            name, at = _name(text, at, open_at)
            token = _value(text, at, open_at)
            yield Token(Kind.FIELD_NAME, name, token.seen, token.seen)
        else:
            token = _value(text, at, open_at)
        yield token
        fresh = token.kind in _OPENERS.values()


def _value(text: str, at: int, open_at: list[int]) -> Token:
    char = _char(text, at, open_at)
    if char in _OPENERS:
        open_at.append(at)
        return Token(_OPENERS[char], char, at + 1, at + 1)
    if char == '"':
        value, end = _string(text, at)
        return Token(Kind.STRING, value, at + 1, end)
    number = _NUMBER.match(text, at)
    if number:
        return Token(Kind.NUMBER, number.group(), number.end(), number.end())
    word = _WORD.match(text, at)
    end = word.end() if word else at
    if text[at:end] in _LITERALS:
        return Token(_LITERALS[text[at:end]], text[at:end], end, end)
    if end > at:
        raise InvalidPattern(f"Unrecognized token '{text[at:end]}': was expecting {_WANTED}", text, end)
    raise _unexpected(text, at, f"expected a valid value {_WANTED}", was="")


def _name(text: str, at: int, open_at: list[int]) -> tuple[str, int]:
    if _char(text, at, open_at) != '"':
        raise _unexpected(text, at, "double-quote to start field name")
    name, end = _string(text, at)
    colon = _skip(text, end)
    if _char(text, colon, open_at) != ":":
        raise _unexpected(text, colon, "a colon to separate field name and value")
    return name, _skip(text, colon + 1)


def _close(text: str, at: int, open_at: list[int]) -> Token:
    opener = text[open_at[-1]]
    wanted = "}" if opener == "{" else "]"
    if text[at] != wanted:
        start = place_in(text, open_at[-1])
        why = f"Unexpected close marker '{text[at]}': expected '{wanted}' (for {_NAMES[opener]} starting at {start})"
        raise InvalidPattern(why, text, at + 1)
    open_at.pop()
    return Token(_CLOSERS[text[at]], text[at], at + 1, at + 1)


def _comma(text: str, at: int, holder: str, open_at: list[int]) -> int:
    if _char(text, at, open_at) != ",":
        raise _unexpected(text, at, f"comma to separate {_NAMES[holder]} entries")
    return _skip(text, at + 1)


def _string(text: str, at: int) -> tuple[str, int]:
    found = _STRING.match(text, at)
    if not found:
        raise InvalidPattern("Unexpected end-of-input: was expecting closing quote for a string value", text, len(text))
    try:
        return json.loads(found.group()), found.end()
    except json.JSONDecodeError as error:
        raise InvalidPattern(f"Unrecognized character escape: {error.msg}", text, at + error.pos) from error


def _char(text: str, at: int, open_at: list[int]) -> str:
    if at < len(text):
        return text[at]
    if not open_at:
        raise InvalidPattern("No content to map due to end-of-input", text, at)
    holder = _NAMES[text[open_at[-1]]]
    start = place_in(text, open_at[-1])
    why = f"Unexpected end-of-input: expected close marker for {holder} (start marker at {start})"
    raise InvalidPattern(why, text, at)


def _unexpected(text: str, at: int, wanted: str, was: str = "was expecting ") -> InvalidPattern:
    why = f"Unexpected character ('{text[at]}' (code {ord(text[at])})): {was}{wanted}"
    return InvalidPattern(why, text, at)


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at
