"""moto's EventBridge: our matcher chooses rules, our delivery reaches targets; moto keeps rules, buses and archives."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

import moto.events.models as moto_events
from moto.core.exceptions import JsonRESTError
from moto.events.exceptions import ResourceNotFoundException, ValidationException

from steploom.events.index import RuleSet
from steploom.events.invalid import InvalidPattern
from steploom.events.matcher import compile_pattern
from steploom.jsontext import JsonObject
from steploom.local.bus.entries import Origin, Told, event_of, refusal_of
from steploom.local.bus.model import Rule, iso_time
from steploom.local.bus.transform import wrong_inputs
from steploom.local.hooks import archives
from steploom.local.hooks.archives import ArchiveKeeper
from steploom.local.hooks.patches import Patches

__all__ = ["BusKeeper", "install", "rules_of"]

#: moto keeps the moment in the event itself, beside what a rule may see.
_INGESTED = "ingestion-time"
#: Where a bus keeps the index of its rules.
_INDEX = "steploom_rules"


class BusKeeper(ArchiveKeeper, Protocol):
    """What takes over from moto."""

    told: list[Told]

    def now(self) -> float:
        """Return the virtual moment."""
        ...

    def uuid(self) -> str:
        """Return a new id."""
        ...

    def deliver(self, rule: Rule, targets: Sequence[Any], event: JsonObject, ingested: float) -> None:
        """Send an event to the targets of a rule that matched."""
        ...

    def together(self) -> AbstractContextManager[None]:
        """Send what a block delivers at its end, and with it what is due now."""
        ...


def install(patches: Patches, keeper: BusKeeper) -> None:
    """Let `keeper` deliver the events that moto's buses take."""
    original_targets = moto_events.EventsBackend.put_targets

    def put_events(self: Any, events: list[dict[str, Any]]) -> list[JsonObject]:
        with keeper.together():
            return [_put(self, entry, keeper, send) for entry in events]

    def send_to_targets(self: Any, original_event: Any, transform_input: bool = True) -> None:  # noqa: ARG001, FBT001, FBT002 - moto's signature
        event = {key: value for key, value in original_event.items() if key != _INGESTED}
        if _matches(self, event):
            send(self, original_event, event)

    def send(self: Any, original_event: Any, event: JsonObject) -> None:
        ours = [each for each in self.targets if not _is_archive(each)]
        shown = event | ({} if isinstance(event["time"], str) else {"time": iso_time(float(event["time"]))})
        with keeper.together():
            keeper.deliver(_rule(self), ours, shown, float(original_event.get(_INGESTED, keeper.now())))
        if len(ours) < len(self.targets):
            archives.keep(self, shown, float(original_event.get(_INGESTED, keeper.now())))

    def put_targets(self: Any, name: str, event_bus_arn: str | None, targets: list[dict[str, Any]]) -> None:
        for target in targets:
            if (wrong := wrong_inputs(target)) is not None:
                raise ValidationException(wrong)
        original_targets(self, name, event_bus_arn, targets)

    patches.attribute(moto_events.EventsBackend, "put_events", put_events)
    patches.attribute(moto_events.EventsBackend, "put_targets", put_targets)
    patches.attribute(moto_events.Rule, "send_to_targets", send_to_targets)
    patches.attribute(moto_events.EventPattern, "load", classmethod(_load_pattern))
    archives.install(patches, keeper, matching)


def _put(backend: Any, entry: dict[str, Any], keeper: BusKeeper, send: Callable[..., None]) -> JsonObject:
    refused = refusal_of(entry)
    if refused is not None:
        return refused
    origin = Origin(keeper.uuid(), backend.account_id, backend.region_name, keeper.now())
    name = str(entry.get("EventBusName") or "default").rpartition("/")[2]
    try:
        bus = backend.describe_event_bus(name)
    except ResourceNotFoundException:
        # AWS takes the entry, counts no failure, and drops it.
        return {"EventId": origin.id}
    if bus.rules:
        _send(bus, entry, origin, keeper, send)
    else:
        keeper.told.append(Told(name, dict(entry), origin))
    return {"EventId": origin.id}


def _send(bus: Any, entry: dict[str, Any], origin: Origin, keeper: BusKeeper, send: Callable[..., None]) -> None:
    event = event_of(entry, origin)
    rules = matching(bus, event)
    names = [rule.name for rule in rules if not _is_archive_rule(rule)]
    keeper.told.append(Told(bus.name, dict(entry), origin, names))
    ingested = event | {_INGESTED: keeper.now()}
    for rule in rules:
        send(rule, ingested, event)


def matching(bus: Any, event: JsonObject) -> list[Any]:
    """Return the enabled rules of a bus that match an event."""
    return [rule for each in rules_of(bus).matching(event) if (rule := bus.rules[each]).state != "DISABLED"]


def rules_of(bus: Any) -> RuleSet[str]:
    """Return the rules of a bus that have a pattern; moto makes a new object for each change of a rule."""
    known: tuple[dict[str, Any], RuleSet[str]] | None = getattr(bus, _INDEX, None)
    if known is None:
        known = ({}, RuleSet())
        setattr(bus, _INDEX, known)
    seen, index = known
    if seen != bus.rules:
        for name in [each for each in seen if bus.rules.get(each) is not seen[each]]:
            index.remove(name)
            del seen[name]
        for name, rule in bus.rules.items():
            if name not in seen:
                seen[name] = rule
                if pattern := rule.event_pattern.dump():
                    index.add(name, pattern)
    return index


def _matches(rule: Any, event: JsonObject) -> bool:
    """A rule without a pattern is a schedule: no event reaches it."""
    if rule.state == "DISABLED":
        return False
    pattern = rule.event_pattern.dump()
    return bool(pattern) and compile_pattern(pattern).matches(event)


def _load_pattern(cls: Any, raw_pattern: str | None) -> Any:
    """Read a pattern as EventBridge does; moto would refuse some that are valid, and take some that are not."""
    if raw_pattern is None:
        return cls(None, {})
    try:
        compile_pattern(raw_pattern)
    except InvalidPattern as error:
        raise JsonRESTError("InvalidEventPatternException", error.service_message) from error
    return cls(raw_pattern, json.loads(raw_pattern))


def _rule(rule: Any) -> Rule:
    return Rule(rule.name, rule.arn, rule.account_id, rule.region_name)


def _is_archive(target: dict[str, Any]) -> bool:
    parts = str(target["Arn"]).split(":", 5)
    return parts[2] == "events" and not parts[-1].strip(":")


def _is_archive_rule(rule: Any) -> bool:
    return all(_is_archive(each) for each in rule.targets) and bool(rule.targets)
