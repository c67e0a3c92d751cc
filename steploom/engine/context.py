"""The context object (`$$`, `$states.context`), built only when an expression reads it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from steploom.jsontext import JsonObject

if TYPE_CHECKING:
    from steploom.engine.frame import Frame

__all__ = ["context_of", "timestamp"]


def context_of(frame: Frame) -> JsonObject:
    """Return the context object as the frame's current state sees it (sections 2.9 and 13 of the reference)."""
    execution = frame.execution
    options = execution.options
    entered = execution.history[frame.entered - 1][2] if frame.entered else execution.started
    about: JsonObject = {"Name": frame.state.name, "EnteredTime": timestamp(entered)}
    if frame.state.can_retry:
        about["RetryCount"] = frame.attempts
    run: JsonObject = {
        "Id": options.arn,
        "Input": execution.input,
        "StartTime": timestamp(execution.started),
        "Name": options.name,
        "RoleArn": options.role_arn,
    }
    if options.type == "STANDARD":
        run["RedriveCount"] = execution.redrives
        if execution.redriven is not None:
            run["RedriveTime"] = timestamp(execution.redriven)
    made: JsonObject = {
        "Execution": run,
        "StateMachine": {"Id": options.machine_arn, "Name": options.machine_name},
        "State": about,
    }
    if frame.token is not None:
        made["Task"] = {"Token": frame.token}
    if frame.item is not None:
        made["Map"] = {"Item": frame.item}
    return made


@lru_cache(maxsize=256)  # virtual time stands still while much happens
def timestamp(moment: float) -> str:
    """Return a moment as AWS writes it: UTC, groups of three fractional digits, trailing zero groups dropped.

    Args:
        moment: Epoch seconds.

    Example:
        >>> timestamp(1756289082.0), timestamp(1756289082.001), timestamp(1756289082.25)
        ('2025-08-27T10:04:42Z', '2025-08-27T10:04:42.001Z', '2025-08-27T10:04:42.250Z')
    """
    micros = round(moment * 1_000_000)
    seconds, rest = divmod(micros, 1_000_000)
    text = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    if rest == 0:
        return f"{text}Z"
    if rest % 1000 == 0:
        return f"{text}.{rest // 1000:03d}Z"
    return f"{text}.{rest:06d}Z"
