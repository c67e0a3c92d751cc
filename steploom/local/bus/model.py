"""Rules, targets and events on their way, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from steploom.jsontext import JsonObject

__all__ = ["Rule", "Told", "iso_time"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What delivery must know of a rule.

    Attributes:
        name: Its name.
        arn: Its ARN.
        account: Its account.
        region: Its region.
    """

    name: str
    arn: str
    account: str
    region: str


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of PutEvents that a bus took.

    Attributes:
        bus: Name of the bus.
        entry: The entry as it was sent.
        event: The event that rules saw.
        rules: Names of the rules that matched, in the order of the bus.
    """

    bus: str
    entry: JsonObject
    event: JsonObject
    rules: list[str] = field(default_factory=list)

    @property
    def detail_type(self) -> str:
        """The event's `detail-type`."""
        return str(self.event["detail-type"])

    @property
    def source(self) -> str:
        """The event's source."""
        return str(self.event["source"])

    @property
    def detail(self) -> dict[str, Any]:
        """The event's detail."""
        return dict(self.event["detail"])


def iso_time(moment: float) -> str:
    """Return a moment as an event shows it, in whole seconds.

    Example:
        >>> iso_time(1718094776.9)
        '2024-06-11T08:32:56Z'
    """
    return datetime.fromtimestamp(int(moment), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
