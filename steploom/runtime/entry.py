"""The handler that a Lambda function is configured with: `steploom.runtime.entry.handler`.

Which activity it serves is told by the environment, `STEPLOOM_ACTIVITY=lambdas.orders.activities:charge`. The
activity is imported when Lambda looks the handler up, in the initialization phase, not in the first call.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from steploom.errors import SteploomError
from steploom.jsontext import Json
from steploom.runtime.handling import handler as handler_of
from steploom.runtime.loading import load_activity
from steploom.runtime.settings import ACTIVITY_ENV

__all__ = ["handler"]

handler: Callable[[Json, object], Json]


def __getattr__(name: str) -> Callable[[Json, object], Json]:
    if name != "handler":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    target = os.environ.get(ACTIVITY_ENV)
    if not target:
        raise SteploomError(f"set {ACTIVITY_ENV} to the activity, as lambdas.orders.activities:charge")
    made = globals()[name] = handler_of(load_activity(target))
    return made
