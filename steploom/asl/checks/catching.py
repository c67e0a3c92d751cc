"""`Retry` and `Catch`: where `States.ALL` may stand, and delays that cannot be met (sections 4.3 and 4.4)."""

from __future__ import annotations

from collections.abc import Sequence

from steploom.asl.checks.visit import Visit
from steploom.asl.faults import Faults, child, item
from steploom.asl.model import Catcher, MapState, ParallelState, Retrier, TaskState

__all__ = ["check_catching"]

_ALL = "States.ALL"


def check_catching(visit: Visit, faults: Faults) -> None:
    """Report `States.ALL` with company or before others, and a longest delay below the first one."""
    if not isinstance(visit.state, TaskState | ParallelState | MapState):
        return
    retriers = visit.state.retry or ()
    _check_all(retriers, child(visit.location, "Retry"), faults)
    _check_all(visit.state.catch or (), child(visit.location, "Catch"), faults)
    for index, retrier in enumerate(retriers):
        first = 1 if retrier.interval_seconds is None else retrier.interval_seconds
        longest = retrier.max_delay_seconds
        if longest is not None and longest < first:
            message = f"MaxDelaySeconds ({longest}) is below IntervalSeconds ({first}), so that no delay grows"
            faults.doubt("SL401", child(item(child(visit.location, "Retry"), index), "MaxDelaySeconds"), message)


def _check_all(entries: Sequence[Retrier | Catcher], location: str, faults: Faults) -> None:
    for index, each in enumerate(entries):
        if _ALL in each.error_equals and (len(each.error_equals) > 1 or index < len(entries) - 1):
            place = child(item(location, index), "ErrorEquals")
            faults.schema(place, "States.ALL must appear alone and at end of list")
