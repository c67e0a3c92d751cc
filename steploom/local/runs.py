"""An execution as a test holds it."""

from __future__ import annotations

from datetime import UTC, datetime

from steploom.jsontext import Json, JsonObject
from steploom.local.door.records import Run as Record
from steploom.local.world import World

__all__ = ["Run"]


class Run:
    """An execution of the local cloud; its members tell the present moment.

    Args:
        world: The cloud's inside.
        record: The execution.
    """

    def __init__(self, world: World, record: Record) -> None:
        self._world = world
        self._record = record

    @property
    def arn(self) -> str:
        """ARN of the execution."""
        return self._record.execution.arn

    @property
    def name(self) -> str:
        """Name of the execution."""
        return self._record.execution.name

    @property
    def machine_arn(self) -> str:
        """ARN of its state machine."""
        return self._record.machine_arn

    @property
    def status(self) -> str:
        """`RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT` or `ABORTED`."""
        return self._record.execution.status.value

    @property
    def input(self) -> Json:
        """What it was started with."""
        return self._record.execution.input

    @property
    def output(self) -> Json:
        """What it ended with; None unless it succeeded."""
        return self._record.execution.output

    @property
    def error(self) -> str | None:
        """Name of the error it ended with, or None."""
        return self._record.execution.error

    @property
    def cause(self) -> str | None:
        """Cause of the error it ended with, or None."""
        return self._record.execution.cause

    @property
    def started(self) -> datetime:
        """When it started, in virtual time."""
        return datetime.fromtimestamp(self._record.execution.started, UTC)

    @property
    def stopped(self) -> datetime | None:
        """When it ended, in virtual time, or None while it runs."""
        moment = self._record.execution.stopped
        return None if moment is None else datetime.fromtimestamp(moment, UTC)

    @property
    def seconds(self) -> float:
        """The virtual seconds it took, or has taken so far."""
        execution = self._record.execution
        end = self._world.clock.now if execution.stopped is None else execution.stopped
        return end - execution.started

    @property
    def transitions(self) -> int:
        """The state transitions that AWS would bill."""
        return self._record.execution.transitions

    def history(self) -> list[JsonObject]:
        """Return its events as GetExecutionHistory shows them; timestamps are epoch seconds."""
        return self._record.execution.events()

    def finish(self) -> Run:
        """Run until it has ended, or nothing is scheduled any more; returns itself."""
        self._world.finish(self._record.execution)
        return self

    def __repr__(self) -> str:
        return f"<run {self.name} {self.status}>"
