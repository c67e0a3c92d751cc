"""What the cloud needs of the services that are not its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from steploom.jsontext import JsonObject
from steploom.local.functions.invocation import DeployedFunction
from steploom.local.web import Api, Connection

__all__ = ["Outside"]


class Outside(Protocol):
    """Lambda's functions, CloudWatch Logs and the event buses of whoever mocks them."""

    def find_function(self, account: str, region: str, name: str, qualifier: str | None) -> DeployedFunction | None:
        """Return the function of a bare name, or None."""
        ...

    def has_log_group(self, arn: str) -> bool:
        """Return whether the log group of an ARN exists."""
        ...

    def write_logs(self, group_arn: str, stream: str, messages: Sequence[str]) -> None:
        """Append messages to a stream of a log group."""
        ...

    def write_function_log(self, function: DeployedFunction, text: str) -> None:
        """Append what a function wrote to its log group, made where there is none."""
        ...

    def put_events(self, account: str, region: str, entries: Sequence[JsonObject]) -> Sequence[JsonObject]:
        """Put entries on the buses of an account and region; return an answer for each."""
        ...

    def find_api(self, account: str, region: str, api_id: str) -> Api | None:
        """Return the API of API Gateway with an id, or None."""
        ...

    def find_connection(self, arn: str) -> Connection | None:
        """Return the EventBridge connection of an ARN, or None."""
        ...

    def expire(self, now: float) -> None:
        """Let go what ends by itself at a moment."""
        ...

    def loopback(self) -> str:
        """Return where workers reach these services: host, port and secret."""
        ...

    def close(self) -> None:
        """End what runs beside this process."""
        ...
