"""Tell events from plain code: handlers, activities, anything else that runs where boto3 can reach a bus."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from steploom.diagnostics import Diagnostic
from steploom.errors import DeclarationError, SteploomError
from steploom.events.model import Event, Meta, to_entry
from steploom.jsontext import JsonObject
from steploom.runtime.settings import BUS_ENV
from steploom.runtime.story import Story, current_story

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

__all__ = ["NotPublished", "publish", "sending_by"]

#: What PutEvents takes in one request.
_MOST_ENTRIES = 10


class NotPublished(SteploomError):
    """A bus did not take some of the events.

    Args:
        refused: The events, each with the bus's error code and text.
    """

    def __init__(self, refused: Sequence[tuple[Event, str, str]]) -> None:
        self.refused = refused
        super().__init__("; ".join(f"{event.detail_type}: {code}: {text}" for event, code, text in refused))


_SENDER: ContextVar[Callable[[list[JsonObject]], Sequence[JsonObject]] | None] = ContextVar(
    "steploom_sender", default=None
)


def publish(*events: Event) -> None:
    """Tell events, as part of the story that this code acts on.

    In a handler the correlation id of the event that it handles goes on, that event is the cause, and the idempotency
    keys are the same when the handler is called with the same news again.

    Args:
        events: What to tell, in order.

    Raises:
        DeclarationError: SL504, a handler tells what it does not declare; nothing is told.
        NotPublished: A bus did not take some of them; the others are told.
        TypeError: A field is not of its declared type; nothing is told.
        botocore.exceptions.ClientError: The request as a whole was refused.
    """
    story = current_story()
    for each in events:
        if story.tells is not None and type(each) not in story.tells:
            name = type(each).__name__
            message = f"{story.teller} tells {name}, but does not declare it"
            raise DeclarationError([Diagnostic("SL504", message, hint=f"write @on(…, emits=[{name}])")])
    entries = [_entry(event, story) for event in events]
    send = _SENDER.get() or _by_boto3
    refused: list[tuple[Event, str, str]] = []
    for first in range(0, len(entries), _MOST_ENTRIES):
        answers = send(entries[first : first + _MOST_ENTRIES])
        for event, answer in zip(events[first:], answers, strict=False):
            if "ErrorCode" in answer:
                refused.append((event, str(answer["ErrorCode"]), str(answer.get("ErrorMessage", ""))))
    if refused:
        raise NotPublished(refused)


@contextmanager
def sending_by(send: Callable[[list[JsonObject]], Sequence[JsonObject]]) -> Iterator[None]:
    """Let `publish` in the block hand PutEvents entries to `send`, which returns an answer for each."""
    token = _SENDER.set(send)
    try:
        yield
    finally:
        _SENDER.reset(token)


def _entry(event: Event, story: Story) -> JsonObject:
    meta = Meta(
        version=event.event_version,
        correlation_id=story.correlation_id,
        causation_id=story.causation_id,
        idempotency_key=story.next_key(),
    )
    entry = to_entry(event, meta)
    if event.event_bus is None:
        entry["EventBusName"] = os.environ.get(BUS_ENV, entry["EventBusName"])
    return entry


def _by_boto3(entries: list[JsonObject]) -> Sequence[JsonObject]:
    # Only who tells something needs boto3.
    import boto3  # noqa: PLC0415

    client: EventBridgeClient = boto3.client("events")
    wanted: list[PutEventsRequestEntryTypeDef] = entries  # type: ignore[assignment]
    return client.put_events(Entries=wanted)["Entries"]  # type: ignore[return-value]
