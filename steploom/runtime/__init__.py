"""The runtime: what runs inside a Lambda function, and wherever else an activity is called with JSON.

Input: an activity and a JSON payload, a handler and an event; a token and its answer. Output: the JSON result, log
lines, trace segments and metrics; the answer, sent; events, told. Must not: load the compiler, the engine, moto or the
event matcher, so that a cold start stays light; or put anything into a user's function.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from steploom.runtime.answering import complete, fail
from steploom.runtime.invoking import invoke
from steploom.runtime.loading import load_activity

if TYPE_CHECKING:
    from steploom.runtime.handling import handler
    from steploom.runtime.publishing import NotPublished, publish
    from steploom.runtime.reacting import react

__all__ = ["NotPublished", "complete", "fail", "handler", "invoke", "load_activity", "publish", "react"]

#: Powertools is only there where a handler runs, and pydantic is for whoever hears or tells events.
_LATER = {
    "NotPublished": "steploom.runtime.publishing",
    "handler": "steploom.runtime.handling",
    "publish": "steploom.runtime.publishing",
    "react": "steploom.runtime.reacting",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_LATER[name]), name)
