"""Activities: work that waits until a worker takes it, and workers that are tasks themselves."""

from __future__ import annotations

from typing import Final

from steploom.engine import Deferred, Outcome, Pending, Refused, Success, TaskRequest, Waiting
from steploom.jsontext import compact
from steploom.local.tasks.ports import Ports, Worker
from steploom.local.tasks.responses import pascal

__all__ = ["poll_work", "queue_work"]

#: How long GetActivityTask waits for work.
_LONG_POLL: Final = 60.0


def queue_work(ports: Ports, request: TaskRequest) -> Outcome:
    """Put the task's input into the activity's queue."""
    arn = request.resource.arn
    if request.token is None or not ports.enqueue(arn, request.token, compact(request.arguments)):
        return Refused(f"The activity {arn} does not exist.")
    ports.hand_out(request)
    return Pending()


def poll_work(ports: Ports, request: TaskRequest) -> Outcome | None:
    """Do what `aws-sdk:sfn:getActivityTask` does: wait until there is work, a minute at most.

    Returns:
        The outcome; None where the activity does not exist, which the API says best.
    """
    arguments = request.arguments if isinstance(request.arguments, dict) else {}
    worker = ports.worker(str(arguments.get("ActivityArn")), arguments.get("WorkerName"))
    return None if worker is None else Deferred(_Poll(ports, worker).begin)


class _Poll:
    """One long poll."""

    def __init__(self, ports: Ports, worker: Worker) -> None:
        self._ports = ports
        self._worker = worker
        self._waiting: Waiting | None = None

    def begin(self, waiting: Waiting) -> None:
        """Take work if there is some; otherwise wait for it."""
        self._waiting = waiting
        self._take()
        self._ports.call_at(self._ports.now() + _LONG_POLL, lambda: waiting.answer(Success({})))

    def _take(self) -> None:
        if self._waiting is None or not self._waiting.wanted:
            return
        work = self._worker.take()
        if work is None:
            self._worker.wait(self._take)
        else:
            self._waiting.answer(Success({pascal(key): value for key, value in work.items()}))
