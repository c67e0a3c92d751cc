"""Short words for pictures: what fits on a line, an expression without its braces."""

from __future__ import annotations

import re

__all__ = ["bare", "clip", "clip_condition"]

_BLANKS = re.compile(r"\s+")
_PATH = re.compile(r"(\$\w*)((?:\.\w+)+)(\.\w+)")


def clip(text: str, length: int) -> str:
    """Return `text` on one line and at most `length` characters long, an ellipsis where something is gone.

    Example:
        >>> clip("  a very  long condition ", 12)
        'a very long…'
    """
    line = _BLANKS.sub(" ", text).strip()
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def clip_condition(text: str, length: int) -> str:
    """Return a condition as `clip` does; long paths lose their middle first, since their ends say most.

    Example:
        >>> clip_condition('$.describeResult.CreateAccountStatus.State = "DONE"', 30)
        '$….State = "DONE"'
    """
    line = _BLANKS.sub(" ", text).strip()
    if len(line) > length:
        line = _PATH.sub(r"\1…\3", line)
    return clip(line, length)


def bare(expression: str) -> str:
    """Return a JSONata expression without its braces; other text as it is.

    Example:
        >>> bare("{% $total > 1000 %}"), bare("$.total")
        ('$total > 1000', '$.total')
    """
    if expression.startswith("{%") and expression.endswith("%}"):
        return expression[2:-2].strip()
    return expression
