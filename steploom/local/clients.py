"""boto3 clients of the local cloud's own: dummy credentials, no retries, any account."""

from __future__ import annotations

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

__all__ = ["DEFAULT_ACCOUNT", "client"]

#: The account that moto takes where nobody names one.
DEFAULT_ACCOUNT = "123456789012"

_CONFIG = Config(retries={"max_attempts": 0, "mode": "standard"}, parameter_validation=True)


@cache
def _session() -> boto3.Session:
    # Its own session: the default one belongs to the user, and moto replaces it.
    return boto3.Session(aws_access_key_id="local", aws_secret_access_key="local", aws_session_token="local")  # noqa: S106


@cache
def client(service: str, region: str = "us-east-1", account: str = DEFAULT_ACCOUNT) -> Any:
    """Return a client; made once in a process, since making one costs more than using it.

    Args:
        service: Name as boto3 takes it.
        region: Its region.
        account: The account in which moto sees its calls.
    """
    made: Any = _session().client(service, region_name=region, config=_CONFIG)  # type: ignore[call-overload]
    if account != DEFAULT_ACCOUNT:
        made.meta.events.register("before-call", lambda params, **_: _claim(params, account))
    return made


def _claim(params: dict[str, Any], account: str) -> None:
    params["headers"]["x-moto-account-id"] = account
