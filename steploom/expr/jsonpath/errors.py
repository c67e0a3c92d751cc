"""What can go wrong with a path: it cannot be understood, it finds nothing, or its pattern takes too long."""

from __future__ import annotations

from steploom.errors import ExpressionError

__all__ = ["PathError", "PathSyntaxError", "PatternTimeoutError"]


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


class PatternTimeoutError(ExpressionError):
    """A regular expression in a filter that works longer on one value than its limit allows.

    Args:
        path: The path as it is written.
        pattern: The expression between the slashes.
        seconds: The limit.
    """

    def __init__(self, path: str, pattern: str, seconds: float) -> None:
        self.path = path
        self.pattern = pattern
        super().__init__("path", f"The pattern /{pattern}/ in '{path}' took longer than {seconds} s on one value")
