"""The one door out of the engine: a request goes out, an outcome comes back.

Everything that leaves a machine (Lambda functions, AWS calls, events, nested executions, callbacks, activities, mocks)
is an `Integration`. It is called synchronously and answers at once; what takes time says so in virtual seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

from steploom.asl.model import ABSENT, Absent
from steploom.asl.resources import Resource
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.engine.frame import Frame

__all__ = [
    "Deferred",
    "ExecutionInfo",
    "Failure",
    "FunctionIntegration",
    "Integration",
    "Outcome",
    "Pending",
    "Refused",
    "Success",
    "TaskRequest",
    "Waiting",
]


@dataclass(frozen=True, slots=True)
class ExecutionInfo:
    """Which execution a request comes from."""

    arn: str
    name: str
    machine_arn: str
    role_arn: str
    input: Json


@dataclass(slots=True)  # one for each attempt: freezing it would triple its cost
class TaskRequest:
    """One attempt of a Task state.

    Attributes:
        resource: What is called, parsed.
        arguments: What is sent: `Arguments` or `Parameters` evaluated, else the state's input.
        state: Name of the Task state.
        execution: Which execution asks.
        token: The task token of this attempt; None where the resource answers directly.
        attempt: 0 for the first attempt, then the number of retries so far.
        credentials: ARN of the role in `Credentials`, or None.
        timeout_seconds: The attempt's timeout, or None where there is none.
        heartbeat_seconds: The attempt's heartbeat, or None where there is none.
        frame: The thread of control that asks: `place_of` says which branch or iteration it is. None where no machine
            runs.
    """

    resource: Resource
    arguments: Json
    state: str
    execution: ExecutionInfo
    token: str | None = None
    attempt: int = 0
    credentials: str | None = None
    timeout_seconds: float | None = None
    heartbeat_seconds: float | None = None
    frame: Frame | None = field(default=None, repr=False, compare=False)


@dataclass(slots=True)  # as TaskRequest
class Success:
    """The task is done.

    Attributes:
        output: Its result.
        took: Virtual seconds that it took.
        submitted: What submitting the work answered, where the pattern is `.sync` or `.waitForTaskToken`.
    """

    output: Json
    took: float = 0.0
    submitted: Json | Absent = ABSENT


@dataclass(frozen=True, slots=True)
class Failure:
    """The task failed.

    Attributes:
        error: Error name, or None where the caller gave none.
        cause: Cause text, or None where the caller gave none.
        took: Virtual seconds until it failed.
        submitted: As in `Success`.
    """

    error: str | None
    cause: str | None
    took: float = 0.0
    submitted: Json | Absent = ABSENT


@dataclass(frozen=True, slots=True)
class Pending:
    """The task was handed over; `Engine.send_success` or `send_failure` with its token ends it.

    Attributes:
        submitted: What submitting the work answered.
        took: Virtual seconds that submitting took.
        abandon: Called once where the task ends without an answer: it timed out, or its execution was stopped.
    """

    submitted: Json = None
    took: float = 0.0
    abandon: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The task cannot even be scheduled: the execution fails with `States.Runtime`, which nothing catches.

    Attributes:
        cause: AWS's text, without the prefix that names the state.
    """

    cause: str


class Waiting(Protocol):
    """A task attempt that waits for an answer without a token."""

    @property
    def wanted(self) -> bool:
        """Whether the answer still matters: the attempt has not timed out, and its execution runs."""
        ...

    def answer(self, outcome: Success | Failure) -> None:
        """End the attempt; nothing happens where it has ended."""
        ...


@dataclass(frozen=True, slots=True)
class Deferred:
    """The task is under way and its answer will come without a token: a long poll, for one.

    Attributes:
        subscribe: Called once with who waits for the answer.
    """

    subscribe: Callable[[Waiting], object]


Outcome: TypeAlias = Success | Failure | Pending | Refused | Deferred


class Integration(Protocol):
    """What a machine's tasks reach."""

    def call(self, request: TaskRequest) -> Outcome:
        """Do what the request asks; what raises here is a fault of the integration and stops the run."""
        ...


class FunctionIntegration:
    """An integration that is one function, for tests and small tools.

    Args:
        function: Takes the request and returns the outcome, or a plain JSON value as a success.

    Example:
        >>> echo = FunctionIntegration(lambda request: Success(request.arguments))
        >>> echo.calls
        []
    """

    def __init__(self, function: Callable[[TaskRequest], Outcome]) -> None:
        self._function = function
        #: The requests so far, in order.
        self.calls: list[TaskRequest] = []

    def call(self, request: TaskRequest) -> Outcome:
        """Record the request and answer what the function answers."""
        self.calls.append(request)
        return self._function(request)
