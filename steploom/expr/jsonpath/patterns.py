"""Java's regular expressions in filters, run by the `regex` package within limits.

Input: a `Pattern`. Output: a test of text. Must not: let a hostile pattern take more time or memory than its limits.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from steploom.expr.jsonpath.errors import PathSyntaxError, PatternTimeoutError
from steploom.expr.jsonpath.nodes import Pattern

__all__ = ["PATTERN_SECONDS", "compile_pattern"]

#: How long one pattern may work on one text.
PATTERN_SECONDS = 0.25

#: How often the parts of a pattern may be repeated by counts such as {10}, nested counts multiplied.
_MAX_REPETITIONS = 10_000
_PIECE = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\{(\d+)(?:,(\d*))?\}|.", re.DOTALL | re.ASCII)


def compile_pattern(path: str, pattern: Pattern) -> Callable[[str], bool]:
    r"""Return a test whether a pattern matches the whole of a text.

    Args:
        path: The whole path, for messages.
        pattern: The pattern. Its classes (`\\d`, `\\w`) and the flag i know ASCII only, as in Java.

    Returns:
        A test, which raises PatternTimeoutError where it takes too long.

    Raises:
        PathSyntaxError: The pattern is no regular expression, or its counts multiply beyond bounds.

    Example:
        >>> compile_pattern("", Pattern("a.*", ignore_case=True))("ABC")
        True
    """
    import regex  # noqa: PLC0415 - costs 20 ms, and few definitions have patterns

    position = max(path.find(f"/{pattern.expression}/"), 0)
    if _repetitions(pattern.expression) > _MAX_REPETITIONS:
        raise PathSyntaxError(path, f"the pattern repeats its parts more than {_MAX_REPETITIONS} times", position)
    flags = regex.ASCII | (regex.IGNORECASE if pattern.ignore_case else 0)
    try:
        compiled = regex.compile(pattern.expression, flags)
    except (regex.error, RecursionError) as error:
        raise PathSyntaxError(path, f"the pattern is no regular expression: {error}", position) from None

    def matches(text: str) -> bool:
        try:
            return compiled.fullmatch(text, timeout=PATTERN_SECONDS) is not None
        except TimeoutError:
            raise PatternTimeoutError(path, pattern.expression, PATTERN_SECONDS) from None

    return matches


def _repetitions(expression: str) -> int:
    """Return how often the most repeated part can stand in the pattern, once its counts are written out."""
    groups = [1]
    last = 1
    for piece in _PIECE.finditer(expression):
        most = piece[2] or piece[1]
        if most is not None:
            last *= max(int(most[:9]), 1)
            groups[-1] = max(groups[-1], last)
        elif piece[0] == "(":
            groups.append(1)
        elif piece[0] == ")" and len(groups) > 1:
            last = groups.pop()
            groups[-1] = max(groups[-1], last)
        else:
            last = 1
    return max(groups)
