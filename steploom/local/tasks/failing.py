"""Errors of services as errors of a Task: names and cause texts (sections 4.2 and 6.4 of the reference)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError
from botocore.model import ServiceModel

from steploom.dsl.awsnaming import sdk_error
from steploom.engine import Failure
from steploom.local.tasks.naming import error_shape

__all__ = ["Refusal", "optimized_failure", "refusal_of", "sdk_failure"]

#: Services whose latest recording shows how often the SDK tried.
_COUNTED = frozenset({"Sfn"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """A service's error response.

    Attributes:
        code: `ResourceNotFoundException`, …
        message: Its text.
        status: HTTP status.
        request_id: The request's id.
    """

    code: str
    message: str
    status: int
    request_id: str


def refusal_of(error: ClientError) -> Refusal:
    """Return the parts of a boto3 error."""
    response: dict[str, Any] = dict(error.response)
    told, about = response.get("Error", {}), response.get("ResponseMetadata", {})
    return Refusal(
        str(told.get("Code", "")),
        str(told.get("Message", "")),
        int(about.get("HTTPStatusCode", 400)),
        str(about.get("RequestId", "")),
    )


def sdk_failure(prefix: str, model: ServiceModel, refusal: Refusal, took: float = 0.0) -> Failure:
    """Return the failure of an `aws-sdk` task.

    Args:
        prefix: The service's prefix: `DynamoDb`.
        model: Its model, which says what errors have names of their own.
        refusal: What the service answered.
        took: Virtual seconds.
    """
    shape = error_shape(model, refusal.code)
    name = f"{prefix}Exception" if shape is None else sdk_error(shape)
    parts = [f"Service: {prefix}", f"Status Code: {refusal.status}", f"Request ID: {refusal.request_id}"]
    if prefix == "S3":
        parts.append(f"Extended Request ID: {refusal.request_id}")
    count = " (SDK Attempt Count: 1)" if prefix in _COUNTED else ""
    return Failure(f"{prefix}.{name}", f"{refusal.message} ({', '.join(parts)}){count}", took)


def optimized_failure(prefix: str, long_name: str, model: ServiceModel, refusal: Refusal, took: float = 0.0) -> Failure:
    """Return the failure of a task of an optimized integration.

    Args:
        prefix: The service's prefix: `DynamoDB`.
        long_name: Its name in the older SDK's texts: `AmazonDynamoDBv2`.
        model: Its model, which says what errors have names of their own.
        refusal: What the service answered.
        took: Virtual seconds.
    """
    shape = error_shape(model, refusal.code)
    general = long_name.removesuffix("v2")
    name = f"{general}Exception" if shape is None else _suffixed(shape)
    cause = (
        f"{refusal.message} (Service: {long_name}; Status Code: {refusal.status}; Error Code: {refusal.code}; "
        f"Request ID: {refusal.request_id}; Proxy: null)"
    )
    return Failure(f"{prefix}.{name}", cause, took)


def _suffixed(name: str) -> str:
    return name if name.endswith("Exception") else f"{name}Exception"
