"""The handler that a Lambda function is configured with: `steploom.runtime.entry.handler`.

What it serves is told by the environment: `STEPLOOM_ACTIVITY=lambdas.orders.activities:charge`, or `STEPLOOM_HANDLER`
for an event handler. It is imported when Lambda looks the handler up, in the initialization phase, not in the first
call.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from steploom.errors import SteploomError
from steploom.jsontext import Json
from steploom.runtime.handling import handler as handler_of
from steploom.runtime.loading import load_activity, load_handler
from steploom.runtime.settings import ACTIVITY_ENV, HANDLER_ENV

__all__ = ["handler"]

handler: Callable[[Json, object], Json]


def __getattr__(name: str) -> Callable[[Json, object], Json]:
    if name != "handler":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    activity, served = os.environ.get(ACTIVITY_ENV), os.environ.get(HANDLER_ENV)
    if bool(activity) == bool(served):
        names = f"{ACTIVITY_ENV} to an activity (lambdas.orders.activities:charge) or {HANDLER_ENV} to a handler"
        raise SteploomError(f"set one of them: {names}")
    made = globals()[name] = handler_of(load_activity(activity) if activity else load_handler(served or ""))
    return made
