"""Where the class statement stands that is being executed right now."""

from __future__ import annotations

import linecache
import sys
from types import FrameType

from steploom.diagnostics import Span, shown_path

__all__ = ["declaration_span"]


def declaration_span(class_name: str) -> Span | None:
    """Return the place of the running `class` statement of `class_name`, or None where there is none.

    Args:
        class_name: Its name, which the line must hold: a class made by `type()` or `create_model` has no place.
    """
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - the one way to a running class statement
    while frame is not None:
        path, line = frame.f_code.co_filename, frame.f_lineno
        text = linecache.getline(path, line).rstrip("\n")
        start = text.find(f"class {class_name}")
        if start >= 0:
            return Span(shown_path(path), line, start + 1, line, len(text) + 1)
        frame = frame.f_back
    return None
