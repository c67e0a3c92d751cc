"""The story that a piece of code is part of: which news it acts on, so that what it tells goes on with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import count
from uuid import uuid4

__all__ = ["Story", "acting_on", "current_story"]


@dataclass(frozen=True, slots=True)
class Story:
    """What the events that are told now have in common.

    Attributes:
        correlation_id: One id for everything that follows from one first cause.
        causation_id: What caused them: the id of an event, the ARN of an execution; None for a first cause.
        key: Begins their idempotency keys; the same when the same news is handled again.
        teller: Who tells them, for messages.
        tells: The event classes that may be told; None for any.
    """

    correlation_id: str
    causation_id: str | None
    key: str
    teller: str = "this code"
    tells: tuple[object, ...] | None = None
    _told: Iterator[int] = field(default_factory=lambda: count(1), compare=False)

    def next_key(self) -> str:
        """Return the idempotency key of the next event that is told."""
        return f"{self.key}/{next(self._told)}"


_STORY: ContextVar[Story | None] = ContextVar("steploom_story", default=None)


def current_story() -> Story:
    """Return the story that this code is part of; where there is none, a new one begins with each event."""
    story = _STORY.get()
    return Story(str(uuid4()), None, str(uuid4())) if story is None else story


@contextmanager
def acting_on(story: Story) -> Iterator[None]:
    """Let the block be part of a story.

    Example:
        >>> with acting_on(Story("c-1", "e-1", "k-1/notify")):
        ...     current_story().correlation_id, current_story().next_key(), current_story().next_key()
        ('c-1', 'k-1/notify/1', 'k-1/notify/2')
    """
    token = _STORY.set(story)
    try:
        yield
    finally:
        _STORY.reset(token)
