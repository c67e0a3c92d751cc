"""Faults: what goes wrong with an attempt, and which attempts it meets."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self, TypeAlias

from steploom.local.bench.refusing import refusal

__all__ = [
    "Delay",
    "Duplicate",
    "Fail",
    "Fault",
    "LostReply",
    "Throttle",
    "Timeout",
    "Where",
    "delay",
    "duplicate",
    "fail",
    "lost_reply",
    "throttle",
    "timeout",
]


@dataclass(frozen=True, slots=True)
class Where:
    """Which attempts of a target a fault meets; None for all.

    Attributes:
        attempts: Attempts of a visit, 1 for the first.
        items: Indexes of the innermost Map item, 0 for the first.
        times: How many attempts it meets at most.
        probability: The share of the attempts it meets.
        seed: What the share is drawn from.
    """

    attempts: frozenset[int] | None = None
    items: frozenset[int] | None = None
    times: int | None = None
    probability: float = 1.0
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fault:
    where: Where = field(default=Where())
    kind: ClassVar[str] = ""

    def on(
        self,
        *,
        attempt: int | Collection[int] | None = None,
        item: int | Collection[int] | None = None,
        times: int | None = None,
        probability: float | None = None,
        seed: int | None = None,
    ) -> Self:
        """Return the same fault for some attempts only.

        Args:
            attempt: One or several attempts of a visit, 1 for the first.
            item: One or several indexes of the Map item, 0 for the first.
            times: How many attempts it meets at most.
            probability: The share of the attempts it meets, more than 0 and at most 1.
            seed: What the share is drawn from.

        Raises:
            MockError: SL420, no attempt can be meant.

        Example:
            >>> fail("StockBusy").on(attempt=(1, 2)).where.attempts
            frozenset({1, 2})
        """
        old = self.where
        where = Where(
            old.attempts if attempt is None else _numbers("attempt", attempt, 1),
            old.items if item is None else _numbers("item", item, 0),
            old.times if times is None else times,
            old.probability if probability is None else probability,
            old.seed if seed is None else seed,
        )
        if not 0 < where.probability <= 1:
            raise refusal("SL420", f"a probability is more than 0 and at most 1, not {where.probability}")
        if where.times is not None and where.times < 1:
            raise refusal("SL420", f"a fault comes at least once, not {where.times} times")
        return replace(self, where=where)


@dataclass(frozen=True, slots=True)
class Fail(_Fault):
    """The work is not done; the attempt fails with this error."""

    error: str
    cause: str | None = None
    kind: ClassVar[str] = "fail"


@dataclass(frozen=True, slots=True)
class Delay(_Fault):
    """The work is done, the reply comes later by these virtual seconds; of a callback, the answer."""

    seconds: float
    kind: ClassVar[str] = "delay"


@dataclass(frozen=True, slots=True)
class Throttle(_Fault):
    """The work is not done: the service has too many requests."""

    kind: ClassVar[str] = "throttle"


@dataclass(frozen=True, slots=True)
class Timeout(_Fault):
    """The work is not done, and no reply comes: the attempt runs out of time."""

    kind: ClassVar[str] = "timeout"


@dataclass(frozen=True, slots=True)
class LostReply(_Fault):
    """The work is done, and no reply comes: the attempt runs out of time."""

    kind: ClassVar[str] = "lost_reply"


@dataclass(frozen=True, slots=True)
class Duplicate(_Fault):
    """The work is done twice, as queues and retrying clients do it; the first reply counts."""

    kind: ClassVar[str] = "duplicate"


#: What can go wrong; a closed set.
Fault: TypeAlias = Fail | Delay | Throttle | Timeout | LostReply | Duplicate


def fail(error: str, cause: str | None = None) -> Fail:
    """Return the fault that fails an attempt before its work.

    Args:
        error: An error name that the resource can give: `CardDeclined`, `Lambda.ServiceException`.
        cause: Its cause text; the service's usual one when None.
    """
    return Fail(error, cause)


def delay(seconds: float) -> Delay:
    """Return the fault that lets the reply come later; more than the attempt's timeout is a lost reply.

    Raises:
        MockError: SL420, the seconds are not positive.
    """
    if seconds <= 0:
        raise refusal("SL420", f"a reply is late by more than {seconds} seconds")
    return Delay(seconds)


def throttle() -> Throttle:
    """Return the fault of a service that has too many requests, with its own error name."""
    return Throttle()


def timeout() -> Timeout:
    """Return the fault of an attempt that runs out of time before its work."""
    return Timeout()


def lost_reply() -> LostReply:
    """Return the fault of an attempt that runs out of time after its work: it was done, and nobody knows."""
    return LostReply()


def duplicate() -> Duplicate:
    """Return the fault of work that is done twice."""
    return Duplicate()


def _numbers(what: str, given: int | Collection[int], least: int) -> frozenset[int]:
    numbers = frozenset((given,) if isinstance(given, int) else given)
    if not numbers or min(numbers) < least:
        raise refusal("SL420", f"{what}={given!r}: numbers from {least} on", "attempts count from 1, items from 0")
    return numbers
