r"""A user's regular expression, in the form that Python, JavaScript and Java read alike.

The same contract is checked by Python here and by JSONata in Step Functions. What the dialects read differently is
rewritten (`.`, `$`, `\d`, `\w`, `\s`, slashes) or refused (named groups, flags, word boundaries, back references,
possessive quantifiers). Classes are ASCII: `\d` is `[0-9]`.
"""

from __future__ import annotations

import re

from steploom.dsl.contract.formats import END

__all__ = ["portable"]

_CLASSES = {"d": "0-9", "w": "A-Za-z0-9_", "s": r" \t\n\r\f\x0b"}
_CONTROLS = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\f": r"\f", "\v": r"\x0b", "\\": r"\x5c"}
_REPEAT = re.compile(r"\{[0-9]+(?:,[0-9]*)?\}")
_CODE_POINT = re.compile(r"x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}")


def portable(pattern: str) -> str:
    r"""Return `pattern` rewritten, slashes escaped, ready to stand between the slashes of a JSONata regex.

    Args:
        pattern: A regular expression as pydantic takes it.

    Raises:
        ValueError: The dialects read something in it differently, or it is no regular expression.

    Example:
        >>> portable(r"^\d{5}$")
        '^[0-9]{5}(?![\\s\\S])'
    """
    written = "".join(_Reader(pattern).pieces())
    try:
        re.compile(written, re.ASCII)
    except re.error as error:
        raise ValueError(f"it is no regular expression: {error}") from None
    return written


class _Reader:
    """Reads a pattern once, from left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def pieces(self) -> list[str]:
        """Return the pattern piece by piece."""
        found: list[str] = []
        while self.at < len(self.pattern):
            found.append(self._piece())
        return found

    def _peek(self, offset: int = 0) -> str:
        place = self.at + offset
        return self.pattern[place] if place < len(self.pattern) else ""

    def _piece(self) -> str:
        char = self._peek()
        self.at += 1
        match char:
            case "\\":
                return self._escape()
            case "[":
                return self._class()
            case "(":
                return self._group()
            case ".":
                return r"[^\n\r\u2028\u2029]"
            case "$":
                return END
            case "*" | "+" | "?" | "{":
                return self._quantifier(char)
            case "/" | "]" | "}":
                return "\\" + char
            case _:
                return _CONTROLS.get(char, char)

    def _group(self) -> str:
        if self._peek() != "?":
            return "("
        if self._peek(1) in {":", "=", "!"}:
            self.at += 2
            return "(?" + self.pattern[self.at - 1]
        raise ValueError(f"'(?{self._peek(1)}' is not read alike everywhere; use '(?:', '(?=' or '(?!'")

    def _quantifier(self, char: str) -> str:
        if char == "{":
            repeat = _REPEAT.match(self.pattern, self.at - 1)
            if repeat is None:
                raise ValueError(r"'{' begins no repeat count; write '\{' for the character")
            self.at = repeat.end()
            char = repeat[0]
        if self._peek() == "?":
            self.at += 1
            return char + "?"
        if self._peek() == "+":
            raise ValueError("possessive quantifiers are not read alike everywhere")
        return char

    def _escape(self) -> str:
        char = self._peek()
        self.at += 1
        if char.lower() in _CLASSES and char:
            return f"[{'^' if char.isupper() else ''}{_CLASSES[char.lower()]}]"
        return self._literal_escape(char)

    def _literal_escape(self, char: str) -> str:
        code_point = _CODE_POINT.match(self.pattern, self.at - 1)
        if code_point is not None:
            self.at = code_point.end()
            return "\\" + code_point[0]
        if char in {"n", "r", "t", "f"}:
            return "\\" + char
        if char == "v":
            return r"\x0b"
        if char == "\\":
            return r"\x5c"
        if char and not char.isalnum() and char.isascii():
            return "\\" + char
        raise ValueError(f"'\\{char}' is not read alike everywhere")

    def _class(self) -> str:
        found = "["
        if self._peek() == "^":
            found += "^"
            self.at += 1
        if self._peek() == "]":
            raise ValueError(r"'[]' is not read alike everywhere; write '\]' for the character")
        while self._peek() != "]":
            if not self._peek():
                raise ValueError("'[' has no ']'")
            found += self._class_piece()
        self.at += 1
        return found + "]"

    def _class_piece(self) -> str:
        char = self._peek()
        self.at += 1
        if char == "\\":
            char = self._peek()
            self.at += 1
            if char in _CLASSES:
                return _CLASSES[char]
            return self._literal_escape(char)
        # Brackets would upset JSONata's search for the closing slash; the others begin set operations somewhere.
        return "\\" + char if char in "[(){}/&~|" else _CONTROLS.get(char, char)
