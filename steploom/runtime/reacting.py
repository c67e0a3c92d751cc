"""Call a handler with an event's envelope: check, build, call, as part of the event's story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from inspect import BoundArguments
from typing import Any, TypeAlias

from steploom.dsl import Handler
from steploom.dsl.contract import ModelShape, build, check, parameters_shape
from steploom.errors import InputError
from steploom.events.model import META_FIELD
from steploom.jsontext import Json, JsonObject
from steploom.runtime.story import Story, acting_on

__all__ = ["AnyHandler", "Delivered", "react"]

AnyHandler: TypeAlias = Handler[...]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a handler is called with, read from an envelope.

    Attributes:
        payload: The function's arguments by name.
        correlation_id: Of the event's `_meta`; its id where it has none.
        event_id: The envelope's id.
        idempotency_key: Of the event's `_meta`; its id where it has none. Equal for two deliveries of the same news.
    """

    payload: JsonObject
    correlation_id: str
    event_id: str
    idempotency_key: str

    @classmethod
    def of(cls, handler: AnyHandler, envelope: Json) -> Delivered:
        """Read an envelope as EventBridge delivers it.

        Raises:
            InputError: It is none.
        """
        if not isinstance(envelope, dict) or not isinstance(envelope.get("id"), str):
            raise InputError("input: expected an event with an id")
        detail, event_id = envelope.get("detail"), envelope["id"]
        meta = detail.get(META_FIELD) if isinstance(detail, dict) else None
        known = meta if isinstance(meta, dict) else {}
        content: Json = envelope.get("time") if handler.options.on is None else detail
        return cls(
            dict.fromkeys(handler.signature.parameters, content),
            str(known.get("correlation_id") or event_id),
            event_id,
            str(known.get("idempotency_key") or event_id),
        )


def react(handler: AnyHandler, envelope: Json) -> None:
    """Call a handler's function as its Lambda function would, without logs, metrics or idempotency.

    Args:
        handler: What `@on` made.
        envelope: The event as EventBridge delivers it.

    Raises:
        InputError: The detail does not fit the event's class.
        Exception: Whatever the function raises, as it is.

    Example:
        >>> from steploom import Event, on
        >>> class Ping(Event, source="demo"):
        ...     number: int
        >>> @on(Ping)
        ... def pong(event: Ping) -> None:
        ...     print(event.number)
        >>> react(pong, {"id": "1", "detail-type": "Ping", "source": "demo", "detail": {"number": 7}})
        7
    """
    told = Delivered.of(handler, envelope)
    shape = _contract(handler)
    check(shape, told.payload)
    bound = BoundArguments(handler.signature, build(shape, told.payload))
    key = f"{told.idempotency_key}/{handler.name}"
    story = Story(told.correlation_id, told.event_id, key, f"handler {handler.name!r}", handler.options.emits)
    with acting_on(story):
        handler.function(*bound.args, **bound.kwargs)


@lru_cache(maxsize=256)
def _contract(handler: Handler[Any]) -> ModelShape:
    types: dict[str, Any] = {
        name: datetime if handler.options.on is None else type_ for name, type_ in handler.parameter_types.items()
    }
    return parameters_shape(handler.signature, types, handler.name)
