"""Activities: names by which workers outside find work."""

from __future__ import annotations

from steploom.engine import TokenError
from steploom.jsontext import JsonObject
from steploom.local.door.desk import Desk
from steploom.local.door.encryption import OWNED_KEY, described_encryption
from steploom.local.door.faults import ServiceFault
from steploom.local.door.names import check_name, states_arn
from steploom.local.door.paging import page
from steploom.local.door.records import Activity
from steploom.local.door.tags import new_tags

__all__ = [
    "create_activity",
    "delete_activity",
    "describe_activity",
    "get_activity_task",
    "list_activities",
    "taken_work",
]


def create_activity(desk: Desk, request: JsonObject) -> JsonObject:
    """Create an activity; a second time it answers the same."""
    name = request["name"]
    check_name(name)
    arn = desk.arn("activity", name)
    encryption = described_encryption(request.get("encryptionConfiguration")) or OWNED_KEY
    known = desk.activities.get(arn)
    if known is None:
        known = Activity(arn, name, desk.now, new_tags(request.get("tags", [])), encryption)
        desk.activities[arn] = known
    elif known.encryption != encryption:
        raise ServiceFault("ActivityAlreadyExists", f"Activity Already Exists: '{arn}'")
    return {"activityArn": known.arn, "creationDate": known.created}


def describe_activity(desk: Desk, request: JsonObject) -> JsonObject:
    """Describe an activity."""
    activity = desk.activity(request["activityArn"])
    return _described(activity) | {"encryptionConfiguration": activity.encryption}


def list_activities(desk: Desk, request: JsonObject) -> JsonObject:
    """List the activities of the account and region, by name."""
    activities = sorted(desk.activities.values(), key=lambda each: each.name)
    shown, token = page(activities, "activities", request.get("maxResults"), request.get("nextToken"))
    return {"activities": [_described(each) for each in shown], **({"nextToken": token} if token else {})}


def delete_activity(desk: Desk, request: JsonObject) -> JsonObject:
    """Delete an activity; an unknown one is no fault."""
    states_arn(request["activityArn"], "activity")
    desk.activities.pop(request["activityArn"], None)
    return {}


def get_activity_task(desk: Desk, request: JsonObject) -> JsonObject:
    """Give work to a worker, or nothing where none waits; there is no long polling on a virtual clock."""
    activity = desk.activity(request["activityArn"])
    desk.hall.settle()
    return taken_work(desk, activity, request.get("workerName")) or {}


def taken_work(desk: Desk, activity: Activity, worker: str | None) -> JsonObject | None:
    """Take the oldest work that is still wanted and return GetActivityTask's response, or None."""
    while activity.queue:
        work = activity.queue.popleft()
        try:
            desk.hall.engine.take(work.token, worker)
        except TokenError:
            continue  # its execution has ended meanwhile
        return {"taskToken": work.token, "input": work.input}
    return None


def _described(activity: Activity) -> JsonObject:
    return {"activityArn": activity.arn, "name": activity.name, "creationDate": activity.created}
