"""The map of an application's events, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from steploom.diagnostics import Span
from steploom.jsontext import JsonObject

__all__ = ["Choreography", "EventKey", "Listening", "Reactor"]


@dataclass(frozen=True, slots=True, order=True)
class EventKey:
    """An event on the wire.

    Attributes:
        source: Who tells it.
        detail_type: Its name.
        bus: Where it is told.
    """

    source: str
    detail_type: str
    bus: str


@dataclass(frozen=True, slots=True)
class Listening:
    """What a rule lets through.

    Attributes:
        event: The event.
        pattern: The rule's pattern.
        is_conditional: Whether it asks for more than source and detail type.
    """

    event: EventKey
    pattern: JsonObject
    is_conditional: bool


@dataclass(frozen=True, slots=True)
class Reactor:
    """A workflow or handler.

    Attributes:
        name: Its name.
        kind: `workflow` or `handler`.
        hears: What starts it, or None.
        schedule: The schedule that calls it, or None.
        tells: The events that it may tell.
        is_idempotent: Whether a second delivery of the same news does no harm: false where nobody sees to it.
        span: Where it is declared, or None.
    """

    name: str
    kind: Literal["workflow", "handler"]
    hears: Listening | None
    schedule: str | None
    tells: tuple[EventKey, ...]
    is_idempotent: bool
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Choreography:
    """An application's events and who has to do with them.

    Attributes:
        name: The application's.
        reactors: Workflows first, then handlers, in the order of the application.
        outside: Events that come from outside the application.
    """

    name: str
    reactors: tuple[Reactor, ...]
    outside: frozenset[EventKey] = frozenset()

    @property
    def events(self) -> tuple[EventKey, ...]:
        """Every event that is heard or told."""
        found = dict.fromkeys(sorted(self.outside))
        for each in self.reactors:
            if each.hears is not None:
                found[each.hears.event] = None
            found.update(dict.fromkeys(each.tells))
        return tuple(found)

    def tellers(self, event: EventKey) -> Iterator[Reactor]:
        """Yield who tells an event."""
        return (each for each in self.reactors if event in each.tells)

    def hearers(self, event: EventKey) -> Iterator[Reactor]:
        """Yield who reacts to an event."""
        return (each for each in self.reactors if each.hears is not None and each.hears.event == event)
