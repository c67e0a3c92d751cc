"""Who keeps the events of a cloud: what was told, what is on its way, what got lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from steploom.jsontext import JsonObject
from steploom.local.bus.delivery import Delivery, Post, Scheduled
from steploom.local.bus.entries import Told
from steploom.local.bus.model import Rule
from steploom.local.schedules.clockwork import CallAt, Clockwork

__all__ = ["Keeper", "LostEvent"]


@dataclass(frozen=True, slots=True)
class LostEvent:
    """An event that a target did not take and no dead-letter queue kept."""

    rule: Rule
    target: Mapping[str, Any]
    event: JsonObject
    reason: str


class Keeper:
    """Delivers events on the virtual clock.

    Args:
        now: The virtual moment.
        uuid: Makes ids.
        call_at: Calls back at a virtual moment.
        settle: Runs what is due now.
        invoke_later: Invokes a function by ARN with a JSON text as an event; False where there is none.
        wait: Lets a caller wait on the virtual clock.
        seed: Decides what AWS leaves to chance.
    """

    def __init__(
        self,
        now: Callable[[], float],
        uuid: Callable[[], str],
        call_at: CallAt,
        settle: Callable[[], None],
        invoke_later: Callable[[str, str], bool],
        wait: Callable[[float], None],
        seed: int = 0,
    ) -> None:
        self.now = now
        self.uuid = uuid
        self._settle = settle
        self._blocks = 0
        #: Every entry that a bus took, in order.
        self.told: list[Told] = []
        #: Events that a target did not take and no queue kept.
        self.lost: list[LostEvent] = []
        #: Fires schedules.
        self.clockwork = Clockwork(now, call_at, seed)
        self.call_at = call_at
        self.wait = wait
        self._post = Post(now, call_at, uuid, invoke_later, self._lose)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Send what a block delivers at its end, and with it what is due now; only the outermost block counts."""
        self._blocks += 1
        try:
            yield
        finally:
            self._blocks -= 1
        if self._blocks == 0:
            self._settle()

    def deliver(self, rule: Rule, targets: Sequence[Any], event: JsonObject, ingested: float) -> None:
        """Send an event to the targets of a rule that matched, each when its turn comes."""
        for target in targets:
            self.call_at(self.now(), Delivery(self._post, rule, target, event, ingested).attempt)

    def deliver_scheduled(
        self, schedule: Rule, target: Mapping[str, Any], event: JsonObject, scheduled: Scheduled
    ) -> None:
        """Send what a schedule sends to its one target."""
        delivery = Delivery(self._post, schedule, target, event, self.now(), scheduled)
        self.call_at(self.now(), delivery.attempt)

    def _lose(self, rule: Rule, target: Mapping[str, Any], event: JsonObject, reason: str) -> None:
        self.lost.append(LostEvent(rule, target, event, reason))
