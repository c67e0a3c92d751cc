"""moto's archives and replays: what a rule of an archive matched is kept, and told again as virtual time passes.

Source: EventBridge's guide on archives and replays (section 9.7 of the reference): a replay tells the events of a span
of time to the rules of the archive's own bus, marked with `replay-name`; at most ten replays are active at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, Protocol

import moto.events.models as moto_events
from moto.core.exceptions import JsonRESTError
from moto.events.exceptions import IllegalStatusException
from moto.events.models import ReplayState

from steploom.jsontext import JsonObject
from steploom.local.bus.model import Rule
from steploom.local.hooks.patches import Patches

__all__ = ["ArchiveKeeper", "install", "keep"]

#: How long a replay takes here, in virtual seconds; AWS says no number.
_REPLAY: Final = 60.0
_MOST_ACTIVE: Final = 10
_ACTIVE: Final = (ReplayState.STARTING, ReplayState.RUNNING, ReplayState.CANCELLING)
_DAY: Final = 86_400.0
_LOOKED: Final = "steploom_looked_at"


class ArchiveKeeper(Protocol):
    """What replays need of a cloud."""

    def now(self) -> float:
        """Return the virtual moment."""
        ...

    def call_at(self, moment: float, callback: Callable[[], object]) -> object:
        """Call back at a virtual moment."""
        ...

    def wait(self, seconds: float) -> None:
        """Let a caller who looks again and again wait."""
        ...

    def deliver(self, rule: Rule, targets: Sequence[Any], event: JsonObject, ingested: float) -> None:
        """Send an event to the targets of a rule that matched."""
        ...


def keep(rule: Any, event: JsonObject, ingested: float) -> None:
    """Keep an event that the rule of an archive matched."""
    backend = moto_events.events_backends[rule.account_id][rule.region_name]
    for archive in backend.archives.values():
        if archive.rule is not None and archive.rule.name == rule.name:
            archive.events.append((ingested, event))


def install(patches: Patches, keeper: ArchiveKeeper, matching: Callable[[Any, JsonObject], list[Any]]) -> None:
    """Let replays tell events on the virtual clock.

    Args:
        patches: What can be undone.
        keeper: The cloud.
        matching: Returns the enabled rules of a bus that match an event.
    """
    backend = moto_events.EventsBackend
    start, describe, cancel = backend.start_replay, backend.describe_replay, backend.cancel_replay

    def start_replay(self: Any, name: str, *args: Any, **named: Any) -> Any:
        active = sum(each.state in _ACTIVE for each in self.replays.values())
        if name not in self.replays and active >= _MOST_ACTIVE:
            message = "The requested resource exceeds the maximum number allowed."
            raise JsonRESTError("LimitExceededException", message)
        return start(self, name, *args, **named)

    def describe_replay(self: Any, name: str) -> Any:
        replay = self._get_replay(name)
        if replay.state in _ACTIVE and getattr(replay, _LOOKED, False):
            keeper.wait(_REPLAY)
        setattr(replay, _LOOKED, True)
        return describe(self, name)

    def cancel_replay(self: Any, name: str) -> Any:
        if self._get_replay(name).state is ReplayState.COMPLETED:
            raise IllegalStatusException(f"Replay {name} is not in a valid state for this operation.")
        return cancel(self, name)

    def replay_events(self: Any, archive: Any) -> None:
        keeper.call_at(keeper.now(), partial(_run, self))
        keeper.call_at(keeper.now() + _REPLAY, partial(_tell, self, archive, keeper, matching))

    patches.attribute(backend, "start_replay", start_replay)
    patches.attribute(backend, "describe_replay", describe_replay)
    patches.attribute(backend, "cancel_replay", cancel_replay)
    patches.attribute(moto_events.Replay, "replay_events", replay_events)


def _run(replay: Any) -> None:
    if replay.state is ReplayState.STARTING:
        replay.state = ReplayState.RUNNING


def _tell(replay: Any, archive: Any, keeper: ArchiveKeeper, matching: Callable[[Any, JsonObject], list[Any]]) -> None:
    if replay.state is not ReplayState.RUNNING:
        return
    backend = moto_events.events_backends[replay.account_id][replay.region]
    bus = backend.describe_event_bus(replay.destination["Arn"].rpartition("/")[2])
    first, last = float(replay.event_start_time), float(replay.event_end_time)
    oldest = keeper.now() - float(archive.retention) * _DAY if archive.retention else 0.0
    wanted = replay.destination.get("FilterArns")
    for ingested, kept in archive.events:
        if not max(first, oldest) <= ingested < last:
            continue
        event = kept | {"replay-name": replay.name}
        for rule in matching(bus, event):
            if wanted is None or rule.arn in wanted:
                known = Rule(rule.name, rule.arn, rule.account_id, rule.region_name)
                keeper.deliver(known, list(rule.targets), event, keeper.now())
    replay.state = ReplayState.COMPLETED
    replay.end_time = keeper.now()
