"""The other services of moto that the cloud itself uses, without a request."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from moto.awslambda.exceptions import LambdaClientError
from moto.awslambda.utils import get_backend as lambda_backend
from moto.events.models import events_backends
from moto.logs.models import logs_backends

from steploom.jsontext import JsonObject
from steploom.local.functions.invocation import DeployedFunction
from steploom.local.hooks.apis import find_api, find_connection
from steploom.local.hooks.expiry import expire
from steploom.local.hooks.functions import deployed_function
from steploom.local.hooks.loopback import Loopback
from steploom.local.web import Api, Connection

__all__ = ["MotoServices"]


class MotoServices:
    """`Outside`, as moto has it."""

    def __init__(self) -> None:
        self._loopback = Loopback()

    def loopback(self) -> str:
        """Return where workers reach these services: host, port and secret."""
        return self._loopback.place()

    def close(self) -> None:
        """Stop listening."""
        self._loopback.close()

    def find_function(self, account: str, region: str, name: str, qualifier: str | None) -> DeployedFunction | None:
        """Return the function of a bare name, or None."""
        try:
            found = lambda_backend(account, region).get_function(name, None if qualifier == "$LATEST" else qualifier)
        except (LambdaClientError, KeyError):  # moto knows regions by name
            return None
        return deployed_function(found)

    def has_log_group(self, arn: str) -> bool:
        """Return whether the log group of an ARN exists."""
        return _group(arn) is not None

    def write_logs(self, group_arn: str, stream: str, messages: Sequence[str]) -> None:
        """Append messages to a stream of a log group; nothing happens where the group was deleted meanwhile."""
        group = _group(group_arn)
        if group is None:
            return
        if stream not in group.streams:
            group.create_log_stream(stream)
        # The stamp is CloudWatch's own time, which refuses the far future; messages say their virtual time.
        stamp = round(time.time() * 1000)
        group.put_log_events(stream, [{"timestamp": stamp, "message": each} for each in messages])

    def write_function_log(self, function: DeployedFunction, text: str) -> None:
        """Append what a function wrote to its log group, made where there is none."""
        account = function.arn.split(":")[4]
        logs = logs_backends[account][function.region]
        logs.ensure_log_group(f"/aws/lambda/{function.name}")
        arn = f"arn:aws:logs:{function.region}:{account}:log-group:/aws/lambda/{function.name}"
        self.write_logs(
            arn, f"{time.strftime('%Y/%m/%d', time.gmtime(time.time()))}/[{function.version}]local", text.splitlines()
        )

    def put_events(self, account: str, region: str, entries: Sequence[JsonObject]) -> Sequence[JsonObject]:
        """Put entries on the buses of an account and region; return an answer for each."""
        answers: list[JsonObject] = events_backends[account][region].put_events(list(entries))
        return answers

    def find_api(self, account: str, region: str, api_id: str) -> Api | None:
        """Return the API of API Gateway with an id, or None."""
        return find_api(account, region, api_id)

    def find_connection(self, arn: str) -> Connection | None:
        """Return the EventBridge connection of an ARN, or None."""
        return find_connection(arn)

    def expire(self, now: float) -> None:
        """Let go what ends by itself at a moment."""
        expire(now)


def _group(arn: str) -> Any:
    parts = arn.split(":")
    if len(parts) < 7:  # noqa: PLR2004 -- arn:aws:logs:region:account:log-group:name
        return None
    return logs_backends[parts[4]][parts[3]].groups.get(parts[6])
