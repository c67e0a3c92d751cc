"""moto's EventBridge API where AWS refuses more, in other words, or answers at all: the recorded errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, partial
from typing import Any, Final

import botocore.loaders
import moto.events.models as moto_events
from botocore import xform_name
from botocore.model import ServiceModel
from moto.core.exceptions import JsonRESTError
from moto.events.exceptions import ResourceNotFoundException, ValidationException
from moto.events.responses import EventsHandler

from steploom.events.invalid import InvalidPattern
from steploom.events.matcher import compile_pattern
from steploom.local.bus.entries import entry_size
from steploom.local.door.constraints import Style, violations
from steploom.local.door.faults import ServiceFault
from steploom.local.hooks.patches import Patches

__all__ = ["install"]

_MOST_TARGETS: Final = 5
_MOST_BYTES: Final = 1_048_576
_NOT_YOURS: Final = {
    "ErrorCode": "NotAuthorizedForSourceException",
    "ErrorMessage": "Not authorized for the source.",
}
_STYLE: Final = Style(
    pattern_first=True,
    unset={"PutEventsRequestEntry": ("kmsKeyIdentifier", "internalMetadata")},
    shows_unset=True,
)
#: What TestEventPattern wants of an event.
_ENVELOPE: Final = ("id", "account", "source", "time", "region", "detail-type")


def install(patches: Patches) -> None:
    """Let the API refuse what AWS refuses."""
    for operation in _model().operation_names:
        name = xform_name(operation)
        if name in vars(EventsHandler):
            patches.attribute(EventsHandler, name, _checked(operation, vars(EventsHandler)[name]))
    patches.attribute(EventsHandler, "test_event_pattern", _checked("TestEventPattern", _test_event_pattern))
    patches.attribute(EventsHandler, "put_events", _checked("PutEvents", _put_events))
    backend = moto_events.EventsBackend
    for name, wrapper in (
        ("update_archive", _update_archive),
        ("delete_event_bus", _delete_event_bus),
        ("remove_permission", _remove_permission),
        ("put_targets", _put_targets),
        ("list_tags_for_resource", _of_tagged),
        ("tag_resource", _of_tagged),
        ("untag_resource", _of_tagged),
        ("describe_connection", partial(_renamed, "Failed to describe the connection(s). ")),
        ("describe_api_destination", partial(_renamed, "Failed to describe the api-destination(s). ")),
    ):
        patches.attribute(backend, name, _around(wrapper, vars(backend)[name]))


@cache
def _model() -> ServiceModel:
    loader = botocore.loaders.create_loader()
    return ServiceModel(loader.load_service_model("events", "service-2"), "events")


def _around(wrapper: Callable[..., Any], original: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: Any, *args: Any, **named: Any) -> Any:
        return wrapper(original, self, *args, **named)

    return method


def _checked(operation: str, original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """An operation that sees only requests which keep the constraints of the service's model."""

    def method(self: Any) -> Any:
        try:
            wrong = violations(_model(), operation, json.loads(self.body or "{}"), _STYLE)
        except ServiceFault as fault:
            raise JsonRESTError(fault.code, fault.message) from fault
        if wrong is not None:
            raise ValidationException(wrong)
        return original(self)

    return method


def _test_event_pattern(self: Any) -> str:
    request = json.loads(self.body)
    try:
        event = json.loads(request["Event"])
    except ValueError:
        event = None
    if not isinstance(event, dict) or not all(name in event for name in _ENVELOPE):
        raise ValidationException("Parameter Event is not valid.")
    try:
        matches = compile_pattern(request["EventPattern"]).matches(event)
    except InvalidPattern as error:
        raise JsonRESTError("InvalidEventPatternException", error.service_message) from error
    return json.dumps({"Result": matches})


def _put_events(self: Any) -> str:
    """Put the entries that an application may put; the events of AWS's own sources it may not."""
    entries = json.loads(self.body)["Entries"]
    if sum(map(entry_size, entries)) > _MOST_BYTES:
        raise ValidationException("Total size of the entries in the request is over the limit.")
    mine = [each for each in entries if not str(each.get("Source", "")).startswith("aws.")]
    answers = iter(self.events_backend.put_events(mine) if mine else [])
    given = [next(answers) if any(each is other for other in mine) else dict(_NOT_YOURS) for each in entries]
    return json.dumps({"FailedEntryCount": sum("ErrorCode" in each for each in given), "Entries": given})


def _update_archive(original: Any, self: Any, name: str, *changes: Any) -> Any:
    if all(each is None for each in changes):
        raise ValidationException("At least one of EventPattern, RetentionDays or Description must be provided.")
    return original(self, name, *changes)


def _delete_event_bus(original: Any, self: Any, name: str) -> None:
    if name != "default":
        self._get_event_bus(name)
    original(self, name)


def _remove_permission(
    original: Any, self: Any, event_bus_name: str | None, statement_id: str, remove_all_permissions: Any
) -> None:
    bus = self.describe_event_bus(event_bus_name or "default")
    if not remove_all_permissions and not bus.has_permissions():
        raise ResourceNotFoundException("Statement with the provided id does not exist.")
    original(self, event_bus_name, statement_id, remove_all_permissions)


def _put_targets(original: Any, self: Any, name: str, event_bus_arn: str | None, targets: list[dict[str, Any]]) -> None:
    bus = self._get_event_bus(self._normalize_event_bus_arn(event_bus_arn))
    rule = bus.rules.get(name)
    if rule is not None:
        ids = {each["Id"] for each in rule.targets} | {each["Id"] for each in targets}
        if len(ids) > _MOST_TARGETS:
            raise JsonRESTError("LimitExceededException", "The requested resource exceeds the maximum number allowed.")
    original(self, name, event_bus_arn, targets)


def _of_tagged(original: Any, self: Any, arn: str, *args: Any) -> Any:
    """Tags of a rule or bus that is not there: moto looks for the last name alone, and always blames a rule."""
    kind, _, rest = arn.split(":", 5)[-1].partition("/")
    if kind == "event-bus" and rest not in self.event_buses:
        raise ResourceNotFoundException(f"Event bus {rest} does not exist.")
    if kind == "rule":
        bus_name, _, name = rest.rpartition("/")
        bus = self.event_buses.get(bus_name or "default")
        if bus is None or name not in bus.rules:
            raise ResourceNotFoundException(f"Rule {name} does not exist on EventBus {bus_name or 'default'}.")
    return original(self, arn, *args)


def _renamed(before: str, original: Any, self: Any, name: str) -> Any:
    """The same fault with what AWS says before it."""
    try:
        return original(self, name)
    except ResourceNotFoundException as fault:
        raise ResourceNotFoundException(f"{before}{fault.message}") from fault
