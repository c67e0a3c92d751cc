"""What can go wrong with a path: it cannot be understood, or it finds nothing."""

from __future__ import annotations

from steploom.errors import ExpressionError

__all__ = ["PathError", "PathSyntaxError"]


class PathSyntaxError(ExpressionError):
    """Text that is no path.

    Args:
        path: The whole text.
        problem: What is wrong and what to write instead.
        position: Offset in `path`.
    """

    def __init__(self, path: str, problem: str, position: int) -> None:
        self.path = path
        self.problem = problem
        super().__init__("path", f"'{path}' is no JSONPath: {problem} (offset {position})", position)


class PathError(ExpressionError):
    """A path that finds nothing, or meets a value that it cannot be applied to.

    `message` is the reason in the words of the JSONPath library behind AWS; the field's own wording around it comes
    from `steploom.expr.jsonpath.texts`.

    Args:
        path: The path as it is written, `$$` and variable included.
        reason: For example `No results for path: $['X']`.
        missing: The path that is not there in the library's form, for example `$['X']`; empty if nothing is missing.
        past_end: The last step is an index past the end of an array that is there.
    """

    def __init__(self, path: str, reason: str, *, missing: str = "", past_end: bool = False) -> None:
        self.path = path
        self.missing = missing
        self.past_end = past_end
        super().__init__("path", reason)
