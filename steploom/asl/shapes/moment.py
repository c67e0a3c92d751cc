"""The reader of a constant timestamp: the RFC 3339 profile that Step Functions takes."""

from __future__ import annotations

import re
from datetime import datetime

from steploom.asl.faults import Faults
from steploom.asl.fields import REFUSED, Refused
from steploom.asl.readers import is_expression, text
from steploom.jsontext import Json

__all__ = ["is_timestamp", "timestamp"]

_PROFILE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)


def is_timestamp(value: str) -> bool:
    """Return whether `value` is a date, a capital `T`, a time, and a capital `Z` or an offset.

    Example:
        >>> is_timestamp("2016-03-14T01:59:00Z"), is_timestamp("2016-13-05T21:29:29Z"), is_timestamp("2016-12-05")
        (True, False, False)
    """
    match = _PROFILE.fullmatch(value)
    if match is None:
        return False
    try:
        datetime.fromisoformat(match.group(1) + "+00:00")
    except ValueError:
        return False
    return True


def timestamp(value: Json, location: str, faults: Faults) -> str | Refused:
    """Read a timestamp or an expression (whether one may stand there depends on the state's query language)."""
    found = text(value, location, faults)
    if found is REFUSED or is_expression(found) or is_timestamp(found):
        return found
    faults.schema(location, "String does not match RFC3339 timestamp", hint="Write it like 2016-03-14T01:59:00Z")
    return REFUSED
