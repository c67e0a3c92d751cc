"""Faults that are planned: what each is about, and what it has met so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random

from steploom.engine import TaskRequest
from steploom.local.bench.faults import Fault
from steploom.local.bench.refusing import refusal
from steploom.local.bench.targets import Aim, Target, aim_at

__all__ = ["PlannedFault", "ambient", "faults"]


class PlannedFault:
    """A fault with its target; made by `Cloud.fault` and `faults`.

    Args:
        aim: What it is about.
        fault: What goes wrong.

    Attributes:
        hits: How many attempts it has met.
    """

    def __init__(self, aim: Aim, fault: Fault) -> None:
        self.aim = aim
        self.fault = fault
        self.hits = 0
        self._random = Random(fault.where.seed)  # noqa: S311 - reproducible on purpose

    def meets(self, request: TaskRequest, item: int | None) -> bool:
        """Return whether an attempt is met, and count it.

        Args:
            request: The attempt.
            item: Index of its Map item, or None.
        """
        return self.aim.matches(request) and self._meets(request.attempt + 1, item)

    def meets_scope(self, state: str, attempt: int, item: int | None) -> bool:
        """Return whether an attempt of a Map or Parallel is met, and count it.

        Args:
            state: Its name.
            attempt: 1 for the first.
            item: Index of the Map item around it, or None.
        """
        return self.aim.state == state and self._meets(attempt, item)

    def _meets(self, attempt: int, item: int | None) -> bool:
        where = self.fault.where
        if where.attempts is not None and attempt not in where.attempts:
            return False
        if where.items is not None and item not in where.items:
            return False
        if where.times is not None and self.hits >= where.times:
            return False
        if where.probability < 1 and self._random.random() >= where.probability:
            return False
        self.hits += 1
        return True

    @property
    def expected(self) -> bool:
        """Whether it is odd that it has met nothing."""
        return self.fault.where.probability == 1 and not self.hits


_ambient: ContextVar[tuple[PlannedFault, ...]] = ContextVar("steploom_faults", default=())


def ambient() -> tuple[PlannedFault, ...]:
    """Return the faults of the `faults` blocks around, the innermost first."""
    return _ambient.get()


@contextmanager
def faults(table: Mapping[Target, Fault | Sequence[Fault]]) -> Iterator[list[PlannedFault]]:
    """Let things go wrong in this block, in every local cloud of it.

    Args:
        table: For each target one fault, or several. `.on(attempt=…, item=…)` says which attempts a fault meets.

    Yields:
        The faults as they are planned; `hits` counts what each has met.

    Raises:
        MockError: SL420, a target can be no task; SL423, when the block ends and a fault has met nothing.

    Example:
        >>> from steploom.local import fail, faults
        >>> with faults({"charge": fail("CardDeclined").on(attempt=1)}) as planned:
        ...     planned[0].hits += 1  # what a run of a machine does
    """
    planned = [
        PlannedFault(aim_at(target), each)
        for target, given in table.items()
        for each in (given if isinstance(given, Sequence) else (given,))
    ]
    token = _ambient.set((*planned, *_ambient.get()))
    try:
        yield planned
    finally:
        _ambient.reset(token)
    for each in planned:
        if each.expected:
            raise refusal("SL423", f"the fault {each.fault.kind} of {each.aim.name} has met nothing")
