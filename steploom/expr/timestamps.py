"""Moments as the States Language writes them: the RFC 3339 profile of ISO 8601.

Input: text. Output: nanoseconds since the epoch, or None. Must not: accept what AWS refuses (no zone, a blank for the
`T`, lower-case letters).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

__all__ = ["parse_timestamp"]

_SHAPE = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)",
    re.ASCII,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NANOS = 1_000_000_000
_MAX_OFFSET = timedelta(hours=18)  # java.time's limit; Python's own is below 24 hours


def parse_timestamp(text: str) -> int | None:
    """Return the moment that `text` names in nanoseconds since 1970, or None if it names none.

    Args:
        text: For example `2016-03-14T01:59:00.5Z` or `2016-03-14T03:59:00.5+02:00`.

    Example:
        >>> parse_timestamp("1970-01-01T00:00:01.5Z"), parse_timestamp("1970-01-01T02:00:01.5+02:00")
        (1500000000, 1500000000)
        >>> parse_timestamp("2016-12-05 21:29:29Z") is None
        True
    """
    found = _SHAPE.fullmatch(text)
    if found is None:
        return None
    *numbers, fraction, zone = found.groups()
    try:
        moment = datetime(*map(int, numbers), tzinfo=_zone(zone))  # type: ignore[arg-type, misc]
        passed = moment - _EPOCH
    except (ValueError, OverflowError):
        return None
    nanos = int(fraction.ljust(9, "0")) if fraction else 0
    return (passed.days * 86_400 + passed.seconds) * _NANOS + nanos


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    minutes = int(text[4:])
    offset = timedelta(hours=int(text[1:3]), minutes=minutes)
    if offset > _MAX_OFFSET or minutes > 59:  # noqa: PLR2004 - minutes of an hour
        raise ValueError(text)
    return timezone(-offset if text[0] == "-" else offset)
