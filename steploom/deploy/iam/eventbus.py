"""EventBridge: the right to put events on a bus."""

from __future__ import annotations

from steploom.deploy.iam.needs import UNKNOWN, Known, Need, Task, Underivable
from steploom.deploy.references import arn

__all__ = ["needs"]

_NAME = ".name}"


def needs(task: Task) -> tuple[Need, ...]:
    """Return what `events:putEvents` needs: the bus of each entry must be known."""
    entries = task.argument("Entries")
    if not isinstance(entries, list):
        message = f"the entries of {task.state!r} are known only when the machine runs"
        raise Underivable(message, task.hint("write Entries as a list"))
    buses = dict.fromkeys(_bus(task, each) for each in entries)
    return (Need(("events:PutEvents",), tuple(buses)),)


def _bus(task: Task, entry: Known) -> str:
    name = entry.get("EventBusName", "default") if isinstance(entry, dict) else UNKNOWN
    if not isinstance(name, str):
        message = f"the bus of {task.state!r} is known only when the machine runs"
        raise Underivable(message, task.hint("write EventBusName as a constant"))
    filled = task.around.filled(name)
    if filled.endswith(_NAME):
        return f"{filled.removesuffix(_NAME)}.arn}}"
    return filled if filled.startswith(("arn:", "${")) else arn("events", f"event-bus/{filled}")
