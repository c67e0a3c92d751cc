"""One run of a machine: what it was started with, where it stands, what happened so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

from steploom.asl.limits import EXPRESS_SECONDS, STANDARD_SECONDS
from steploom.engine.history import Details, Entry, kinds, render, render_one
from steploom.engine.integration import ExecutionInfo
from steploom.jsontext import Json, JsonObject

if TYPE_CHECKING:
    from steploom.engine.frame import Frame
    from steploom.engine.host import Host
    from steploom.engine.machine import Machine
    from steploom.engine.scheduler import Timer

__all__ = ["Execution", "StartOptions", "Status"]


class Status(StrEnum):
    """The states of an execution, as the API names them."""

    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    TIMED_OUT = "TIMED_OUT"
    ABORTED = "ABORTED"


class StartOptions(NamedTuple):
    """What the engine cannot know about an execution by itself; empty texts are made up.

    A named tuple, as one is made for each execution: a frozen dataclass takes three times as long.

    Attributes:
        arn: ARN of the execution.
        name: Its name.
        machine_arn: ARN of the state machine.
        machine_name: Its name.
        role_arn: ARN of the machine's role.
        type: `EXPRESS` executions end after five minutes and have no limit of events.
        alias_arn: The alias that was started, or None.
        version_arn: The version that was started, or None.
    """

    arn: str = ""
    name: str = ""
    machine_arn: str = ""
    machine_name: str = ""
    role_arn: str = ""
    type: Literal["STANDARD", "EXPRESS"] = "STANDARD"
    alias_arn: str | None = None
    version_arn: str | None = None


class Execution:
    """One run of a machine; made by `Engine.start`.

    Attributes:
        machine: What runs.
        options: What it was started with.
        input: Its input.
        status: Where it stands.
        output: What it ended with; None unless it succeeded.
        error: Error name, where it failed or was stopped with one.
        cause: Cause text, where it failed or was stopped with one.
        started: Virtual epoch seconds.
        stopped: Virtual epoch seconds, or None while it runs.
        history: The events so far, as compact tuples.
        retries: How often a state was tried again.
        redrives: How often it was redriven.
        redriven: Virtual epoch seconds of the last redrive, or None.
    """

    __slots__ = (
        "_info",
        "cause",
        "clock",
        "deadline",
        "error",
        "expires",
        "history",
        "host",
        "input",
        "limit",
        "machine",
        "on_end",
        "options",
        "output",
        "redriven",
        "redrives",
        "retries",
        "root",
        "started",
        "status",
        "stopped",
    )

    def __init__(self, machine: Machine, value: Json, options: StartOptions, host: Host) -> None:
        self.machine = machine
        self.options = options
        self.host = host
        self.clock = host.clock
        self.input = value
        self.status = Status.RUNNING
        self.output: Json = None
        self.error: str | None = None
        self.cause: str | None = None
        self.started: float = self.clock.now
        self.stopped: float | None = None
        self.history: list[Entry] = []
        self.retries = 0
        self.redrives = 0
        self.redriven: float | None = None
        self._info: ExecutionInfo | None = None
        #: More events than this end it.
        self.limit = host.event_limit(options.type)
        self.root: Frame | None = None
        self.deadline: Timer | None = None
        #: Virtual epoch seconds at which it is timed out.
        self.expires: float = self.started + self._longest
        self.on_end: Callable[[Execution], object] | None = None

    @property
    def arn(self) -> str:
        """ARN of the execution."""
        return self.options.arn

    @property
    def name(self) -> str:
        """Name of the execution."""
        return self.options.name

    @property
    def info(self) -> ExecutionInfo:
        """What its tasks tell of it."""
        if self._info is None:
            options = self.options
            self._info = ExecutionInfo(options.arn, options.name, options.machine_arn, options.role_arn, self.input)
        return self._info

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self.stopped is None

    @property
    def transitions(self) -> int:
        """How many state transitions AWS would bill: states entered and retries."""
        entered = sum(1 for entry in self.history if entry[0].enters)
        return entered + self.retries

    def events(self) -> list[JsonObject]:
        """Return the history as `GetExecutionHistory` shows it; timestamps are epoch seconds."""
        return render(self.history)

    def iter_events(self, start: int = 1) -> Iterator[JsonObject]:
        """Yield the events from id `start` on, each rendered when it is asked for."""
        return self.select_events(range(start, len(self.history) + 1))

    def select_events(self, ids: Iterable[int]) -> Iterator[JsonObject]:
        """Yield the events of these ids in their order; a value that many of them show is written once."""
        details = Details()
        for id_ in ids:
            yield render_one(id_, self.history[id_ - 1], details)

    def end(
        self,
        status: Status,
        *,
        previous: int = 0,
        output: Json = None,
        error: str | None = None,
        cause: str | None = None,
    ) -> None:
        """Close it: the last event, the fields, the hook; nothing of it runs on.

        Args:
            status: How it ended.
            previous: Id of the event that the last one points at.
            output: Its output, where it succeeded.
            error: Its error, where it did not.
            cause: Its cause, where it did not.
        """
        if self.root is not None:
            self.root.stop()
        if self.deadline is not None:
            self.deadline.cancel()
        now = self.clock.now
        if status is Status.SUCCEEDED:
            self.history.append((kinds.EXECUTION_SUCCEEDED, previous, now, output))
            self.root = None  # it cannot be redriven: its variables need not be kept
        else:
            self.history.append((_LAST[status], previous, now, error, cause))
        self.status, self.stopped = status, now
        self.output, self.error, self.cause = output, error, cause
        if self.on_end is not None:
            self.on_end(self)

    def arm(self, *, awaited: bool = True) -> None:
        """Set the timer that ends it when its time is up.

        Args:
            awaited: Whether an idle engine moves the clock there; otherwise it ends only if time passes anyway.
        """
        if not self.running or (self.deadline is not None and (self.deadline.awaited or not awaited)):
            return
        if self.deadline is not None:
            self.deadline.cancel()
        self.deadline = self.host.scheduler.call_at(self.expires, self._expire, awaited=awaited)

    def _expire(self) -> None:
        if self.running and self.root is not None:
            self.end(Status.TIMED_OUT, previous=self.root.previous)

    @property
    def _longest(self) -> float:
        longest = EXPRESS_SECONDS if self.options.type == "EXPRESS" else STANDARD_SECONDS
        own = self.machine.timeout_seconds
        return longest if own is None else min(own, longest)

    def redrive(self) -> None:
        """Run on from where it ended badly; what ended well does not run again (section 8.6 of the reference).

        Raises:
            ValueError: It runs, or has succeeded.
        """
        if self.root is None or self.status in (Status.RUNNING, Status.SUCCEEDED):
            raise ValueError(f"Execution is {self.status.value} and cannot be redriven")
        now = self.clock.now
        self.redrives += 1
        self.redriven, self.stopped, self.status = now, None, Status.RUNNING
        self.error = self.cause = None
        self.history.append((kinds.EXECUTION_REDRIVEN, len(self.history), now, self.redrives))
        self.expires, self.deadline = now + self._longest, None
        if self.machine.timeout_seconds is not None:
            self.arm()
        self.root.redrive(len(self.history))

    def overflow(self) -> None:
        """End it because its history is full; the failing event is the last that fits."""
        del self.history[self.limit - 1 :]
        if self.options.type == "EXPRESS":
            self.end(Status.TIMED_OUT, previous=len(self.history))
            return
        what = f"The execution reached the maximum number of history events ({self.limit})."
        self.end(Status.FAILED, previous=len(self.history), error="States.Runtime", cause=what)


_LAST = {
    Status.FAILED: kinds.EXECUTION_FAILED,
    Status.TIMED_OUT: kinds.EXECUTION_TIMED_OUT,
    Status.ABORTED: kinds.EXECUTION_ABORTED,
}
