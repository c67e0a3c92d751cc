"""The engine's integration: each kind of resource to who knows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from steploom.engine import Outcome, TaskRequest
from steploom.local.tasks import activities, events, functions, gateway, http, nested, optimized, sdk
from steploom.local.tasks.ports import Ports
from steploom.local.tasks.requests import BadArguments, refused

__all__ = ["CloudIntegration"]

_Handler: TypeAlias = Callable[[Ports, TaskRequest], Outcome]

_OPTIMIZED: Final[dict[str, _Handler]] = {
    "apigateway": gateway.invoke_api,
    "events": events.put_events,
    "lambda": functions.invoke_function,
    "states": nested.start_execution,
}


class CloudIntegration:
    """Where tasks go in the local cloud.

    Args:
        ports_of: The ways out for a request: account and region are those of its machine.
    """

    def __init__(self, ports_of: Callable[[TaskRequest], Ports]) -> None:
        self._ports_of = ports_of

    def call(self, request: TaskRequest) -> Outcome:
        """Do what the request asks.

        Raises:
            Unsupported: SL412, the local cloud does not have the resource.
        """
        ports = self._ports_of(request)
        if request.resource.kind not in ("lambda", "activity") and not isinstance(request.arguments, dict):
            return refused(request.arguments, BadArguments("The parameters must be an object"))
        match request.resource.kind:
            case "lambda":
                return functions.call_function(ports, request)
            case "activity":
                return activities.queue_work(ports, request)
            case "sdk":
                return sdk.call_sdk(ports, request)
            case "optimized":
                return _OPTIMIZED.get(request.resource.service, optimized.call_optimized)(ports, request)
            case "http":
                return http.invoke_http(ports, request)
