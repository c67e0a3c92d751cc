"""A Map Run: what one attempt of a distributed Map is to the API."""

from __future__ import annotations

from dataclasses import dataclass, field

from steploom.engine.execution import Execution, Status
from steploom.jsontext import JsonObject

__all__ = ["Counts", "MapRun"]


@dataclass(slots=True)
class Counts:
    """How many items, or child executions, stand where."""

    running: int = 0
    succeeded: int = 0
    failed: int = 0
    timed_out: int = 0
    aborted: int = 0
    pending: int = 0
    written: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.running + self.succeeded + self.failed + self.timed_out + self.aborted + self.pending

    @property
    def unsuccessful(self) -> int:
        """Those that count against the tolerance."""
        return self.failed + self.timed_out

    def end(self, status: Status, count: int) -> None:
        """Note that `count` of those that ran have ended."""
        self.running -= count
        match status:
            case Status.SUCCEEDED:
                self.succeeded += count
            case Status.FAILED:
                self.failed += count
            case Status.TIMED_OUT:
                self.timed_out += count
            case _:
                self.aborted += count

    def again(self, status: Status, count: int) -> None:
        """Note that `count` of those that ended with `status` are to run again."""
        self.end(status, -count)
        self.running -= count
        self.pending += count

    def begin_pending(self, count: int) -> None:
        """Note that `count` of those that were to run do."""
        self.pending -= count
        self.running += count

    def shown(self) -> JsonObject:
        """Return them under the API's names."""
        return {
            "pending": self.pending,
            "running": self.running,
            "succeeded": self.succeeded,
            "failed": self.failed,
            "timedOut": self.timed_out,
            "aborted": self.aborted,
            "total": self.total,
            "resultsWritten": self.written,
        }


@dataclass(slots=True, eq=False)
class MapRun:
    """One Map Run.

    Attributes:
        arn: Its ARN.
        label: The label in it.
        parent: The execution whose state it belongs to.
        concurrency: How many children may run at once; 0 for as many as AWS lets run. May change while it runs.
        tolerated: How many items may fail. May change while it runs.
        tolerated_share: Which percentage of the items may fail. May change while it runs.
        started: Virtual epoch seconds.
        stopped: Virtual epoch seconds, or None while it runs.
        status: Where it stands.
        items: Counts of items.
        executions: Counts of child executions.
        redrives: How often it was redriven.
        redriven: Virtual epoch seconds of the last redrive, or None.
    """

    arn: str
    label: str
    parent: Execution
    concurrency: int
    tolerated: int | None
    tolerated_share: float | None
    started: float
    stopped: float | None = None
    status: Status = Status.RUNNING
    items: Counts = field(default_factory=Counts)
    executions: Counts = field(default_factory=Counts)
    redrives: int = 0
    redriven: float | None = None

    @property
    def machine_arn(self) -> str:
        """ARN of the labelled machine that its children run."""
        return f"{self.parent.options.machine_arn}/{self.label}"

    def exceeded(self, *, complete: bool) -> bool:
        """Whether more items failed than the state tolerates.

        Args:
            complete: All items are known: before, no share of them is.
        """
        failed = self.items.unsuccessful
        if not failed:
            return False
        count, share = self.tolerated, self.tolerated_share
        if count is None and share is None:
            return True
        # A threshold of 0 counts as not set beside the other one (section 14.5 of the reference).
        if count == 0 and share:
            count = None
        if share == 0 and count:
            share = None
        if count is not None and failed > count:
            return True
        return complete and share is not None and failed / self.items.total * 100 > share
