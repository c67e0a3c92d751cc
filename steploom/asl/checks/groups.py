"""Fields of which one alone may stand: `Next` or `End`, a value or its `…Path`, the four moments of a Wait."""

from __future__ import annotations

from steploom.asl.checks.parts import Part, parts
from steploom.asl.checks.visit import Visit
from steploom.asl.faults import Faults, child, listed
from steploom.asl.model import TaskState

__all__ = ["check_groups"]

#: The order in which AWS lists them.
_WAITS = ("SecondsPath", "Seconds", "TimestampPath", "Timestamp")
_LEAVING = frozenset({"Pass", "Task", "Wait", "Parallel", "Map"})
_PAIRS = (
    ("TimeoutSeconds", "TimeoutSecondsPath"),
    ("HeartbeatSeconds", "HeartbeatSecondsPath"),
    ("MaxConcurrency", "MaxConcurrencyPath"),
    ("ToleratedFailureCount", "ToleratedFailureCountPath"),
    ("ToleratedFailurePercentage", "ToleratedFailurePercentagePath"),
    ("MaxItems", "MaxItemsPath"),
    ("MaxItemsPerBatch", "MaxItemsPerBatchPath"),
    ("MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"),
    ("Error", "ErrorPath"),
    ("Cause", "CausePath"),
)


def check_groups(visit: Visit, faults: Faults) -> None:
    """Report groups of which more than one field stands, or none where one must."""
    type_ = visit.state.type
    for part in parts(visit.state, visit.location):
        for pair in _PAIRS:
            _at_most_one(pair, part, faults)
        if part.role == "state":
            if type_ in _LEAVING:
                _exactly_one(("Next", "End"), part, faults)
            if type_ == "Wait":
                _exactly_one(_WAITS, part, faults)
            if type_ == "Map":
                _at_most_one(("ItemSelector", "Parameters"), part, faults)
    if isinstance(visit.state, TaskState):
        _check_heartbeat(visit.state, visit.location, faults)


def _given(names: tuple[str, ...], part: Part, faults: Faults) -> list[str]:
    """The names that stand, if only with a faulty value; `End: false` says no more than its absence."""
    return [
        name
        for name in names
        if child(part.location, name) in faults.refused or part.fields.get(name, False) is not False
    ]


def _at_most_one(names: tuple[str, ...], part: Part, faults: Faults) -> None:
    given = _given(names, part, faults)
    if len(given) > 1:
        message = f"There should only be one of the following fields: {listed(names)}"
        faults.schema(part.location, message, anchor=child(part.location, given[1]))


def _exactly_one(names: tuple[str, ...], part: Part, faults: Faults) -> None:
    if not _given(names, part, faults):
        faults.schema(part.location, f"This object should have only one of the following fields: {listed(names)}")
    _at_most_one(names, part, faults)


def _check_heartbeat(state: TaskState, location: str, faults: Faults) -> None:
    timeout, heartbeat = state.timeout_seconds, state.heartbeat_seconds
    if isinstance(timeout, int) and isinstance(heartbeat, int) and heartbeat >= timeout:
        message = f"HeartbeatSeconds ({heartbeat}) must be smaller than TimeoutSeconds ({timeout})"
        faults.schema(child(location, "HeartbeatSeconds"), message)
