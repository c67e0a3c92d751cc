"""The three families of events in which a task attempt shows: Lambda ARN, activity, everything else."""

from __future__ import annotations

from typing import Protocol

from steploom.asl.resources import Resource
from steploom.engine.frame import Frame
from steploom.engine.history import kinds
from steploom.engine.history.details import Family
from steploom.engine.integration import TaskRequest
from steploom.jsontext import Json

__all__ = ["TaskEvents", "events_of"]


class TaskEvents(Protocol):
    """How an attempt shows in the history.

    Attributes:
        measured: What AWS names where the result is too large.
        takes: The attempt starts when a worker takes it, not when it is scheduled.
    """

    measured: str
    takes: bool

    def scheduled(self, frame: Frame, request: TaskRequest) -> None:
        """The attempt is scheduled, and started unless a worker must take it."""
        ...

    def taken(self, frame: Frame, worker: str | None) -> None:
        """A worker took it."""
        ...

    def submitted(self, frame: Frame, answer: Json) -> None:
        """The request was answered, the work goes on."""
        ...

    def succeeded(self, frame: Frame, output: Json) -> None:
        """It is done."""
        ...

    def failed(self, frame: Frame, error: str | None, cause: str | None) -> None:
        """It failed."""
        ...

    def timed_out(self, frame: Frame, error: str) -> None:
        """It took too long."""
        ...


def events_of(resource: Resource) -> TaskEvents:
    """Return the family of events of a resource."""
    if resource.kind == "lambda":
        return _LambdaEvents(resource)
    if resource.kind == "activity":
        return _ActivityEvents(resource)
    return _ServiceEvents(resource)


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds)


class _LambdaEvents:
    """A function that is called by its ARN."""

    takes = False

    def __init__(self, resource: Resource) -> None:
        self.measured = resource.arn
        self._arn = resource.arn

    def scheduled(self, frame: Frame, request: TaskRequest) -> None:
        limits = (_whole(request.timeout_seconds), None, request.credentials)
        frame.record(kinds.LAMBDA_SCHEDULED, self._arn, request.arguments, limits)
        frame.record(kinds.LAMBDA_STARTED)

    def taken(self, frame: Frame, worker: str | None) -> None:
        """Nothing: functions have no workers."""

    def submitted(self, frame: Frame, answer: Json) -> None:
        """Nothing: the answer is the result."""

    def succeeded(self, frame: Frame, output: Json) -> None:
        frame.record(kinds.LAMBDA_SUCCEEDED, output)

    def failed(self, frame: Frame, error: str | None, cause: str | None) -> None:
        frame.record(kinds.LAMBDA_FAILED, error, cause)

    def timed_out(self, frame: Frame, error: str) -> None:
        frame.record(kinds.LAMBDA_TIMED_OUT, error, None)


class _ActivityEvents:
    """Work for an activity worker."""

    takes = True

    def __init__(self, resource: Resource) -> None:
        self.measured = resource.arn
        self._arn = resource.arn

    def scheduled(self, frame: Frame, request: TaskRequest) -> None:
        limits = (_whole(request.timeout_seconds), _whole(request.heartbeat_seconds), None)
        frame.record(kinds.ACTIVITY_SCHEDULED, self._arn, request.arguments, limits)

    def taken(self, frame: Frame, worker: str | None) -> None:
        frame.record(kinds.ACTIVITY_STARTED, worker)

    def submitted(self, frame: Frame, answer: Json) -> None:
        """Nothing: a worker takes it, nobody answers for it."""

    def succeeded(self, frame: Frame, output: Json) -> None:
        frame.record(kinds.ACTIVITY_SUCCEEDED, output)

    def failed(self, frame: Frame, error: str | None, cause: str | None) -> None:
        frame.record(kinds.ACTIVITY_FAILED, error, cause)

    def timed_out(self, frame: Frame, error: str) -> None:
        frame.record(kinds.ACTIVITY_TIMED_OUT, error, None)


class _ServiceEvents:
    """Optimized integrations, AWS SDK calls, HTTP tasks."""

    takes = False

    def __init__(self, resource: Resource) -> None:
        service = f"aws-sdk:{resource.service}" if resource.kind == "sdk" else resource.service
        suffix = "" if resource.pattern == "request" else f".{resource.pattern}"
        self.measured = service
        self._family: Family = (service, f"{resource.action}{suffix}")

    def scheduled(self, frame: Frame, request: TaskRequest) -> None:
        limits = (_whole(request.timeout_seconds), _whole(request.heartbeat_seconds), request.credentials)
        frame.record(kinds.TASK_SCHEDULED, self._family, frame.execution.host.region, request.arguments, limits)
        frame.record(kinds.TASK_STARTED, self._family)

    def taken(self, frame: Frame, worker: str | None) -> None:
        """Nothing: services have no workers."""

    def submitted(self, frame: Frame, answer: Json) -> None:
        frame.record(kinds.TASK_SUBMITTED, self._family, answer)

    def succeeded(self, frame: Frame, output: Json) -> None:
        frame.record(kinds.TASK_SUCCEEDED, self._family, output)

    def failed(self, frame: Frame, error: str | None, cause: str | None) -> None:
        frame.record(kinds.TASK_FAILED, self._family, error, cause)

    def timed_out(self, frame: Frame, error: str) -> None:
        frame.record(kinds.TASK_TIMED_OUT, self._family, error, None)
