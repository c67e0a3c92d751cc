"""From an application to the map of its events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from steploom.analysis.choreography.model import Choreography, EventKey, Listening, Reactor
from steploom.compiler import compile_workflow
from steploom.deploy import App
from steploom.deploy.handlers import emitted_by
from steploom.deploy.machines import bus_of
from steploom.dsl import Handler, Workflow
from steploom.dsl.places import function_span
from steploom.events.model import Event, EventFilter
from steploom.events.pattern import pattern_of

__all__ = ["choreography_of"]


def choreography_of(app: App) -> Choreography:
    """Return the map of an application's events.

    Args:
        app: The application.

    Raises:
        DiagnosticError: A workflow cannot be compiled, or a condition cannot be an event pattern.

    Example:
        >>> from steploom import Event, on
        >>> class Ping(Event, source="demo"):
        ...     number: int
        >>> @on(Ping)
        ... def pong(event: Ping) -> None:
        ...     pass
        >>> [each.name for each in choreography_of(App("demo", (), handlers=(pong,))).reactors]
        ['pong']
    """
    workflows = [_workflow(app, each) for each in app.workflows]
    reactors = [*workflows, *(_handler(app, each) for each in app.handlers)]
    return Choreography(app.name, tuple(reactors), frozenset(_key(app, each) for each in app.outside))


def _workflow(app: App, workflow: Workflow[..., Any]) -> Reactor:
    compiled = compile_workflow(workflow)
    return Reactor(
        workflow.name,
        "workflow",
        _listening(app, workflow.options.on),
        None,
        tuple(dict.fromkeys(_key(app, each) for each in _classes(compiled.events))),
        # EventBridge starts a second execution for a second delivery; what its activities do then is theirs to say.
        is_idempotent=False,
        span=function_span(workflow.function),
    )


def _handler(app: App, handler: Handler[...]) -> Reactor:
    return Reactor(
        handler.name,
        "handler",
        _listening(app, handler.options.on),
        handler.options.schedule,
        tuple(dict.fromkeys(_key(app, each) for each in emitted_by(handler))),
        is_idempotent=handler.options.idempotent,
        span=function_span(handler.function),
    )


def _listening(app: App, heard: object) -> Listening | None:
    event = heard.event_type if isinstance(heard, EventFilter) else heard
    if not (isinstance(event, type) and issubclass(event, Event)):
        return None
    selected = heard if isinstance(heard, EventFilter) else event
    pattern = pattern_of(selected)
    return Listening(_key(app, event), pattern, is_conditional="detail" in pattern)


def _classes(events: Iterable[object]) -> Iterable[type[Event]]:
    return (each for each in events if isinstance(each, type) and issubclass(each, Event))


def _key(app: App, event: type[Event]) -> EventKey:
    return EventKey(event.event_source, event.detail_type, bus_of(app, event))
