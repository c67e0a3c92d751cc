"""What all executions of one engine share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Literal

from steploom.asl.limits import HISTORY_EVENTS
from steploom.clock import VirtualClock
from steploom.engine.integration import Integration
from steploom.engine.scheduler import Scheduler
from steploom.expr.environment import Environment

if TYPE_CHECKING:
    from steploom.engine.distributed.map_run import MapRun
    from steploom.engine.distributed.store import ItemStore
    from steploom.engine.execution import Execution
    from steploom.engine.frame import Frame
    from steploom.engine.tokens import Answerable

__all__ = ["Hooks", "Host"]

# AWS has no limit of events for Express, only of time; transitions take no virtual time here, so that a loop without
# end would never be timed out. This is what fits into five minutes at a millisecond a transition.
_EXPRESS_EVENTS = 600_000


@dataclass(slots=True)
class Hooks:
    """Who is told of what the engine starts and ends by itself; each None where nobody is.

    Attributes:
        on_end: Told of each execution that has ended.
        on_map_run: Told of each Map Run that starts.
        on_child: Told of each child execution that starts, with its Map Run and the number of its items.
        gate: Told of each attempt of a Map or Parallel before it begins; raises a `StateFailure` to fail it.
    """

    on_end: Callable[[Execution], object] | None = None
    on_map_run: Callable[[MapRun], object] | None = None
    on_child: Callable[[MapRun, Execution, int], object] | None = None
    gate: Callable[[Frame], object] | None = None

    def pass_gate(self, frame: Frame) -> None:
        """Let an attempt of a Map or Parallel begin.

        Raises:
            StateFailure: It fails before it does.
        """
        if self.gate is not None:
            self.gate(frame)


@dataclass(slots=True)
class Host:
    """The clock, the queue, the world outside and the dice.

    Attributes:
        integration: Where tasks go.
        scheduler: What happens when.
        random: The only source of chance: jitter, names, tokens, `$random()`.
        environment: What expressions may ask for.
        account: AWS account number.
        region: AWS region.
        tokens: Who waits for which task token; None for tokens that were answered or timed out.
        store: Where distributed Maps read and write objects, or None.
        hooks: Who is told of executions and Map Runs.
    """

    integration: Integration
    scheduler: Scheduler
    random: Random
    environment: Environment
    account: str
    region: str
    tokens: dict[str, Answerable | None] = field(default_factory=dict)
    store: ItemStore | None = None
    hooks: Hooks = field(default_factory=Hooks)

    @property
    def clock(self) -> VirtualClock:
        """The virtual clock."""
        return self.scheduler.clock

    def event_limit(self, type_: Literal["STANDARD", "EXPRESS"]) -> int:
        """Return how many events a history may hold."""
        return HISTORY_EVENTS if type_ == "STANDARD" else _EXPRESS_EVENTS

    def mint(self, waiting: Answerable) -> str:
        """Return a new task token, known to be waited for by `waiting`."""
        token = self.uuid()
        self.tokens[token] = waiting
        return token

    def uuid(self) -> str:
        """Return a version 4 UUID that the seed decides."""
        bits = self.random.getrandbits(124)
        digits = f"{bits:031x}"
        variant = "89ab"[bits >> 60 & 3]
        return f"{digits[:8]}-{digits[8:12]}-4{digits[12:15]}-{variant}{digits[16:19]}-{digits[19:]}"
