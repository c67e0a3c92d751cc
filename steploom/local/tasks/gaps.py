"""Where moto answers otherwise than AWS: what it takes and AWS refuses, what it tells too much or leaves out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias
from urllib.parse import urlparse

from botocore.model import OperationModel

from steploom.jsontext import JsonObject

__all__ = ["completed", "refusal_code", "unreachable_host"]

_SECRET_NAME = re.compile(r"[A-Za-z0-9/_+=.@!-]+")
_FIFO_DIGITS: Final = 20

_Mend: TypeAlias = Callable[[Mapping[str, Any], JsonObject], None]


def refusal_code(service: str, operation: str, arguments: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return code and text of an error that AWS answers and moto does not, or None."""
    if (service, operation) == ("secretsmanager", "CreateSecret") and not _SECRET_NAME.fullmatch(arguments["Name"]):
        text = (
            "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!"
        )
        return "ValidationException", text
    return None


def unreachable_host(service: str, arguments: Mapping[str, Any]) -> str | None:
    """Return the host that a queue's URL names, where it can be no host of SQS.

    Example:
        >>> unreachable_host("sqs", {"QueueUrl": "http://no-such-queue"})
        'no-such-queue'
        >>> unreachable_host("sqs", {"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/orders"}) is None
        True
    """
    if service != "sqs" or "QueueUrl" not in arguments:
        return None
    host = urlparse(arguments["QueueUrl"]).hostname
    return host if host is not None and "." not in host and host != "localhost" else None


def completed(operation: OperationModel, arguments: Mapping[str, Any], response: Mapping[str, Any]) -> JsonObject:
    """Return a response as AWS would have given it.

    Args:
        operation: What was called.
        arguments: With what.
        response: What moto answered.
    """
    made = dict(response)
    mend = _MENDS.get(operation.service_model.service_name)
    if mend is not None:
        mend(arguments, made)
    return made


def _dynamodb(arguments: Mapping[str, Any], response: JsonObject) -> None:
    """Capacity is told to those who ask."""
    if arguments.get("ReturnConsumedCapacity", "NONE") == "NONE":
        response.pop("ConsumedCapacity", None)


def _s3(arguments: Mapping[str, Any], response: JsonObject) -> None:
    """Every object is encrypted; checksums of reads are told to those who ask, those of uploads with their type."""
    if "ETag" in response:
        response.setdefault("ServerSideEncryption", "AES256")
    sums = [name for name in response if name.startswith("Checksum")]
    if "Body" in response and arguments.get("ChecksumMode") != "ENABLED":
        for name in sums:
            del response[name]
    elif sums and "Body" in arguments:
        response.setdefault("ChecksumType", "FULL_OBJECT")


def _sns(arguments: Mapping[str, Any], response: JsonObject) -> None:
    """Messages of ordered topics are numbered."""
    if str(arguments.get("TopicArn", "")).endswith(".fifo") and "MessageId" in response:
        digits = str(int(str(response["MessageId"]).replace("-", "")[:15], 16)).zfill(_FIFO_DIGITS)
        response.setdefault("SequenceNumber", digits)


_MENDS: Final[Mapping[str, _Mend]] = {"dynamodb": _dynamodb, "s3": _s3, "sns": _sns}
