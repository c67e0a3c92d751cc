"""The objects that distributed Maps read and write: S3 through boto3, which moto answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from steploom.clock import handler_time
from steploom.engine import ExecutionInfo, StoreRefused
from steploom.jsontext import JsonObject
from steploom.local.arns import parse_states_arn
from steploom.local.clients import DEFAULT_ACCOUNT, client

__all__ = ["BucketStore"]

_READS = ("Bucket", "Key", "VersionId", "ExpectedBucketOwner")
_LISTS = ("Bucket", "Prefix", "Delimiter", "StartAfter", "MaxKeys", "ExpectedBucketOwner", "RequestPayer")


class BucketStore:
    """`ItemStore`, in the account and region of the machine that asks.

    Args:
        now: The virtual moment.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now

    def get(self, execution: ExecutionInfo, arguments: JsonObject) -> bytes:
        """Return an object's content."""
        response = self._call(execution, "get_object", {key: arguments[key] for key in _READS if key in arguments})
        body: bytes = response["Body"].read()
        return body

    def listing(self, execution: ExecutionInfo, arguments: JsonObject) -> Iterator[JsonObject]:
        """Yield the objects of a bucket, a page of S3 in memory at a time."""
        request: dict[str, Any] = {key: arguments[key] for key in _LISTS if key in arguments}
        while True:
            response = self._call(execution, "list_objects_v2", request)
            for each in response.get("Contents", ()):
                yield {
                    "Etag": each["ETag"],
                    "Key": each["Key"],
                    "LastModified": int(each["LastModified"].timestamp()),
                    "Size": each["Size"],
                    "StorageClass": each.get("StorageClass", "STANDARD"),
                }
            if not response.get("IsTruncated"):
                return
            request["ContinuationToken"] = response["NextContinuationToken"]

    def put(self, execution: ExecutionInfo, bucket: str, key: str, body: bytes) -> None:
        """Write an object."""
        self._call(execution, "put_object", {"Bucket": bucket, "Key": key, "Body": body})

    def _call(self, execution: ExecutionInfo, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        machine = parse_states_arn(execution.machine_arn)
        region, account = (machine.region, machine.account) if machine else ("us-east-1", DEFAULT_ACCOUNT)
        try:
            with handler_time(self._now()):
                made: dict[str, Any] = getattr(client("s3", region, account), operation)(**request)
        except ClientError as error:
            raise StoreRefused(str(error.response["Error"].get("Message", ""))) from error
        except BotoCoreError as error:
            raise StoreRefused(str(error)) from error
        return made
