"""Telling events from a workflow."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar, Protocol

from steploom.dsl.ambient import the_runner

__all__ = ["EventClass", "EventLike", "EventSelection", "emit"]


class EventClass(Protocol):
    """An event class, as far as this layer needs to know it: `steploom.Event` has this form."""

    @property
    def event_source(self) -> str:
        """Who tells it."""
        ...

    @property
    def event_version(self) -> int:
        """The version of its fields."""
        ...

    @property
    def event_bus(self) -> str | None:
        """Its bus, or None for the application's."""
        ...

    @property
    def detail_type(self) -> str:
        """Its name on the bus."""
        ...


class EventLike(Protocol):
    """One event: an instance of such a class, with its fields."""

    event_source: ClassVar[str]
    event_version: ClassVar[int]
    event_bus: ClassVar[str | None]
    detail_type: ClassVar[str]

    def model_dump(self, *, mode: str, by_alias: bool) -> dict[str, Any]:
        """Return the fields."""
        ...


class EventSelection(Protocol):
    """Events of one class as far as a predicate holds: `steploom.events.EventFilter` has this form."""

    @property
    def event_type(self) -> EventClass:
        """The class."""
        ...

    @property
    def predicate(self) -> Callable[[Any], bool]:
        """The condition, a lambda over one event."""
        ...


def emit(event: EventLike) -> Coroutine[None, None, None]:
    """Tell an event, as a step of a workflow.

    The step ends when the bus has taken the event, whoever listens. Under `native` the event is recorded in the
    active fakes' `Calls`, and given to the sender of `native.using(sender=…)` where there is one.

    Args:
        event: What to tell.

    Raises:
        OutsideWorkflow: No workflow is running.
    """
    return the_runner("emit(...)", "write events with boto3's put_events where no workflow runs").emit(event)
