"""Schedules of moto's rules: read as EventBridge reads them, and fired on the virtual clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol

import moto.events.models as moto_events
from moto.events.exceptions import ValidationException

from steploom.events.schedules import InvalidSchedule, parse_schedule
from steploom.jsontext import JsonObject
from steploom.local.bus.model import Rule, iso_time
from steploom.local.hooks.patches import Patches
from steploom.local.schedules import Clockwork, Timing

__all__ = ["RuleKeeper", "install"]


class RuleKeeper(Protocol):
    """What fires rules."""

    clockwork: Clockwork

    def now(self) -> float:
        """Return the virtual moment."""
        ...

    def uuid(self) -> str:
        """Return a new id."""
        ...

    def deliver(self, rule: Rule, targets: Sequence[Any], event: JsonObject, ingested: float) -> None:
        """Send an event to the targets of a rule."""
        ...


def install(patches: Patches, keeper: RuleKeeper) -> None:
    """Let rules with a schedule fire."""
    backend = moto_events.EventsBackend
    put, delete, enable, disable = backend.put_rule, backend.delete_rule, backend.enable_rule, backend.disable_rule

    def put_rule(self: Any, *args: Any, **named: Any) -> Any:
        expression, bus = named.get("scheduled_expression"), named.get("event_bus_arn")
        if expression and self._normalize_event_bus_arn(bus) == "default":
            try:
                parse_schedule(expression, "events")
            except InvalidSchedule:
                raise ValidationException("Parameter ScheduleExpression is not valid.") from None
        rule = put(self, *args, **named)
        _wind(rule, keeper)
        return rule

    def delete_rule(self: Any, name: str, event_bus_arn: str | None) -> None:
        known = _find(self, name, event_bus_arn)
        delete(self, name, event_bus_arn)
        if known is not None:
            keeper.clockwork.drop(known.arn)

    def switch(original: Any, self: Any, name: str, event_bus_arn: str | None) -> bool:
        found: bool = original(self, name, event_bus_arn)
        known = _find(self, name, event_bus_arn)
        if known is not None:
            _wind(known, keeper)
        return found

    patches.attribute(backend, "put_rule", put_rule)
    patches.attribute(backend, "delete_rule", delete_rule)
    patches.attribute(
        backend, "enable_rule", lambda self, name, event_bus_arn: switch(enable, self, name, event_bus_arn)
    )
    patches.attribute(
        backend, "disable_rule", lambda self, name, event_bus_arn: switch(disable, self, name, event_bus_arn)
    )


def _find(backend: Any, name: str, event_bus_arn: str | None) -> Any:
    bus = backend.event_buses.get(backend._normalize_event_bus_arn(event_bus_arn))  # noqa: SLF001 - moto's
    return None if bus is None else bus.rules.get(name)


def _wind(rule: Any, keeper: RuleKeeper) -> None:
    if not rule.scheduled_expression or rule.state == "DISABLED":
        keeper.clockwork.drop(rule.arn)
        return
    schedule = parse_schedule(rule.scheduled_expression, "events")
    timing = Timing(schedule, datetime.fromtimestamp(keeper.now(), UTC))
    keeper.clockwork.set(rule.arn, timing, partial(_fire, rule, keeper))


def _fire(rule: Any, keeper: RuleKeeper, due: datetime) -> None:
    event = {
        "version": "0",
        "id": keeper.uuid(),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": rule.account_id,
        "time": iso_time(due.timestamp()),
        "region": rule.region_name,
        "resources": [rule.arn],
        "detail": {},
    }
    known = Rule(rule.name, rule.arn, rule.account_id, rule.region_name)
    keeper.deliver(known, list(rule.targets), event, due.timestamp())
