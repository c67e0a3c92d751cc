"""Events that AWS itself tells, as types: `@on(ObjectCreated.where(lambda e: e.bucket.name == "uploads"))`.

They are heard on the default bus, and nobody but AWS can tell them. Fields that AWS may add are ignored, those that
it may leave out are optional.
Source: the user guides of S3 (Event Message structure), Step Functions (EventBridge events) and EventBridge.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from steploom.events.model import Event

__all__ = [
    "AwsEvent",
    "Bucket",
    "ExecutionStatusChange",
    "ObjectCreated",
    "ObjectDeleted",
    "S3Object",
    "ScheduledEvent",
]


class AwsEvent(Event, source="aws", detail_type="AWS", is_ours=False):
    """Base of the events that AWS tells: a subclass may have a source that starts with `aws.`.

    Example:
        >>> class BuildStateChange(AwsEvent, source="aws.codebuild", detail_type="CodeBuild Build State Change"):
        ...     build_status: str = Field(alias="build-status")
        >>> BuildStateChange.event_source, BuildStateChange.detail_type
        ('aws.codebuild', 'CodeBuild Build State Change')
    """


class Bucket(BaseModel):
    """The bucket of an S3 event."""

    name: str


class S3Object(BaseModel):
    """The object of an S3 event. `size` in bytes; a deleted object has none."""

    key: str
    size: int | None = None
    etag: str | None = None
    version_id: str | None = Field(default=None, alias="version-id")
    sequencer: str | None = None


class ObjectCreated(AwsEvent, source="aws.s3", detail_type="Object Created"):
    """An object was written; `reason` tells by which operation: `PutObject`, `CopyObject` and others."""

    bucket: Bucket
    object: S3Object
    reason: str | None = None
    requester: str | None = None
    source_ip_address: str | None = Field(default=None, alias="source-ip-address")


class ObjectDeleted(AwsEvent, source="aws.s3", detail_type="Object Deleted"):
    """An object was deleted, by a request or by a lifecycle rule."""

    bucket: Bucket
    object: S3Object
    reason: str | None = None
    deletion_type: str | None = Field(default=None, alias="deletion-type")
    requester: str | None = None


class ExecutionStatusChange(AwsEvent, source="aws.states", detail_type="Step Functions Execution Status Change"):
    """A Standard execution has begun or ended. Dates are epoch milliseconds, input and output JSON texts."""

    execution_arn: str = Field(alias="executionArn")
    state_machine_arn: str = Field(alias="stateMachineArn")
    name: str
    status: Literal["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"]
    start_date: int = Field(alias="startDate")
    stop_date: int | None = Field(default=None, alias="stopDate")
    input: str | None = None
    output: str | None = None
    error: str | None = None
    cause: str | None = None


class ScheduledEvent(AwsEvent, source="aws.events", detail_type="Scheduled Event"):
    """A rule's schedule was due; the detail is empty."""
