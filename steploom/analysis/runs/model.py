"""The data of a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

__all__ = ["Attempt", "Run", "RunModel", "StateVisit", "VisitStatus"]

VisitStatus: TypeAlias = Literal["running", "succeeded", "caught", "failed", "aborted"]


@dataclass
class Attempt:
    """One try of a state's work.

    Attributes:
        started: Seconds since the epoch.
        stopped: The same, or None while it runs.
        failed: Whether it failed; what a Map or Parallel failed with is not always recorded.
        error: What it failed with, or None.
        cause: The cause of that error.
        began: Id of the event that it began with.
        ended: Id of the event that ended it, or None.
    """

    started: float
    stopped: float | None = None
    failed: bool = False
    error: str | None = None
    cause: str | None = None
    began: int = 0
    ended: int | None = None


@dataclass
class StateVisit:
    """One visit of one state.

    Attributes:
        name: The state.
        type: `Task`, `Choice` …
        started: Seconds since the epoch.
        stopped: The same, or None while it runs.
        status: How it ended; `caught` where it failed and a catcher took the error.
        tries: Each try of its work; none for states without work.
        input: JSON text.
        output: JSON text, or None.
        error: The last error it met, or None; a retry may have healed it.
        cause: The cause of that error.
        runs: What ran inside: branches and iterations, in the order in which they began.
        entered: Id of the event that it began with.
        left: Id of the event that ended it, or None.
    """

    name: str
    type: str
    started: float
    stopped: float | None = None
    status: VisitStatus = "running"
    tries: list[Attempt] = field(default_factory=list)
    input: str | None = None
    output: str | None = None
    error: str | None = None
    cause: str | None = None
    runs: list[Run] = field(default_factory=list)
    entered: int = 0
    left: int | None = None

    @property
    def attempts(self) -> int:
        """How often its work was tried; 0 for states without work."""
        return len(self.tries)

    def seconds(self, now: float) -> float:
        """Return how long it took, up to `now` while it runs."""
        return (now if self.stopped is None else self.stopped) - self.started


@dataclass
class Run:
    """One pass through a scope: the machine itself, a branch, an iteration.

    Attributes:
        kind: Which of the three.
        index: Number of the branch or item, from 0.
        attempt: Which try of the state around it, from 0.
        visits: In the order in which they began.
    """

    kind: Literal["machine", "branch", "iteration"]
    index: int = 0
    attempt: int = 0
    visits: list[StateVisit] = field(default_factory=list)


@dataclass
class RunModel:
    """A whole execution.

    Attributes:
        status: `RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT`, `ABORTED`.
        started: Seconds since the epoch.
        stopped: The same, or None while it runs.
        input: JSON text.
        output: JSON text, or None.
        error: What it failed with, or None.
        cause: The cause of that error.
        run: The pass through the machine.
        last: The time of the last event.
        places: The visit that each event belongs to, by the event's id; events of the execution itself have none.
    """

    status: str
    started: float
    run: Run
    last: float
    stopped: float | None = None
    input: str | None = None
    output: str | None = None
    error: str | None = None
    cause: str | None = None
    places: dict[int, StateVisit] = field(default_factory=dict)

    def visits(self) -> Iterator[StateVisit]:
        """Yield every visit, outer ones before what ran inside them."""
        yield from _visits(self.run)

    def origin(self) -> StateVisit | None:
        """Return the visit whose failure ended the execution: where its error came up first, else where it failed."""
        if self.status != "FAILED":
            return None
        failed = [each for each in self.visits() if each.status == "failed" or each.error is not None]
        named = [each for each in failed if each.error == self.error]
        # A Fail at the end of an error handler passes on what came up elsewhere; a Map or Parallel what came up inside.
        met = [each for each in named if each.type not in ("Fail", "Map", "Parallel")]
        return next((each[-1] for each in (met, named, failed) if each), None)


def _visits(run: Run) -> Iterator[StateVisit]:
    for visit in run.visits:
        yield visit
        for inner in visit.runs:
            yield from _visits(inner)
