"""A place in the text of a path that is being read."""

from __future__ import annotations

from typing import NoReturn

from steploom.expr.jsonpath.errors import PathSyntaxError

__all__ = ["Cursor"]

_MAX_DEPTH = 40
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HEX_DIGITS = 4


class Cursor:
    """Text, an offset into it, how deeply brackets nest there, and what was noticed so far."""

    __slots__ = ("_depth", "position", "text", "warnings")

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self._depth = 0
        self.warnings: list[str] = []

    def peek(self) -> str:
        """Return the next character, or an empty text at the end."""
        return self.text[self.position : self.position + 1]

    def next_is(self, token: str) -> bool:
        """Say whether `token` comes next."""
        return self.text.startswith(token, self.position)

    def accept(self, token: str) -> bool:
        """Step over `token` if it comes next, and say whether it did."""
        if not self.next_is(token):
            return False
        self.position += len(token)
        return True

    def expect(self, token: str, problem: str) -> None:
        """Step over `token`, or refuse the text."""
        if not self.accept(token):
            self.fail(problem)

    def skip_blanks(self) -> None:
        """Step over white space."""
        while self.peek().isspace():
            self.position += 1

    def deeper(self) -> None:
        """Enter a pair of brackets in a filter."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            self.fail(f"filters nest deeper than {_MAX_DEPTH} levels")

    def higher(self) -> None:
        """Leave what `deeper` entered."""
        self._depth -= 1

    def fail(self, problem: str, position: int | None = None) -> NoReturn:
        """Refuse the text at `position`, or here."""
        raise PathSyntaxError(self.text, problem, self.position if position is None else position)

    def quoted(self) -> str:
        r"""Read text in quotes, in which a backslash escapes the next character.

        As in JSON, `\n`, `\t` and the like mean control characters and `\u` takes four hexadecimal digits.
        """
        start = self.position
        quote = self.peek()
        self.position += 1
        parts: list[str] = []
        while (char := self.peek()) != quote:
            if not char:
                self.fail(f"the closing {quote} is missing", start)
            self.position += 1
            parts.append(self._escaped() if char == "\\" else char)
        self.position += 1
        text = "".join(parts)
        if text.isascii():
            return text
        # Two escapes may make one character beyond the basic plane, as in JSON.
        return text.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "surrogatepass")

    def _escaped(self) -> str:
        char = self.peek()
        if not char:
            self.fail("a backslash must be followed by the character it escapes")
        self.position += 1
        if char != "u":
            return _ESCAPES.get(char, char)
        digits = self.text[self.position : self.position + _HEX_DIGITS]
        if len(digits) < _HEX_DIGITS or not all(digit in "0123456789abcdefABCDEF" for digit in digits):
            self.fail("\\u must be followed by four hexadecimal digits")
        self.position += _HEX_DIGITS
        return chr(int(digits, 16))
