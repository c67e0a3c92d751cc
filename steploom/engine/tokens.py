"""Task tokens: who waits for which, and what AWS says to a token that nobody waits for."""

from __future__ import annotations

from typing import Protocol

from steploom.engine.failure import TokenError
from steploom.jsontext import Json

__all__ = ["Answerable", "find"]


class Answerable(Protocol):
    """A task attempt that waits for an answer."""

    def succeed(self, output: Json) -> None:
        """End it with a result."""
        ...

    def fail(self, error: str | None, cause: str | None) -> None:
        """End it with an error."""
        ...

    def heartbeat(self) -> None:
        """Note a sign of life."""
        ...

    def take(self, worker: str | None) -> None:
        """Note that an activity worker took it."""
        ...


def find(tokens: dict[str, Answerable | None], token: str) -> Answerable:
    """Return who waits for `token`.

    Raises:
        TokenError: Nobody ever did (`InvalidToken`), or nobody does any more (`TaskTimedOut`).
    """
    if token not in tokens:
        raise TokenError("InvalidToken", "Invalid Token: 'Invalid token'")
    waiting = tokens[token]
    if waiting is None:
        raise TokenError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'")
    return waiting
