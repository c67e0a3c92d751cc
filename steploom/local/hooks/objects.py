"""What moto's buckets tell the default bus: all kinds of S3's events, in the form that AWS gives them.

Source: S3's user guide, "EventBridge event message structure" and "Using EventBridge".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

import moto.s3.notifications as moto_notifications
from moto.s3.responses import S3Response

from steploom.jsontext import JsonObject, compact
from steploom.local.hooks.patches import Patches

__all__ = ["ObjectTeller", "install"]

_CREATED, _DELETED = "Object Created", "Object Deleted"
_EXPIRED: Final = "Lifecycle Expiration"
_TAGGED: Final = "ObjectTagging:Put"
#: S3's event type without `s3:` → detail type, and what the detail says of how it came.
_KINDS: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "ObjectCreated:Put": (_CREATED, {"reason": "PutObject"}),
    "ObjectCreated:Post": (_CREATED, {"reason": "POST Object"}),
    "ObjectCreated:Copy": (_CREATED, {"reason": "CopyObject"}),
    "ObjectCreated:CompleteMultipartUpload": (_CREATED, {"reason": "CompleteMultipartUpload"}),
    "ObjectRemoved:Delete": (_DELETED, {"reason": "DeleteObject", "deletion-type": "Permanently Deleted"}),
    "ObjectRemoved:DeleteMarkerCreated": (
        _DELETED,
        {"reason": "DeleteObject", "deletion-type": "Delete Marker Created"},
    ),
    "LifecycleExpiration:Delete": (
        _DELETED,
        {"reason": _EXPIRED, "deletion-type": "Permanently Deleted"},
    ),
    "LifecycleExpiration:DeleteMarkerCreated": (
        _DELETED,
        {"reason": _EXPIRED, "deletion-type": "Delete Marker Created"},
    ),
    "ObjectRestore:Post": ("Object Restore Initiated", {}),
    "ObjectRestore:Completed": ("Object Restore Completed", {}),
    "ObjectRestore:Delete": ("Object Restore Expired", {}),
    "ObjectTagging:Put": ("Object Tags Added", {}),
    "ObjectTagging:Delete": ("Object Tags Deleted", {}),
    "ObjectAcl:Put": ("Object ACL Updated", {}),
}


class ObjectTeller(Protocol):
    """What takes the events."""

    def uuid(self) -> str:
        """Return a new id."""
        ...


def install(patches: Patches, teller: ObjectTeller, put: Callable[[str, str, Sequence[JsonObject]], object]) -> None:
    """Let buckets with EventBridge notifications tell what happens to their objects.

    Args:
        patches: What can be undone.
        teller: Makes ids.
        put: Puts entries on the buses of an account and region.
    """
    tag = S3Response.put_object_tagging
    tagging: list[object] = []

    def put_object_tagging(self: Any) -> Any:
        tagging.append(self)
        try:
            return tag(self)
        finally:
            tagging.pop()

    def send(account_id: str, bucket: Any, event_name: Any, key: Any) -> None:
        name = str(event_name.value).removeprefix("s3:")
        kind = _KINDS.get(name)
        # moto tells of tags whenever an object is written; S3 does when they are put by themselves.
        if kind is None or (name == _TAGGED and not tagging):
            return
        detail_type, how = kind
        entry = {
            "Source": "aws.s3",
            "DetailType": detail_type,
            "Detail": compact(_detail(account_id, bucket, key, teller.uuid(), detail_type == _DELETED) | how),
            "Resources": [bucket.arn],
        }
        put(account_id, bucket.region_name, [entry])

    patches.attribute(S3Response, "put_object_tagging", put_object_tagging)
    patches.attribute(moto_notifications, "_send_event_bridge_message", send)


def _detail(account: str, bucket: Any, key: Any, request_id: str, is_gone: bool) -> JsonObject:  # noqa: FBT001 - of a deleted object less is told
    told: JsonObject = {"key": key.name}
    if not is_gone:
        told |= {"size": key.size, "etag": str(key.etag).strip('"')}
    if getattr(key, "version_id", None) and bucket.is_versioned:
        told["version-id"] = key.version_id
    told["sequencer"] = request_id.replace("-", "")[:18].upper()
    return {
        "version": "0",
        "bucket": {"name": bucket.name},
        "object": told,
        "request-id": request_id.replace("-", "")[:16].upper(),
        "requester": account,
        "source-ip-address": "127.0.0.1",
    }
