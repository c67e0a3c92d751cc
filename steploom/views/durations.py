"""Lengths of time for people."""

from __future__ import annotations

from datetime import timedelta

__all__ = ["duration"]


def duration(seconds: float) -> str:
    """Return a duration for people.

    Example:
        >>> duration(0.25), duration(86400), duration(61)
        ('250 ms', '1 d', '1 min 1 s')
    """
    if seconds < 1:
        return f"{round(seconds * 1000)} ms" if seconds else "0 s"
    whole = timedelta(seconds=round(seconds))
    hours, rest = divmod(whole.seconds, 3600)
    minutes, left = divmod(rest, 60)
    named = ((whole.days, "d"), (hours, "h"), (minutes, "min"), (left, "s"))
    return " ".join(f"{value} {unit}" for value, unit in named if value)
