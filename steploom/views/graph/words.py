"""Short words for pictures: what fits on a line, lengths of time, an expression without its braces."""

from __future__ import annotations

import re

__all__ = ["bare", "clip", "clip_condition", "period"]

_BLANKS = re.compile(r"\s+")
_PATH = re.compile(r"(\$\w*)((?:\.\w+)+)(\.\w+)")
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


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


def period(seconds: float) -> str:
    """Return whole seconds for people, in at most two units.

    Example:
        >>> period(86_400), period(5_400), period(90_061), period(0)
        ('24 h', '1 h 30 min', '1 d 1 h', '0 s')
    """
    if seconds == _UNITS[0][0]:
        return "24 h"
    rest = int(seconds)
    named = []
    for size, unit in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            named.append(f"{count} {unit}")
    return " ".join(named[:2]) or "0 s"
