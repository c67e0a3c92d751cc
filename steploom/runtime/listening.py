"""The Lambda handler of an event handler: `react`, with what operations need around it."""

from __future__ import annotations

from collections.abc import Callable

from steploom.dsl import Handler
from steploom.events.model import META_FIELD
from steploom.jsontext import Json, JsonObject
from steploom.runtime.once import Once
from steploom.runtime.reacting import Delivered, react
from steploom.runtime.telling import Telling

__all__ = ["listening"]


def listening(served: Handler[...]) -> Callable[[Json, object], Json]:
    """Return the Lambda handler of an event handler; see `steploom.runtime.handler`."""
    telling = Telling(served.name, "handler")
    once = Once(served.name, "key") if served.options.idempotent else None

    def handle(envelope: Json, context: object) -> Json:
        with telling.call(envelope, context):
            if once is None:
                react(served, envelope)
                return None
            return once.call(lambda: react(served, envelope), _news(served, envelope), context)

    return telling.traced(handle)


def _news(served: Handler[...], envelope: Json) -> JsonObject:
    """What makes two deliveries the same: the key, and what is told."""
    told = Delivered.of(served, envelope)
    detail = envelope.get("detail") if isinstance(envelope, dict) else None
    fields = {key: value for key, value in detail.items() if key != META_FIELD} if isinstance(detail, dict) else {}
    return {"key": told.idempotency_key, "detail": fields}
