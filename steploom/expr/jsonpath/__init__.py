"""Paths of the JSONPath language: parsed once, compiled to closures, read from a view.

Input: the text of a path (`$.a[0]`, `$$.Execution.Id`, `$name`). Output: a `Path` with `read`; `write` for ResultPath.
Must not: know fields or states; the engine words a failure with `texts`.
The dialect is the one behind AWS (Jayway 2.0): parser → nodes → definite | searching → path.
"""

from __future__ import annotations

from steploom.expr.jsonpath.errors import PathError, PathSyntaxError, PatternTimeoutError
from steploom.expr.jsonpath.path import Path, compile_path
from steploom.expr.jsonpath.write import Writer, compile_writer, write

__all__ = [
    "Path",
    "PathError",
    "PathSyntaxError",
    "PatternTimeoutError",
    "Writer",
    "compile_path",
    "compile_writer",
    "write",
]
