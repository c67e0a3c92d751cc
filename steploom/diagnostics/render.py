"""Diagnostics as text with carets, as JSON, and as GitHub annotations."""

from __future__ import annotations

import json
import linecache
from collections.abc import Iterable

from steploom.diagnostics.model import Diagnostic, Span

__all__ = ["render", "render_github", "render_json"]


def render(diagnostics: Iterable[Diagnostic]) -> str:
    """Return the diagnostics for people: place, code, message, source line, carets, hint.

    Args:
        diagnostics: What to show, in this order.

    Returns:
        Text that ends without a newline; one blank line between two diagnostics.
    """
    return "\n\n".join(_render_one(each) for each in diagnostics)


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return a JSON array with one object a diagnostic, for other programs."""
    return json.dumps([_as_json(each) for each in diagnostics], indent=2)


def render_github(diagnostics: Iterable[Diagnostic]) -> str:
    """Return one GitHub Actions workflow command a line."""
    return "\n".join(_as_github(each) for each in diagnostics)


def _render_one(diagnostic: Diagnostic) -> str:
    head = f"{diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"
    lines = [head]
    if diagnostic.span is not None:
        lines.append(f"  --> {diagnostic.span}")
        lines.extend(_excerpt(diagnostic.span))
    if diagnostic.location is not None:
        lines.append(f"  at {diagnostic.location}")
    if diagnostic.hint:
        lines.append(f"  help: {diagnostic.hint}")
    return "\n".join(lines)


def _excerpt(span: Span) -> list[str]:
    text = linecache.getline(span.file, span.line).rstrip("\n")
    if not text.strip():
        return []
    number = str(span.line)
    gutter = " " * len(number)
    last = span.end_column if span.end_line == span.line else len(text) + 1
    carets = "^" * max(1, last - span.column)
    indent = "".join("\t" if char == "\t" else " " for char in text[: span.column - 1])
    return [f" {gutter} |", f" {number} | {text}", f" {gutter} | {indent}{carets}"]


def _as_json(diagnostic: Diagnostic) -> dict[str, object]:
    span = diagnostic.span
    place = None
    if span is not None:
        place = {
            "file": span.file,
            "line": span.line,
            "column": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "span": place,
        "location": diagnostic.location,
        "hint": diagnostic.hint,
    }


def _as_github(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    place = "" if span is None else f" file={span.file},line={span.line},col={span.column}"
    message = f"{diagnostic.code} {diagnostic.message}".replace("%", "%25").replace("\n", "%0A")
    return f"::{diagnostic.severity}{place}::{message}"
