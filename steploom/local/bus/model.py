"""Rules, targets and events on their way, as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

__all__ = ["Rule", "iso_time"]


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


def iso_time(moment: float) -> str:
    """Return a moment as an event shows it, in whole seconds.

    Example:
        >>> iso_time(1718094776.9)
        '2024-06-11T08:32:56Z'
    """
    return datetime.fromtimestamp(int(moment), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
