"""S3 as a distributed Map reads its items and writes its results."""

from __future__ import annotations

from steploom.deploy.iam.needs import Need, Task, Underivable
from steploom.deploy.references import arn

__all__ = ["needs"]

_WRITE = ("s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject")


def needs(task: Task) -> tuple[Need, ...]:
    """Return what an item reader or result writer needs: its bucket must be known."""
    bucket = arn("s3", task.text("Bucket"))
    prefix = task.text("Prefix").strip("/") if task.argument("Prefix") is not None else ""
    match task.resource.action:
        case "getObject":
            return (Need(("s3:GetObject",), (f"{bucket}/{task.text('Key')}",)),)
        case "listObjectsV2":
            condition = {"StringLike": {"s3:prefix": f"{prefix}*"}} if prefix else {}
            return (Need(("s3:ListBucket",), (bucket,), condition), Need(("s3:GetObject",), (f"{bucket}/{prefix}*",)))
        case "putObject":
            return (Need(_WRITE, (f"{bucket}/{prefix}/*" if prefix else f"{bucket}/*",)),)
        case other:
            raise Underivable(f"what s3:{other} needs cannot be derived", task.hint("use getObject or listObjectsV2"))
