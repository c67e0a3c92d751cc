"""The Lambda handlers of activities and of event handlers: the call, with what operations need around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from steploom.diagnostics import Diagnostic
from steploom.dsl import Activity, Handler
from steploom.errors import DeclarationError
from steploom.jsontext import Json
from steploom.runtime.invoking import arguments_of, invoke
from steploom.runtime.once import Once
from steploom.runtime.telling import Telling

__all__ = ["handler"]


def handler(served: Activity[..., Any] | Handler[...]) -> Callable[[Json, object], Json]:
    """Return the Lambda handler of an activity, or of an event handler.

    Around the call stand Powertools' Logger, Tracer, Metrics (`ActivitySucceeded`, `ActivityFailed`,
    `HandlerSucceeded`, `HandlerFailed`) and Idempotency: for an activity with `idempotent_by`, for a handler by the
    event's idempotency key. Exceptions leave it unchanged, so that Lambda reports the class's name as `errorType` and
    `str(error)` as `errorMessage`.

    Args:
        served: What `@activity` or `@on` made.

    Returns:
        A function of the payload and Lambda's context; any object serves as the context elsewhere.

    Raises:
        DeclarationError: SL207, a callback has `idempotent_by`.

    Example:
        >>> from steploom.dsl import activity
        >>> @activity
        ... def greet(name: str) -> str:
        ...     return f"Hello {name}"
        >>> greet_handler = handler(greet)
    """
    if not isinstance(served, Handler):
        return _of_activity(served)
    # Events are pydantic's: an activity that needs none does not pay for it.
    from steploom.runtime.listening import listening  # noqa: PLC0415

    return listening(served)


def _of_activity(activity: Activity[..., Any]) -> Callable[[Json, object], Json]:
    telling = Telling(activity.name)
    path = activity.options.idempotent_by
    if path is not None and activity.is_callback:
        message = f"activity {activity.name!r} is a callback and cannot be idempotent_by={path!r}"
        hint = "each call carries a new token that must be stored; remove idempotent_by"
        raise DeclarationError([Diagnostic("SL207", message, hint=hint)])
    once = None if path is None else Once(activity.name, path)

    def handle(payload: Json, context: object) -> Json:
        with telling.call(payload, context):
            if once is None:
                return invoke(activity, payload)
            return once.call(lambda: invoke(activity, payload), arguments_of(activity, payload), context)

    return telling.traced(handle)
