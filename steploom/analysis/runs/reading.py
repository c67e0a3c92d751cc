"""From what was exported to events: files, pages, boto3 responses."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from steploom.analysis.runs.checking import HistoryError, check_event
from steploom.jsontext import Json, JsonObject

__all__ = ["History", "read_history"]

#: The first second of the year 10000.
_LATEST = 253_402_300_800.0

#: A file, one response or a list of pages of GetExecutionHistory, or the events themselves.
History: TypeAlias = str | Path | Mapping[str, Any] | Sequence[Mapping[str, Any]]


def read_history(history: History) -> list[JsonObject]:
    """Return the events of a history by id, their timestamps as epoch seconds.

    Args:
        history: A JSON file, a response of GetExecutionHistory, a list of such pages, or a list of events, in either
            order; times as datetimes, ISO 8601 texts or epoch seconds.

    Raises:
        HistoryError: It is something else, pages are missing, or it holds no payloads.

    Example:
        >>> begun = {"id": 1, "type": "ExecutionStarted", "executionStartedEventDetails": {"input": "{}"}}
        >>> read_history({"events": [{**begun, "timestamp": "2026-01-01T00:00:00Z"}]})[0]["timestamp"]
        1767225600.0
    """
    value = _file(Path(history)) if isinstance(history, str | Path) else history
    pages = [value] if isinstance(value, Mapping) else list(value) if isinstance(value, Sequence) else None
    if not pages or not all(isinstance(each, Mapping) for each in pages):
        raise HistoryError("this is no history: expected a page of GetExecutionHistory, pages, or events")
    if pages[-1].get("nextToken"):
        raise HistoryError("the history has further pages", "give all pages, or use boto3's paginator")
    events: list[Any] = [each for page in pages for each in page["events"]] if "events" in pages[0] else pages
    made = sorted((_event(each) for each in events), key=lambda each: each["id"])
    if not made:
        raise HistoryError("this is no history: it has no events")
    _check(made)
    return made


def _file(path: Path) -> Json:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise HistoryError(f"{path} cannot be read: {error}") from error


def _event(event: Mapping[str, Any]) -> JsonObject:
    if not isinstance(event.get("id"), int) or not isinstance(event.get("type"), str):
        raise HistoryError("this is no history: an event has an id and a type")
    made: JsonObject = {"previousEventId": 0, **event, "timestamp": _in_range(_seconds(event.get("timestamp")))}
    check_event(made)
    return made


def _in_range(seconds: float) -> float:
    if not 0 <= seconds < _LATEST:
        raise HistoryError(f"{seconds} is no timestamp of an event")
    return seconds


def _seconds(value: object) -> float:
    match value:
        case datetime():
            return value.timestamp()
        case int() | float():
            return float(value)
        case str():
            try:
                moment = datetime.fromisoformat(value)
            except ValueError as error:
                raise HistoryError(f"{value!r} is no timestamp of an event") from error
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
        case _:
            raise HistoryError("this is no history: an event has a timestamp")


def _check(events: list[JsonObject]) -> None:
    if [each["id"] for each in events] != list(range(1, len(events) + 1)):
        raise HistoryError("the history has gaps: its events are not numbered from 1 without a break")
    if events[0]["type"] != "ExecutionStarted":
        raise HistoryError("the history does not begin with ExecutionStarted")
    if "input" not in events[0].get("executionStartedEventDetails", {}):
        raise HistoryError("the history holds no payloads", "export it with includeExecutionData")
