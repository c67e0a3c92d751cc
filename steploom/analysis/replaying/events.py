"""The events of one visit, as the attempts that they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from steploom.analysis.replaying.comparing import UNKNOWN
from steploom.jsontext import Json, JsonObject, parse

__all__ = ["Group", "VisitEvents", "details", "payload", "visit_events"]

_DONE = ("TaskSucceeded", "LambdaFunctionSucceeded", "ActivitySucceeded", "MapRunSucceeded")
_BEGINS = ("Scheduled", "ParallelStateStarted", "MapStateStarted")
_FAILS = ("ScheduleFailed", "SubmitFailed", "StartFailed", "TaskFailed", "TimedOut", "FunctionFailed", "ActivityFailed")


@dataclass(slots=True)
class Group:
    """One attempt, or one failure of an expression.

    Attributes:
        began: The event with which the work began; None where an expression failed before or after it.
        end: The event with which it ended, or None.
        failed: Whether that was a failure.
        number: Which beginning it is, from 0.
        whole: Whether an event says that all branches or items ended well.
    """

    began: JsonObject | None
    end: JsonObject | None = None
    failed: bool = False
    number: int = 0
    whole: bool = False

    @property
    def first(self) -> JsonObject:
        """The event that shows it first."""
        return self.began or self.end or {}


@dataclass(slots=True)
class VisitEvents:
    """The events of one visit.

    Attributes:
        groups: Attempts and failures of expressions, in order.
        exit: The event with which the state was left, or None.
        types: The types of all of them.
    """

    groups: list[Group] = field(default_factory=list)
    exit: JsonObject | None = None
    types: set[str] = field(default_factory=set)


def visit_events(events: Iterable[JsonObject]) -> VisitEvents:
    """Return the attempts in the events of one visit."""
    found = VisitEvents()
    begun = 0
    for event in events:
        kind = str(event["type"])
        found.types.add(kind)
        if kind.endswith(_BEGINS):
            found.groups.append(Group(event, number=begun))
            begun += 1
        elif kind == "EvaluationFailed":
            found.groups.append(Group(None, event, failed=True))
        elif kind in ("ParallelStateSucceeded", "MapStateSucceeded") and found.groups:
            found.groups[-1].whole = True
        elif kind.endswith("StateExited"):
            found.exit = event
        elif kind in _DONE or kind.endswith(_FAILS) or kind == "MapRunFailed":
            _end(found, event, failed=kind not in _DONE)
    return found


def _end(found: VisitEvents, event: JsonObject, *, failed: bool) -> None:
    if found.groups and found.groups[-1].began is not None and found.groups[-1].end is None:
        found.groups[-1].end, found.groups[-1].failed = event, failed
    else:
        found.groups.append(Group(None, event, failed=failed))


def details(event: Mapping[str, Any]) -> JsonObject:
    """Return the details of an event; an empty object where it has none."""
    return next((value for key, value in event.items() if key.endswith("EventDetails")), {})


def payload(event: Mapping[str, Any], name: str) -> Json:
    """Return a payload of an event as a value: JSON text parsed; `UNKNOWN` where the history has not all of it."""
    own = details(event)
    text = own.get(name)
    if text is None or own.get(f"{name}Details", {}).get("truncated"):
        return UNKNOWN
    try:
        return parse(text) if isinstance(text, str) else text
    except ValueError:
        return UNKNOWN
