"""What an exploration found, as data."""

from __future__ import annotations

from dataclasses import dataclass

from steploom.jsontext import Json

__all__ = ["Exploration", "FailingSchedule", "Outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended.

    Attributes:
        status: `SUCCEEDED`, `FAILED`, `TIMED_OUT`, or `RUNNING` where nothing can happen any more.
        output: Its output, or None.
        error: Its error, or None.
    """

    status: str
    output: Json
    error: str | None


@dataclass(frozen=True, slots=True)
class FailingSchedule:
    """A schedule whose run is not as it should be.

    Attributes:
        schedule: Its text: `mock_cloud(order=schedule)` runs it again.
        reason: What is wrong.
        outcome: How the run ended.
        choices: What came before what, where it differs from first come, first served.
        tasks: The attempts of tasks in their order: state, with the index of a Map item.
    """

    schedule: str
    reason: str
    outcome: Outcome
    choices: tuple[str, ...]
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exploration:
    """What was found.

    Attributes:
        name: Name of the workflow or machine.
        runs: How many schedules were run.
        complete: Whether no schedule is left: all others are like one that was run.
        outcomes: The different ends, in the order in which they were found.
        failure: A smallest schedule that fails, or None.
    """

    name: str
    runs: int
    complete: bool
    outcomes: tuple[Outcome, ...]
    failure: FailingSchedule | None

    def text(self) -> str:
        """Return it as text."""
        extent = "all" if self.complete else "not all"
        head = f"{self.name}: {self.runs} schedules run ({extent} there are)"
        if self.failure is None:
            return f"{head}: none fails"
        failure = self.failure
        lines = [f"{head}: {failure.schedule or 'the default one'} fails: {failure.reason}"]
        lines += [f"  {each}" for each in failure.choices]
        lines.append(f"  tasks: {', '.join(failure.tasks)}")
        lines.append(f"  run it again: mock_cloud(order={failure.schedule!r})")
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()

    def assert_passed(self) -> None:
        """Fail a test where a schedule fails.

        Raises:
            AssertionError: With the text.
        """
        if self.failure is not None:
            raise AssertionError(self.text())
