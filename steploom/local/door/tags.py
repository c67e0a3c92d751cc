"""Tags of machines and activities."""

from __future__ import annotations

from collections.abc import Iterable

from steploom.jsontext import JsonObject
from steploom.local.door.desk import Desk
from steploom.local.door.faults import ServiceFault, validation
from steploom.local.door.names import states_arn

__all__ = ["list_tags_for_resource", "new_tags", "tag_resource", "tags_of", "untag_resource"]

_MAX = 50


def tags_of(given: Iterable[JsonObject]) -> dict[str, str]:
    """Return tags by key; the last value of a key counts.

    Raises:
        ServiceFault: `ValidationException`, one has no key.

    Example:
        >>> tags_of([{"key": "team", "value": "shop"}])
        {'team': 'shop'}
    """
    tags = {}
    for place, each in enumerate(given, start=1):
        if "key" not in each:
            what = f"Value null at 'tags.{place}.member.key' failed to satisfy constraint: Member must not be null"
            raise validation(f"1 validation error detected: {what}")
        tags[each["key"]] = each.get("value", "")
    return tags


def new_tags(given: Iterable[JsonObject]) -> dict[str, str]:
    """Return the tags of a resource that is made.

    Raises:
        ServiceFault: `TooManyTags`.
    """
    return _within(tags_of(given))


def tag_resource(desk: Desk, request: JsonObject) -> JsonObject:
    """Add tags, or change their values."""
    tags = _tags(desk, request["resourceArn"])
    tags.update(_within(tags | tags_of(request["tags"])))
    return {}


def untag_resource(desk: Desk, request: JsonObject) -> JsonObject:
    """Take tags away; unknown keys are no fault."""
    tags = _tags(desk, request["resourceArn"])
    for key in request["tagKeys"]:
        tags.pop(key, None)
    return {}


def list_tags_for_resource(desk: Desk, request: JsonObject) -> JsonObject:
    """List the tags."""
    tags = _tags(desk, request["resourceArn"])
    return {"tags": [{"key": key, "value": value} for key, value in tags.items()]}


def _within(tags: dict[str, str]) -> dict[str, str]:
    if len(tags) > _MAX:
        raise ServiceFault("TooManyTags", f"Too many tags. Maximum allowed per resource: {_MAX}")
    return tags


def _tags(desk: Desk, arn: str) -> dict[str, str]:
    states_arn(arn, "stateMachine", "activity")
    if arn in desk.machines:
        return desk.machines[arn].tags
    if arn in desk.activities:
        return desk.activities[arn].tags
    raise ServiceFault("ResourceNotFound", f"Resource not found: '{arn}'")
