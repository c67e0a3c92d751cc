"""Activities: work that waits until a worker outside takes it."""

from __future__ import annotations

from steploom.engine import Outcome, Pending, Refused, TaskRequest
from steploom.jsontext import compact
from steploom.local.tasks.ports import Ports

__all__ = ["queue_work"]


def queue_work(ports: Ports, request: TaskRequest) -> Outcome:
    """Put the task's input into the activity's queue."""
    arn = request.resource.arn
    if request.token is None or not ports.enqueue(arn, request.token, compact(request.arguments)):
        return Refused(f"The activity {arn} does not exist.")
    ports.hand_out(request)
    return Pending()
