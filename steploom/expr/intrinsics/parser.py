"""Text to call: the grammar of intrinsic functions.

Input: text. Output: a `Call`. Must not: know functions; their names and arity are the compiler's business.
"""

from __future__ import annotations

import json
import math
import re
from typing import NoReturn

from steploom.expr.intrinsics.errors import IntrinsicSyntaxError
from steploom.expr.intrinsics.nodes import Argument, Call, Constant, PathArgument, Text
from steploom.expr.jsonpath import PathSyntaxError, compile_path

__all__ = ["MAX_NESTING", "parse_call"]

#: How many calls may stand inside each other.
MAX_NESTING = 10

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_NAME = re.compile(r"States\.\w+", re.ASCII)
_TEXT = re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_WORD = re.compile(r"\w+")
_WORDS = {"true": True, "false": False, "null": None}
_ESCAPED = frozenset("'{}\\")
#: Within a path: quoted text, a pattern (behind =~ or first in a condition), or any one character.
_PATH_PIECE = re.compile(r"""'(?:[^'\\]|\\.)*'|=~\s*/(?:[^/\\]|\\.)*/|(?<=\()\s*/(?:[^/\\]|\\.)*/|.""", re.DOTALL)


def parse_call(text: str) -> Call:
    """Return the call that `text` says.

    Blanks may stand around arguments and at the end, not at the beginning.

    Raises:
        IntrinsicSyntaxError: The text is no call.

    Example:
        >>> parse_call("States.Array(1, 'a')").arguments
        (Constant(value=1, position=13), Text(raw='a', value='a', position=16))
    """
    parser = _Parser(text.rstrip())
    call = parser.call(1)
    if parser.position < len(parser.text):
        parser.fail(f"nothing may follow the call, but there is '{parser.text[parser.position]}'")
    return call


class _Parser:
    __slots__ = ("position", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def fail(self, problem: str, position: int | None = None) -> NoReturn:
        raise IntrinsicSyntaxError(self.text, problem, self.position if position is None else position)

    def call(self, depth: int) -> Call:
        start = self.position
        name = _NAME.match(self.text, start)
        if name is None:
            self.fail("expected a call such as States.Format('{}', $.name), or a path that starts with $")
        if depth > MAX_NESTING:
            self.fail(f"calls nest deeper than {MAX_NESTING} levels")
        self.position = name.end()
        if not self._accept("("):
            self.fail(f"expected '(' after {name[0]}")
        arguments: list[Argument] = []
        self._skip_blanks()
        if not self._accept(")"):
            while True:
                arguments.append(self._argument(depth))
                self._skip_blanks()
                if self._accept(")"):
                    break
                if not self._accept(","):
                    self.fail(f"expected ',' or ')' in the call of {name[0]}")
        return Call(name[0], tuple(arguments), start)

    def _argument(self, depth: int) -> Argument:
        self._skip_blanks()
        start = self.position
        char = self.text[start : start + 1]
        if char == "'":
            return self._quoted()
        if char == "$":
            return self._path()
        if char and char in "-0123456789":
            return self._number()
        if self.text.startswith("States.", start):
            return self.call(depth + 1)
        word = _WORD.match(self.text, start)
        if word is None or word[0] not in _WORDS:
            kinds = "'text', a number, true, false, null, a path, or a call"
            self.fail("text stands in single quotes" if char == '"' else f"expected an argument: {kinds}")
        self.position = word.end()
        return Constant(_WORDS[word[0]], start)

    def _quoted(self) -> Text:
        start = self.position
        found = _TEXT.match(self.text, start)
        if found is None:
            self.fail(r"the closing ' of the text is missing (\' is a quote that belongs to the text)")
        for escape in _ESCAPE.finditer(found[1]):
            if escape[1] not in _ESCAPED:
                problem = rf"\{escape[1]} is no escape; a backslash may stand before ', {{, }} and \ only"
                self.fail(problem, start + 1 + escape.start())
        self.position = found.end()
        return Text(found[1], _ESCAPE.sub(r"\1", found[1]), start)

    def _number(self) -> Constant:
        start = self.position
        found = _NUMBER.match(self.text, start)
        following = self.text[found.end() : found.end() + 1] if found else ""
        if found is None or (following and following not in ",)" and not following.isspace()):
            self.fail("numbers are written as in JSON: 1, -2.5, 1e3")
        if not math.isfinite(float(found[0])):
            self.fail("the number is too large")
        self.position = found.end()
        return Constant(json.loads(found[0]), start)

    def _path(self) -> PathArgument:
        start = self.position
        end = self._path_end(start)
        text = self.text[start:end]
        try:
            path = compile_path(text)
        except PathSyntaxError as error:
            self.fail(f"'{text}' is no JSONPath: {error.problem}", start + (error.position or 0))
        self.position = end
        return PathArgument(path, start)

    def _path_end(self, start: int) -> int:
        """Find where a path ends; brackets, quotes and patterns in it may hold commas and closing brackets."""
        depth = 0
        for piece in _PATH_PIECE.finditer(self.text, start):
            char = piece[0]
            if depth == 0 and (char in ",)" or char.isspace()):
                return piece.start()
            if char in "[(":
                depth += 1
            elif char in "])":
                depth -= 1
            elif depth == 0 and not (char in "$.*" or f"a{char}".isidentifier()):
                self.fail(
                    f"{char[0]} cannot stand in a dotted name within a call; write ['…'] for the name", piece.start()
                )
        return len(self.text)

    def _accept(self, token: str) -> bool:
        if not self.text.startswith(token, self.position):
            return False
        self.position += len(token)
        return True

    def _skip_blanks(self) -> None:
        while self.text[self.position : self.position + 1].isspace():
            self.position += 1
