"""One running evaluation: its variables, what it may still consume, and its one moment in time."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from steploom.expr.environment import Environment
from steploom.expr.jsonata.errors import MEMORY, STACK, TIMEOUT, limit_fault
from steploom.jsontext import Json

__all__ = ["Frame", "Run"]

#: Texts shorter than this are not counted: they cannot fill the memory within the steps allowed.
_SMALL = 1_000
#: How many times over the characters of one text may be made in all.
_TURNOVER = 5
#: How many times over the items of one array may be made in all.
_ITEMS_TURNOVER = 8
#: Longer pictures take longer than the service allows.
_LONGEST_PICTURE = 5_000


class Frame:
    """The variables of one scope."""

    __slots__ = ("parent", "run", "values")

    def __init__(self, values: dict[str, Any], parent: Frame, run: Run) -> None:
        self.values = values
        self.parent: Frame | None = parent
        self.run = run


class Run(Frame):
    """The outermost scope of an evaluation, and its budget.

    What most evaluations never change stands in the class: one of these is made for each evaluation.

    Attributes:
        bindings: The variables given from outside.
        environment: Time, randomness, limits.
        input: What `$$` is.
        limit: How deep evaluations may nest.
        depth: Nested evaluations of all functions that are running.
        steps: Items and calls that are still allowed.
        scrub: Whether halves of surrogate pairs may be among the texts made.
    """

    depth = 0
    scrub = False
    _characters = 0
    _items = 0
    _moment: int | None = None
    _regex_deadline: float | None = None

    def __init__(self, bindings: Mapping[str, Json], environment: Environment, input_: Json) -> None:
        self.values = {}
        self.parent = None
        self.run = self
        self.bindings = bindings
        self.environment = environment
        self.input = input_
        limits = environment.limits
        self.limit = limits.depth
        self.steps = limits.steps

    @property
    def moment(self) -> int:
        """Milliseconds since the epoch: the same whenever this evaluation asks."""
        if self._moment is None:
            self._moment = int(self.environment.now() * 1000)
        return self._moment

    def spend(self, steps: int) -> None:
        """Count work.

        Raises:
            Fault: The evaluation has taken its share of time.
        """
        self.steps -= steps
        if self.steps < 0:
            raise limit_fault(TIMEOUT)

    def enter(self, levels: int) -> None:
        """Go `levels` deeper; the caller subtracts them from `depth` afterwards.

        Raises:
            Fault: Too deep.
        """
        self.depth += levels
        if self.depth > self.limit:
            raise limit_fault(STACK)

    def hold_items(self, count: float) -> None:
        """Refuse an array of more items than fit.

        Raises:
            Fault: Too large.
        """
        most = self.environment.limits.items
        self._items += int(min(count, most + 1))
        if count > most or self._items > most * _ITEMS_TURNOVER:
            raise limit_fault(MEMORY)

    def hold_picture(self, picture: str) -> None:
        """Refuse a picture string that is no picture any more.

        Raises:
            Fault: Too long.
        """
        if len(picture) > _LONGEST_PICTURE:
            raise limit_fault(TIMEOUT)

    def hold_text(self, count: float) -> None:
        """Refuse a text of more characters than fit, or too many large ones.

        Raises:
            Fault: Too large.
        """
        if count > _SMALL:
            most = self.environment.limits.characters
            self._characters += int(min(count, most + 1))
            if count > most or self._characters > most * _TURNOVER:
                raise limit_fault(MEMORY)

    def regex_seconds(self) -> float:
        """Return how long the regular expressions of this evaluation may still take.

        Raises:
            Fault: They took too long already.
        """
        now = time.perf_counter()
        if self._regex_deadline is None:
            self._regex_deadline = now + self.environment.limits.regex_seconds
        left = self._regex_deadline - now
        if left <= 0:
            raise limit_fault(TIMEOUT)
        return left
