"""`loggingConfiguration`: what may be given, and how it is described."""

from __future__ import annotations

from steploom.jsontext import JsonObject
from steploom.local.door.desk import Desk
from steploom.local.door.faults import ServiceFault

__all__ = ["described_logging", "described_tracing"]


def described_logging(desk: Desk, given: JsonObject | None) -> JsonObject:
    """Return a logging configuration with its defaults.

    Raises:
        ServiceFault: `InvalidLoggingConfiguration`.
    """
    made: JsonObject = {"level": "OFF", "includeExecutionData": False, **(given or {})}
    destinations = made.get("destinations") or []
    if len(destinations) > 1 or (made["level"] != "OFF" and not destinations):
        raise _wrong("Must specify exactly one Log Destination.")
    for each in destinations:
        arn = each.get("cloudWatchLogsLogGroup", {}).get("logGroupArn")
        if arn is None:
            raise _wrong("Must specify exactly one Log Destination.")
        if not desk.hall.log_group_exists(arn):
            raise _wrong("Log Destination not found.")
    return made


def described_tracing(given: JsonObject | None) -> JsonObject:
    """Return a tracing configuration with its default."""
    return {"enabled": False, **(given or {})}


def _wrong(reason: str) -> ServiceFault:
    return ServiceFault("InvalidLoggingConfiguration", f"Invalid Logging Configuration: {reason}")
