"""What people read of a cause."""

from __future__ import annotations

import json

__all__ = ["message_of"]


def message_of(cause: str | None) -> str:
    """Return the message in a cause: a Lambda function's error is a JSON object that holds it.

    Example:
        >>> message_of('{"errorMessage":"no money","errorType":"CardDeclined"}'), message_of("late"), message_of(None)
        ('no money', 'late', '')
    """
    if cause and cause.startswith('{"errorMessage"'):
        try:
            found = json.loads(cause)
        except ValueError:
            return cause
        if isinstance(found, dict) and isinstance(found.get("errorMessage"), str):
            return str(found["errorMessage"])
    return cause or ""
