"""Find the text of a function object and parse it where it stands."""

from __future__ import annotations

import ast
import inspect
import linecache
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType, FunctionType

from steploom.diagnostics import Diagnostic, Span, shown_path
from steploom.errors import DiagnosticError
from steploom.source.names import Names

__all__ = ["FunctionSource", "SourceMissing", "read_function", "read_lambda"]

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


class SourceMissing(DiagnosticError):
    """The text of a function cannot be read (code SL100)."""


@dataclass(frozen=True)
class FunctionSource:
    """A function's text.

    Attributes:
        file: The path as the user would open it: relative to the working directory where it lies below it.
        node: The function's syntax tree; `lineno` and `col_offset` are those of the file.
        names: What its free names stand for.
        lines: All lines of the file.
    """

    file: str
    node: FunctionNode
    names: Names
    lines: tuple[str, ...]

    def span(self, node: ast.AST) -> Span:
        """Return the place of `node`, in characters."""
        line, end_line = getattr(node, "lineno", 1), getattr(node, "end_lineno", None)
        end_line = line if end_line is None else end_line
        return Span(
            self.file,
            line,
            self._characters(line, getattr(node, "col_offset", 0)) + 1,
            end_line,
            self._characters(end_line, getattr(node, "end_col_offset", None) or 0) + 1,
        )

    def text(self, node: ast.AST) -> str:
        """Return the source text of `node` on one line, blanks folded."""
        return " ".join((self._segment(node) or ast.unparse(node)).split())

    def _segment(self, node: ast.AST) -> str | None:
        """The text of `node`, without a look at the rest of the file; None where it has no place in it."""
        if getattr(node, "end_lineno", None) is None or getattr(node, "end_col_offset", None) is None:
            return None
        span = self.span(node)
        lines = [*self.lines[span.line - 1 : span.end_line]]
        if not lines:
            return None
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
        return "".join(lines)

    def _characters(self, line: int, offset: int) -> int:
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return offset if text.isascii() else len(text.encode()[:offset].decode(errors="ignore"))


def read_function(function: Callable[..., object]) -> FunctionSource:
    """Return the source of a `def` or `async def`.

    Args:
        function: A function object; decorators that keep `__wrapped__` are looked through.

    Raises:
        SourceMissing: The text is not to be had (a REPL, a generated function), or has changed since the import.

    Example:
        >>> import textwrap
        >>> read_function(textwrap.dedent).node.name
        'dedent'
    """
    plain, file, lines, tree = _open(function)
    code = plain.__code__
    for node in _functions(tree):
        if isinstance(node, ast.Lambda) or node.name != code.co_name:
            continue
        first = node.decorator_list[0].lineno if node.decorator_list else node.lineno
        if first == code.co_firstlineno:
            return FunctionSource(file, node, Names.of(plain), lines)
    raise _missing(plain, "its text has changed since it was imported")


def read_lambda(function: Callable[..., object]) -> FunctionSource:
    """Return the source of a lambda, even where several stand on one line.

    Raises:
        SourceMissing: The text is not to be had, or `function` is no lambda.
    """
    plain, file, lines, tree = _open(function)
    code = plain.__code__
    same_line = [
        node for node in _functions(tree) if isinstance(node, ast.Lambda) and node.lineno == code.co_firstlineno
    ]
    fitting = [node for node in same_line if len(same_line) == 1 or _holds(node, code)]
    if not fitting:
        raise _missing(plain, "it is no lambda, or its text has changed since it was imported")
    innermost = min(fitting, key=lambda node: _size(node.body))
    return FunctionSource(file, innermost, Names.of(plain), lines)


def _open(function: Callable[..., object]) -> tuple[FunctionType, str, tuple[str, ...], ast.Module]:
    plain = inspect.unwrap(function)
    if not isinstance(plain, FunctionType):
        raise SourceMissing([Diagnostic("SL100", f"{function!r} is not a Python function")])
    path = plain.__code__.co_filename
    linecache.checkcache(path)
    lines = tuple(linecache.getlines(path, plain.__globals__))
    if not lines:
        raise _missing(plain, f"{path} cannot be read")
    try:
        tree = _parse(lines)
    except SyntaxError as error:
        raise _missing(plain, f"{path} no longer parses: {error.msg}") from error
    return plain, shown_path(path), lines, tree


@lru_cache(maxsize=64)
def _parse(lines: tuple[str, ...]) -> ast.Module:
    return ast.parse("".join(lines))


def _functions(tree: ast.Module) -> Iterator[FunctionNode]:
    for node in ast.walk(tree):
        if isinstance(node, FunctionNode):
            yield node


def _holds(node: ast.Lambda, code: CodeType) -> bool:
    """Whether every instruction of `code` comes from inside the lambda's body."""
    start = (node.body.lineno, node.body.col_offset)
    end = (node.body.end_lineno or 0, node.body.end_col_offset or 0)
    places = [
        ((line, column), (end_line, end_column))
        for line, end_line, column, end_column in code.co_positions()
        if line is not None and end_line is not None and column is not None and end_column
    ]
    return bool(places) and all(start <= first and last <= end for first, last in places)


def _size(node: ast.expr) -> tuple[int, int]:
    lines = (node.end_lineno or node.lineno) - node.lineno
    return lines, (node.end_col_offset or 0) - node.col_offset


def _missing(function: FunctionType, why: str) -> SourceMissing:
    message = f"the source of {function.__qualname__!r} cannot be read: {why}"
    hint = "define the workflow in a file that Python imports"
    return SourceMissing([Diagnostic("SL100", message, hint=hint)])
