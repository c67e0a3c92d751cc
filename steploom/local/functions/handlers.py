"""Our own event handlers, called directly: the same checks, stories and idempotency as in Lambda, in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from steploom.clock import handler_time
from steploom.dsl import Handler
from steploom.dsl.ambient import running
from steploom.jsontext import Json, JsonObject, compact
from steploom.local.functions.faults import error_payload, task_file
from steploom.local.functions.invocation import Invocation
from steploom.runtime.publishing import sending_by
from steploom.runtime.reacting import Delivered, react
from steploom.runtime.settings import IDEMPOTENCY_SECONDS

__all__ = ["AnyHandler", "HandlerCall", "Handlers"]

AnyHandler = Handler[...]

#: When as many calls are remembered, those that a table would have forgotten are dropped.
_CLEAN_FROM: Final = 10_000


@dataclass(frozen=True, slots=True)
class HandlerCall:
    """A call of a handler.

    Attributes:
        handler: Its name.
        event_id: Id of the event.
        moment: When, virtual epoch seconds.
        was_called: False where it had handled the same news before.
        error: What it raised, `Name: text`, or None.
    """

    handler: str
    event_id: str
    moment: float
    was_called: bool
    error: str | None


@dataclass
class Handlers:
    """The event handlers of a cloud.

    Attributes:
        send: Takes PutEvents entries, and returns an answer for each.
        known: Handlers that functions stand for, by the function's name.
        handled: For each handler the keys of the news that it has handled, and until when they are remembered.
        calls: Every call, in order.
    """

    send: Callable[[list[JsonObject]], Sequence[JsonObject]]
    known: dict[str, AnyHandler] = field(default_factory=dict)
    handled: dict[str, dict[str, float]] = field(default_factory=dict)
    calls: list[HandlerCall] = field(default_factory=list)

    def invoke(self, handler: AnyHandler, envelope: Json, *, now: float, request_id: str) -> Invocation:
        """Call a handler; news that it has handled already does not reach its function.

        Args:
            handler: What to call.
            envelope: The event.
            now: The virtual moment at which it starts.
            request_id: The invocation's id.
        """
        handled = self.handled.setdefault(handler.name, {})
        error: Exception | None = None
        key: str | None = None
        is_news = True
        with handler_time(now) as taken, running(None), sending_by(self.send):
            try:
                if handler.options.idempotent:
                    key = Delivered.of(handler, envelope).idempotency_key
                is_news = key is None or handled.get(key, 0.0) <= now
                if is_news:
                    react(handler, envelope)
            except Exception as raised:  # noqa: BLE001 - the boundary: whatever user code raises becomes Lambda's answer
                error = raised
        event_id = str(envelope.get("id")) if isinstance(envelope, dict) else ""
        told = None if error is None else f"{type(error).__name__}: {error}"
        self.calls.append(HandlerCall(handler.name, event_id, now, is_news, told))
        if error is not None:
            payload = compact(error_payload(error, request_id, task_file))
            return Invocation(payload, failed=True, took=taken.slept, log="", request_id=request_id)
        if key is not None and is_news:
            handled[key] = now + IDEMPOTENCY_SECONDS
            _forget(handled, now)
        return Invocation("null", failed=False, took=taken.slept, log="", request_id=request_id)


def _forget(handled: dict[str, float], now: float) -> None:
    """Drop what a table's time to live would have dropped; rarely, because each look costs a pass."""
    if len(handled) % _CLEAN_FROM == 0:
        for key in [each for each, until in handled.items() if until <= now]:
            del handled[key]
