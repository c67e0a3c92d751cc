"""The runtime: what runs inside a Lambda function, and wherever else an activity is called with JSON.

Input: an activity and a JSON payload; a token and its answer. Output: the JSON result, log lines, trace segments and
metrics; the answer, sent. Must not: load the compiler, the engine, moto or the event matcher, so that a cold start
stays light; or put anything into a user's function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from steploom.runtime.answering import complete, fail
from steploom.runtime.invoking import invoke
from steploom.runtime.loading import load_activity

if TYPE_CHECKING:
    from steploom.runtime.handling import handler

__all__ = ["complete", "fail", "handler", "invoke", "load_activity"]


def __getattr__(name: str) -> Any:
    if name == "handler":
        # Powertools is only there where a handler runs.
        from steploom.runtime.handling import handler  # noqa: PLC0415

        return handler
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
