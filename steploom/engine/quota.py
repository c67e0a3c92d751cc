"""The payload quota: 256 KiB of compact JSON, asked for on every new value and therefore cheap."""

from __future__ import annotations

from marshal import dumps
from sys import maxsize
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
    return _marshalled(value) * _WORST > limit and size_in_bytes(compact(value)) > limit


def _marshalled(value: Json) -> int:
    try:
        return len(dumps(value, _PLAIN))
    except ValueError:
        return maxsize  # nested deeper than marshal goes, or of a class of its own: only its text tells


def weight(value: Json) -> int:
    """Return at least the bytes of a value's compact JSON text, and exactly those of a large one.

    Example:
        >>> weight("x" * 100_000), weight(1) >= 1
        (100002, True)
    """
    most = _marshalled(value) * _WORST
    return most if most < _LARGE else size_in_bytes(compact(value))


def check(value: Json, what: str) -> None:
    """Refuse a value over the quota.

    Args:
        value: A result, an output or an effective input.
        what: What AWS names in the cause: the state, the function's ARN or the service.

    Raises:
        StateFailure: `States.DataLimitExceeded`.
    """
    try:
        if len(dumps(value, _PLAIN)) * _WORST <= PAYLOAD_BYTES:
            return  # nearly always, and asked at every state: without a call more
    except ValueError:
        pass
    if too_large(value):
        raise StateFailure(
            DATA_LIMIT,
            f"The state/task '{what}' returned a result with a size exceeding the maximum number of bytes"
            " service limit.",
        )
