"""Asynchronous invocations: accepted at once, run when their turn comes, tried twice more where the function fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from steploom.jsontext import Json
from steploom.local.functions.invocation import DeployedFunction, Invocation
from steploom.local.functions.registry import Functions

__all__ = ["Background", "LostInvocation"]

#: Lambda's waits before the second and the third attempt of an asynchronous invocation.
_DELAYS: Final = (60.0, 120.0)


@dataclass(frozen=True, slots=True)
class LostInvocation:
    """An event that a function failed on three times."""

    function: str
    event: Json
    last: Invocation


class Background:
    """Runs functions for callers that do not wait.

    Args:
        functions: What runs them.
        call_at: Calls back at a virtual moment.
        now: The virtual moment.
    """

    def __init__(
        self, functions: Functions, call_at: Callable[[float, Callable[[], object]], object], now: Callable[[], float]
    ) -> None:
        self._functions = functions
        self._call_at = call_at
        self._now = now
        #: Events that were given up.
        self.lost: list[LostInvocation] = []

    def invoke(self, function: DeployedFunction, event: Json) -> None:
        """Accept an event for a function."""
        self._call_at(self._now(), partial(self._attempt, function, event, 0))

    def _attempt(self, function: DeployedFunction, event: Json, retries: int) -> None:
        made = self._functions.invoke(function, event)
        if not made.failed:
            return
        if retries == len(_DELAYS):
            self.lost.append(LostInvocation(function.name, event, made))
            return
        again = partial(self._attempt, function, event, retries + 1)
        self._call_at(self._now() + made.took + _DELAYS[retries], again)
