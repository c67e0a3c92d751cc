"""Compact tuples into the events that `GetExecutionHistory` returns."""

from __future__ import annotations

from collections.abc import Sequence

from steploom.engine.history.details import Details
from steploom.engine.history.kinds import Kind
from steploom.engine.history.record import Entry
from steploom.jsontext import JsonObject

__all__ = ["render", "render_one"]


def render(entries: Sequence[Entry]) -> list[JsonObject]:
    """Return the whole history, by id; timestamps are epoch seconds."""
    details = Details()
    return [render_one(id_, entry, details) for id_, entry in enumerate(entries, start=1)]


def render_one(id_: int, entry: Entry, details: Details | None = None) -> JsonObject:
    """Return one event; `details` remembers texts between the events of one rendering."""
    kind: Kind = entry[0]
    event: JsonObject = {"timestamp": entry[2], "type": kind.name, "id": id_, "previousEventId": entry[1]}
    if kind.details is not None:
        event[kind.key] = kind.details(details or Details(), *entry[3:])
    return event
