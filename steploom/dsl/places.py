"""Where a declaration stands: spans from function objects and running frames, without parsing anything."""

from __future__ import annotations

import linecache
import re
import sys
from collections.abc import Callable
from itertools import islice
from typing import Any

from steploom.diagnostics import Diagnostic, Span, shown_path
from steploom.errors import DeclarationError

__all__ = ["caller_span", "fault", "function_span"]


def function_span(function: Callable[..., Any]) -> Span | None:
    """Return the place of `def name` of `function`, or None where its file cannot be read.

    Example:
        >>> import textwrap
        >>> span = function_span(textwrap.dedent)
        >>> span.end_column - span.column == len("def dedent")
        True
    """
    code = getattr(function, "__code__", None)
    if code is None:
        return None
    head = re.compile(rf"\s*((?:async\s+)?def\s+{re.escape(code.co_name)})\b")
    lines = linecache.getlines(code.co_filename, function.__globals__)
    for number, line in enumerate(islice(lines, code.co_firstlineno - 1, None), code.co_firstlineno):
        if found := head.match(line):
            return Span(shown_path(code.co_filename), number, found.start(1) + 1, number, found.end(1) + 1)
    return None


def caller_span(depth: int) -> Span | None:
    """Return the place of the call that is running `depth` frames above the caller of this function.

    Args:
        depth: 1 for the code that called the function in which `caller_span` is called.
    """
    frame = sys._getframe(depth + 1)  # noqa: SLF001 - the one way to a place that is executing
    code = frame.f_code
    positions = next(islice(code.co_positions(), frame.f_lasti // 2, None), None)
    if positions is None or None in positions:
        return Span(shown_path(code.co_filename), frame.f_lineno, 1, frame.f_lineno, 1)
    line, end_line, column, end_column = positions
    start = _characters(code.co_filename, line or 1, column or 0)
    end = _characters(code.co_filename, end_line or 1, end_column or 0)
    return Span(shown_path(code.co_filename), line or 1, start + 1, end_line or 1, end + 1)


def fault(code: str, message: str, span: Span | None, hint: str | None = None) -> DeclarationError:
    """Return the error of one wrong declaration, to be raised."""
    return DeclarationError([Diagnostic(code, message, span, hint=hint)])


def _characters(path: str, line: int, offset: int) -> int:
    text = linecache.getline(path, line)
    return offset if text.isascii() else len(text.encode()[:offset].decode(errors="ignore"))
