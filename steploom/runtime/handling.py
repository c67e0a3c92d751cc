"""The Lambda handler of an activity: `invoke`, with what operations need around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from steploom.dsl import Activity
from steploom.jsontext import Json
from steploom.runtime.invoking import arguments_of, invoke
from steploom.runtime.once import Once
from steploom.runtime.telling import Telling

__all__ = ["handler"]


def handler(activity: Activity[..., Any]) -> Callable[[Json, object], Json]:
    """Return the Lambda handler of an activity.

    Around `invoke` stand Powertools' Logger, Tracer, Metrics (`ActivitySucceeded`, `ActivityFailed`) and, where the
    activity has `idempotent_by`, Idempotency. Exceptions leave it unchanged, so that Lambda reports the class's name
    as `errorType` and `str(error)` as `errorMessage`.

    Args:
        activity: What `@activity` made.

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
    telling = Telling(activity.name)
    path = activity.options.idempotent_by
    once = None if path is None else Once(activity, path)

    def handle(payload: Json, context: object) -> Json:
        with telling.call(payload, context):
            if once is None:
                return invoke(activity, payload)
            return once.call(lambda: invoke(activity, payload), arguments_of(activity, payload), context)

    return telling.traced(handle)
