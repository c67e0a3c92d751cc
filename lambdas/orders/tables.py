"""DynamoDB as the order service uses it."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from lambdas.orders.resources import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBServiceResource
    from mypy_boto3_dynamodb.service_resource import Table as DynamoDBTable

__all__ = ["cancelled_because", "condition_failed", "put_new", "read", "table", "transact"]

_CONDITION_FAILED = "ConditionalCheckFailedException"


@cache
def _dynamodb_in(region: str | None) -> DynamoDBServiceResource:
    # Made at the first call, then kept: a warm Lambda function reuses its connections.
    import boto3  # noqa: PLC0415

    return boto3.resource("dynamodb", region_name=region)


def _dynamodb() -> DynamoDBServiceResource:
    return _dynamodb_in(os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"))


def table(of: Table) -> DynamoDBTable:
    """Return boto3's resource of a table."""
    return _dynamodb().Table(of.name)


def read(of: Table, key: str) -> dict[str, Any] | None:
    """Return an item as it is after every write so far, or None."""
    return table(of).get_item(Key={of.key: key}, ConsistentRead=True).get("Item")


def put_new(of: Table, item: dict[str, Any]) -> bool:
    """Write an item unless there is one with its key; return whether it was written."""
    try:
        table(of).put_item(
            Item=item, ConditionExpression="attribute_not_exists(#key)", ExpressionAttributeNames={"#key": of.key}
        )
    except ClientError as error:
        if condition_failed(error):
            return False
        raise
    return True


def transact(writes: list[Any]) -> None:
    """Do all of the writes or none.

    Raises:
        ClientError: `TransactionCanceledException`; `cancelled_because` tells why.
    """
    _dynamodb().meta.client.transact_write_items(TransactItems=writes)


def condition_failed(error: ClientError) -> bool:
    """Return whether a write was refused by its own condition."""
    return error.response["Error"]["Code"] == _CONDITION_FAILED


def cancelled_because(error: ClientError) -> list[str]:
    """Return why a transaction was cancelled: for each write `None`, `ConditionalCheckFailed` or another reason.

    Raises:
        ClientError: The error itself, when it is no cancelled transaction.
    """
    if error.response["Error"]["Code"] != "TransactionCanceledException":
        raise error
    reasons: list[dict[str, Any]] = error.response.get("CancellationReasons", [])  # type: ignore[assignment]
    return [str(each.get("Code")) for each in reasons]
