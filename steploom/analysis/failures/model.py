"""What injected failures led to, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from steploom.analysis.failures.text import report_text

__all__ = ["Ending", "FailureReport", "Injection", "Trial"]

#: `handled`: the run succeeded, or failed by a Fail state, as a `raise` that was reached is one. `unhandled`: an error
#: of a task, or time, ended it. `stuck`: it waits, and nothing will happen. `uncompensated`: a step of a saga was done
#: and not undone.
Ending: TypeAlias = Literal["handled", "unhandled", "stuck", "uncompensated"]


@dataclass(frozen=True, slots=True)
class Injection:
    """One failure.

    Attributes:
        state: Name of the Task.
        kind: `fail` and `timeout` come before the work, `lost_reply` after it.
        error: Error name, where it is `fail`.
        every_attempt: Whether every attempt fails, until no retry is left; otherwise the first one only.
        item: Index of the Map item that it meets, or None.
        after: The failure that led to the state, where none of the good path does.
    """

    state: str
    kind: Literal["fail", "timeout", "lost_reply"]
    error: str | None
    every_attempt: bool
    item: int | None = None
    after: Injection | None = None

    def __str__(self) -> str:
        what = self.error or {"timeout": "timeout", "lost_reply": "lost reply"}[self.kind]
        place = self.state if self.item is None else f"{self.state}[{self.item}]"
        often = "every attempt" if self.every_attempt else "first attempt"
        return f"{place}: {what}, {often}" + (f", after {self.after}" if self.after else "")


@dataclass(frozen=True, slots=True)
class Trial:
    """One run.

    Attributes:
        injection: What failed; None for the run in which nothing did.
        ending: What is to be thought of its end.
        status: `SUCCEEDED`, `FAILED`, `TIMED_OUT`, or `RUNNING` where it is stuck.
        error: The error that it ended with, or None.
        cause: Its cause, or None.
        tasks: The states of the attempts, in order.
        missing: Steps that were done and not undone, each with its undo, or None where it has none.
        waiting: The states that a stuck run waits in.
        allowed: Whether the end was declared to be expected.
    """

    injection: Injection | None
    ending: Ending
    status: str
    error: str | None
    cause: str | None
    tasks: tuple[str, ...]
    missing: tuple[tuple[str, str | None], ...] = ()
    waiting: tuple[str, ...] = ()
    allowed: bool = False

    @property
    def found(self) -> bool:
        """Whether somebody should look at it."""
        return self.ending != "handled" and not self.allowed


@dataclass(frozen=True, slots=True)
class FailureReport:
    """What every injected failure led to.

    Attributes:
        name: Name of the workflow or machine.
        baseline: The run in which nothing failed.
        trials: One for each injection, in the order of the tasks.
        unreached: Tasks that no run came to: another input may.
    """

    name: str
    baseline: Trial
    trials: tuple[Trial, ...]
    unreached: tuple[str, ...]

    @property
    def findings(self) -> tuple[Trial, ...]:
        """The trials that somebody should look at."""
        return tuple(each for each in (self.baseline, *self.trials) if each.found)

    def text(self) -> str:
        """Return the report as text."""
        return report_text(self)

    def __str__(self) -> str:
        return self.text()

    def assert_handled(self) -> None:
        """Fail a test unless every run ended well enough.

        Raises:
            AssertionError: With the text of the report.
        """
        if self.findings:
            raise AssertionError(self.text())
