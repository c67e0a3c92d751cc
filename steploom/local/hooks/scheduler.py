"""moto's EventBridge Scheduler: schedules checked as AWS checks them, and fired on the virtual clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import moto.scheduler.models as moto_scheduler
from moto.scheduler.exceptions import ScheduleGroupNotFound, ValidationException

from steploom.events.schedules import InvalidSchedule, Once, parse_schedule
from steploom.jsontext import JsonObject
from steploom.local.bus.delivery import Scheduled
from steploom.local.bus.model import Rule, iso_time
from steploom.local.hooks.patches import Patches
from steploom.local.schedules import Clockwork, Occasion, Timing, schedule_payload, send_scheduled

__all__ = ["ScheduleKeeper", "install"]

_MINUTE = 60.0


class ScheduleKeeper(Protocol):
    """What fires schedules."""

    clockwork: Clockwork

    def now(self) -> float:
        """Return the virtual moment."""
        ...

    def uuid(self) -> str:
        """Return a new id."""
        ...

    def deliver_scheduled(
        self, schedule: Rule, target: Mapping[str, Any], event: JsonObject, scheduled: Scheduled
    ) -> None:
        """Send what a schedule sends."""
        ...


def install(patches: Patches, keeper: ScheduleKeeper) -> None:
    """Let schedules fire."""
    backend = moto_scheduler.EventBridgeSchedulerBackend
    create, update, delete = backend.create_schedule, backend.update_schedule, backend.delete_schedule

    def create_schedule(self: Any, **named: Any) -> Any:
        _check(named)
        if (named.get("group_name") or "default") not in self.schedule_groups:
            raise ScheduleGroupNotFound(named["group_name"])
        schedule = create(self, **named)
        _wind(self, schedule, keeper)
        return schedule

    def update_schedule(self: Any, **named: Any) -> Any:
        _check(named)
        schedule = update(self, **named)
        _wind(self, schedule, keeper)
        return schedule

    def delete_schedule(self: Any, group_name: str | None, name: str) -> None:
        arn = self.get_schedule(group_name, name).arn
        delete(self, group_name, name)
        keeper.clockwork.drop(arn)

    patches.attribute(backend, "create_schedule", create_schedule)
    patches.attribute(backend, "update_schedule", update_schedule)
    patches.attribute(backend, "delete_schedule", delete_schedule)
    patches.attribute(moto_scheduler.Schedule, "_validate_start_date", partial(_start_date, keeper))


def _start_date(keeper: ScheduleKeeper, start_date: Any) -> Any:
    """Moto compares with the real time; here the moment is virtual."""
    if start_date is not None and float(start_date) < keeper.now() - 5 * _MINUTE:
        raise ValidationException("The StartDate you specify cannot be earlier than 5 minutes ago.")
    return start_date


def _check(named: Mapping[str, Any]) -> None:
    expression, zone = named["schedule_expression"], named.get("schedule_expression_timezone") or "UTC"
    try:
        parse_schedule(expression, "scheduler")
    except InvalidSchedule:
        raise ValidationException(f"Invalid Schedule Expression {expression}.") from None
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValidationException(f"Invalid Schedule Expression Timezone {zone}.") from None
    window = named["flexible_time_window"]
    if (window["Mode"] == "FLEXIBLE") != ("MaximumWindowInMinutes" in window):
        raise ValidationException("MaximumWindowInMinutes must be given with Mode FLEXIBLE, and only then.")


def _wind(backend: Any, schedule: Any, keeper: ScheduleKeeper) -> None:
    if schedule.state == "DISABLED":
        keeper.clockwork.drop(schedule.arn)
        return
    now = datetime.fromtimestamp(keeper.now(), UTC)
    parsed = parse_schedule(schedule.schedule_expression, "scheduler")
    start = None if isinstance(parsed, Once) else _moment(schedule.start_date)
    timing = Timing(
        parsed,
        max(start, now) if start is not None else now,
        ZoneInfo(schedule.schedule_expression_timezone),
        None if isinstance(parsed, Once) else _moment(schedule.end_date),
        _MINUTE * schedule.flexible_time_window.get("MaximumWindowInMinutes", 0),
        at_once=True,
    )
    over = partial(_over, backend, schedule)
    keeper.clockwork.set(schedule.arn, timing, partial(_fire, schedule, keeper), over)


def _moment(given: Any) -> datetime | None:
    return None if given is None else datetime.fromtimestamp(float(given), UTC)


def _over(backend: Any, schedule: Any) -> None:
    group = backend.schedule_groups.get(schedule.group_name)
    if schedule.action_after_completion == "DELETE" and group is not None:
        group.schedules.pop(schedule.name, None)


def _fire(schedule: Any, keeper: ScheduleKeeper, due: datetime) -> None:
    account, region = schedule.arn.split(":")[4], schedule.arn.split(":")[3]
    occasion = Occasion(schedule.arn, account, region, iso_time(due.timestamp()), keeper.uuid())
    marks = {
        "IS_PAYLOAD_TRUNCATED": "false",
        "SCHEDULED_TIME": occasion.time,
        "SCHEDULE_ARN": schedule.arn,
    }
    target = schedule.target
    scheduled = Scheduled(partial(schedule_payload, target, occasion), send_scheduled, marks)
    keeper.deliver_scheduled(Rule(schedule.name, schedule.arn, account, region), target, occasion.event(), scheduled)
