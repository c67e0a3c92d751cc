"""The payload quota: 256 KiB of compact JSON, asked for on every new value and therefore cheap."""

from __future__ import annotations

from marshal import dumps
from typing import Final

from steploom.asl.limits import PAYLOAD_BYTES
from steploom.engine.failure import DATA_LIMIT, StateFailure
from steploom.jsontext import Json, compact, size_in_bytes

__all__ = ["check", "too_large", "weight"]

# Marshalling is ten times as fast as making JSON text, and no value's JSON text has more than six times the bytes of
# its marshalled form (the worst case is a control character, one byte against `\\u0000`).
_WORST: Final = 6
_LARGE: Final = 65_536
_PLAIN: Final = 2  # the last format without references: equal parts count each time


def too_large(value: Json, limit: int = PAYLOAD_BYTES) -> bool:
    """Return whether the compact JSON text of `value` has more than `limit` UTF-8 bytes.

    Example:
        >>> too_large("x" * 262_142), too_large("x" * 262_143)
        (False, True)
    """
    try:
        if len(dumps(value, _PLAIN)) * _WORST <= limit:
            return False
    except ValueError:
        # Nested deeper than marshal goes.
        pass
    return size_in_bytes(compact(value)) > limit


def weight(value: Json) -> int:
    """Return at least the bytes of a value's compact JSON text, and exactly those of a large one.

    Example:
        >>> weight("x" * 100_000), weight(1) >= 1
        (100002, True)
    """
    try:
        most = len(dumps(value, _PLAIN)) * _WORST
    except ValueError:
        most = _LARGE
    return most if most < _LARGE else size_in_bytes(compact(value))


def check(value: Json, what: str) -> None:
    """Refuse a value over the quota.

    Args:
        value: A result, an output or an effective input.
        what: What AWS names in the cause: the state, the function's ARN or the service.

    Raises:
        StateFailure: `States.DataLimitExceeded`.
    """
    if too_large(value):
        raise StateFailure(
            DATA_LIMIT,
            f"The state/task '{what}' returned a result with a size exceeding the maximum number of bytes"
            " service limit.",
        )
