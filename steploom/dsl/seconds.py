"""Durations as users write them, in seconds as AWS takes them."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeAlias

__all__ = ["MAX_SECONDS", "Duration", "seconds_of", "whole_seconds"]

#: How users write a duration: seconds, or a timedelta.
Duration: TypeAlias = float | timedelta

#: The longest timeout or interval that AWS takes, about three years.
MAX_SECONDS = 99_999_999


def seconds_of(duration: Duration) -> float:
    """Return a duration in seconds.

    Raises:
        TypeError: `duration` is neither a number nor a timedelta.

    Example:
        >>> seconds_of(timedelta(hours=24)), seconds_of(30)
        (86400.0, 30.0)
    """
    if isinstance(duration, timedelta):
        return duration.total_seconds()
    if isinstance(duration, bool) or not isinstance(duration, int | float):
        raise TypeError(f"a duration is a number of seconds or a timedelta, not {duration!r}")
    return float(duration)


def whole_seconds(duration: Duration, *, least: int = 1, most: int = MAX_SECONDS) -> float:
    """Return a duration in seconds, of which AWS counts no fractions.

    Args:
        duration: Seconds or a timedelta.
        least: The shortest allowed, in seconds.
        most: The longest allowed, in seconds.

    Raises:
        TypeError: `duration` is neither a number nor a timedelta.
        ValueError: It has a fraction, or is out of range.

    Example:
        >>> whole_seconds(1.5)
        Traceback (most recent call last):
        ValueError: it must be whole seconds from 1 to 99999999, not 1.5
    """
    seconds = seconds_of(duration)
    if not (least <= seconds <= most) or seconds != int(seconds):
        shown = f"{seconds:g}" if not isinstance(duration, timedelta) else repr(duration)
        raise ValueError(f"it must be whole seconds from {least} to {most}, not {shown}")
    return seconds
