"""PutEvents entries: what EventBridge refuses of one, and the event that it becomes (section 9.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from steploom.jsontext import JsonObject, parse
from steploom.local.bus.model import iso_time

__all__ = ["Origin", "Told", "entry_size", "event_of", "refusal_of"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry was put.

    Attributes:
        id: The event's id.
        account: Account of the bus.
        region: Region of the bus.
        now: The virtual moment.
    """

    id: str
    account: str
    region: str
    now: float


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of PutEvents that a bus took.

    Attributes:
        bus: Name of the bus.
        entry: The entry as it was sent.
        origin: Where it was put.
        rules: Names of the rules that matched, in the order of the bus.
    """

    bus: str
    entry: JsonObject
    origin: Origin
    rules: Sequence[str] = ()

    @property
    def event(self) -> JsonObject:
        """The event that rules saw; made when it is asked for, as every execution tells two and few are looked at."""
        return event_of(self.entry, self.origin)

    @property
    def id(self) -> str:
        """The event's id."""
        return self.origin.id

    @property
    def moment(self) -> float:
        """When the bus took it, virtual epoch seconds."""
        return self.origin.now

    @property
    def detail_type(self) -> str:
        """The event's `detail-type`."""
        return str(self.entry["DetailType"])

    @property
    def source(self) -> str:
        """The event's source."""
        return str(self.entry["Source"])

    @property
    def detail(self) -> dict[str, Any]:
        """The event's detail."""
        detail: dict[str, Any] = parse(self.entry["Detail"])
        return detail


def entry_size(entry: Mapping[str, Any]) -> int:
    """Return the bytes that an entry counts for: 14 for a time, and its texts as UTF-8.

    Example:
        >>> entry_size({"Time": 0, "Source": "s", "DetailType": "t", "Detail": "{}", "Resources": ["ä"]})
        20
    """
    texts = [entry.get(name) or "" for name in ("Source", "DetailType", "Detail")] + list(entry.get("Resources") or [])
    return (14 if entry.get("Time") is not None else 0) + sum(len(str(each).encode()) for each in texts)


def refusal_of(entry: Mapping[str, Any]) -> JsonObject | None:
    """Return the error entry of the response, or None for an entry that is fine.

    Example:
        >>> refusal_of({"DetailType": "T", "Detail": "{}"})["ErrorCode"]
        'InvalidArgument'
    """
    for name in ("Source", "DetailType", "Detail"):
        if not entry.get(name):
            message = f"Parameter {name} is not valid. Reason: {name} is a required argument."
            return {"ErrorCode": "InvalidArgument", "ErrorMessage": message}
    try:
        detail = parse(entry["Detail"])
    except ValueError:
        detail = None
    if not isinstance(detail, dict):
        return {"ErrorCode": "MalformedDetail", "ErrorMessage": "Detail is malformed."}
    return None


def event_of(entry: Mapping[str, Any], origin: Origin) -> JsonObject:
    """Return the event of an entry that is fine."""
    return {
        "version": "0",
        "id": origin.id,
        "detail-type": entry["DetailType"],
        "source": entry["Source"],
        "account": origin.account,
        "time": iso_time(_moment(entry.get("Time"), origin.now)),
        "region": origin.region,
        "resources": list(entry.get("Resources") or []),
        "detail": parse(entry["Detail"]),
    }


def _moment(given: Any, now: float) -> float:
    match given:
        case None:
            return now
        case int() | float():
            return float(given)
        case datetime():
            return given.timestamp()
        case _:
            return datetime.fromisoformat(str(given)).timestamp()
