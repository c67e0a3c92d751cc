"""Schedules: which of several due things comes next, as a text that can be written down and run again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from steploom.diagnostics import Diagnostic
from steploom.engine import Due, Order, Shuffled
from steploom.errors import MockError

__all__ = ["Scripted", "as_order", "schedule_text"]

_CHANGED: Final = "the workflow or its fakes have changed: explore again"


class Scripted:
    """An order that is written down; behind its end, first come, first served.

    Args:
        choices: The index that is chosen each time that several are due.

    Example:
        >>> order = Scripted((0, 2))
        >>> [order.choose([print] * 3) for _ in range(3)]
        [0, 2, 0]
    """

    def __init__(self, choices: Sequence[int]) -> None:
        self._choices = tuple(choices)
        #: How many were due at each choice so far.
        self.widths: list[int] = []

    def choose(self, due: Sequence[Due]) -> int:
        """Return what is written.

        Raises:
            MockError: SL425, so many are not due.
        """
        place = len(self.widths)
        self.widths.append(len(due))
        chosen = self._choices[place] if place < len(self._choices) else 0
        if chosen >= len(due):
            text = schedule_text(self._choices)
            raise _unfit(f"choice {place + 1} of the schedule {text} is {chosen}, where {len(due)} are due", _CHANGED)
        return chosen


def schedule_text(choices: Sequence[int]) -> str:
    """Return a schedule as text.

    Example:
        >>> schedule_text((0, 2, 1))
        '0.2.1'
    """
    return ".".join(map(str, choices))


def as_order(given: Order | int | str | None) -> Order | None:
    """Return the order that a seed, a text or an order is.

    Raises:
        MockError: SL425, the text is no schedule.
    """
    if isinstance(given, int):
        return Shuffled(given)
    if isinstance(given, str):
        parts = given.split(".") if given else []
        if not all(each.isdecimal() for each in parts):
            raise _unfit(f"{given!r} is no schedule", "numbers with dots between them: 0.2.1")
        return Scripted([int(each) for each in parts])
    return given


def _unfit(message: str, hint: str) -> MockError:
    return MockError([Diagnostic("SL425", message, hint=hint)])
