"""Make an AWS call for real, with the request and the response that a state machine would have."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from steploom.diagnostics import Diagnostic
from steploom.dsl.awscalls import check_call
from steploom.dsl.awsnaming import sdk_moment
from steploom.dsl.awsproxy import AwsCall
from steploom.errors import CompileError
from steploom.jsontext import Json

__all__ = ["as_json", "copied", "require_valid", "send"]


def require_valid(call: AwsCall, arguments: Mapping[str, Any]) -> None:
    """Refuse a call that the compiler refuses.

    Raises:
        CompileError: SL410 or SL411, every fault of the call.
    """
    found = check_call(call.service, call.operation, arguments)
    if found:
        raise CompileError(Diagnostic(each.code, f"{call.name}(...): {each.message}", hint=each.hint) for each in found)


def send(call: AwsCall, /, **arguments: Any) -> Any:
    """Send the request with boto3's default session, and return the response without its meta data.

    Raises:
        botocore.exceptions.ClientError: AWS refused it.
    """
    import boto3  # noqa: PLC0415 - boto3 is heavy, and only wanted once a real call is made

    # The name of the service is only known when the workflow runs, so no overload of client() fits.
    client: Any = boto3.client(call.service)  # type: ignore[call-overload]
    response: dict[str, Any] = getattr(client, call.operation)(**arguments)
    return {key: value for key, value in response.items() if key != "ResponseMetadata"}


def copied(value: Any) -> Any:
    """Return a request as it is at this moment: what the workflow does to its parts afterwards is not seen."""
    if isinstance(value, Mapping):
        return {key: copied(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [copied(each) for each in value]
    return value


def as_json(value: Any) -> Json:
    """Return a request or response as JSON, in the forms that Step Functions gives: ISO 8601 in UTC, base64, text.

    Raises:
        TypeError: Something has no JSON form.

    Example:
        >>> from datetime import UTC
        >>> as_json({"at": datetime(2026, 1, 31, 9, 30, tzinfo=UTC), "data": b"abc"})
        {'at': '2026-01-31T09:30:00Z', 'data': 'YWJj'}
    """
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Mapping():
            return {str(key): as_json(each) for key, each in value.items()}
        case list() | tuple():
            return [as_json(each) for each in value]
        case datetime():
            return sdk_moment(value)
        case bytes() | bytearray():
            return b64encode(value).decode("ascii")
        case _ if hasattr(value, "read"):
            # A body that streams: Step Functions gives its text.
            return value.read().decode()
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON form in an AWS call")
