"""Until when a Wait waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steploom.asl.limits import MAX_WAIT_SECONDS
from steploom.engine.failure import Fault
from steploom.expr.timestamps import parse_timestamp

if TYPE_CHECKING:
    from steploom.engine.frame import Frame

__all__ = ["after", "at_text"]

_NANOS = 1_000_000_000


def after(frame: Frame, seconds: float) -> float:
    """Return the moment `seconds` from now.

    Raises:
        Fault: It is further away than AWS waits.
    """
    if seconds > MAX_WAIT_SECONDS:
        raise Fault("Wait state delay is too long.")
    return frame.execution.host.clock.now + seconds


def at_text(frame: Frame, text: str, problem: Fault) -> float:
    """Return the moment that `text` names.

    Raises:
        Fault: The text names none (`problem`), or one further away than AWS waits.
    """
    nanos = parse_timestamp(text)
    if nanos is None:
        raise problem
    now = frame.execution.host.clock.now
    return max(now, after(frame, nanos / _NANOS - now))
