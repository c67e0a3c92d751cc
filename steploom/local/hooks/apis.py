"""moto's API Gateway, both kinds, and EventBridge's connections, read as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moto.apigateway.models import apigateway_backends
from moto.apigatewayv2.models import apigatewayv2_backends
from moto.events.models import events_backends

from steploom.local.web import Api, ApiIntegration, ApiRoute, Connection
from steploom.local.web.apis import ApiReply

__all__ = ["find_api", "find_connection"]

_JSON = "application/json"
_PARTS = 6


def find_api(account: str, region: str, api_id: str) -> Api | None:
    """Return the API of an id, or None."""
    rest = apigateway_backends[account][region].apis.get(api_id)
    if rest is not None:
        return _rest(rest, account, region)
    http = apigatewayv2_backends[account][region].apis.get(api_id)
    return None if http is None else _http(http, account, region)


def find_connection(arn: str) -> Connection | None:
    """Return the connection of an ARN, or None."""
    parts = arn.split(":", _PARTS - 1)
    if len(parts) < _PARTS or parts[2] != "events" or not parts[5].startswith("connection/"):
        return None
    found = events_backends[parts[4]][parts[3]].connections.get(parts[5].split("/")[1])
    if found is None or found.arn != arn:
        return None
    return Connection(arn, found.authorization_type, found.auth_parameters, found.state)


def _rest(api: Any, account: str, region: str) -> Api:
    routes = [
        ApiRoute(
            name,
            resource.get_path(),
            None if method.method_integration is None else _rest_integration(method.method_integration),
            method.authorization_type or "NONE",
            api_key=str(method.api_key_required).lower() == "true",
        )
        for resource in api.resources.values()
        for name, method in resource.resource_methods.items()
    ]
    stages = {name: dict(stage.variables or {}) for name, stage in api.stages.items()}
    return Api(api.id, "rest", account, region, stages, tuple(routes))


def _rest_integration(found: Any) -> ApiIntegration:
    replies = [
        ApiReply(
            int(each.status_code),
            each.selection_pattern,
            _template(each.response_templates),
            _fixed(each.response_parameters),
        )
        for each in (found.integration_responses or {}).values()
    ]
    template = _template(found.request_templates)
    return ApiIntegration(found.integration_type, found.uri or "", found.http_method or "", template, tuple(replies))


def _template(templates: Mapping[str, str | None] | None) -> str | None:
    return (templates or {}).get(_JSON)


def _fixed(parameters: Mapping[str, str] | None) -> dict[str, str]:
    """The headers with fixed values: `'text'` in quotes; others come from the integration's answer."""
    prefix = "method.response.header."
    return {
        name.removeprefix(prefix): value.strip("'")
        for name, value in (parameters or {}).items()
        if name.startswith(prefix) and value.startswith("'")
    }


def _http(api: Any, account: str, region: str) -> Api:
    integrations = {each.id: each for each in api.integrations.values()}
    routes = [_http_route(each, integrations) for each in api.routes.values()]
    stages = {name: dict(stage.stage_variables or {}) for name, stage in api.stages.items()}
    return Api(api.api_id, "http", account, region, stages, tuple(routes))


def _http_route(found: Any, integrations: Mapping[str, Any]) -> ApiRoute:
    method, _, path = found.route_key.rpartition(" ")
    target = integrations.get((found.target or "").removeprefix("integrations/"))
    integration = None
    if target is not None:
        version = target.payload_format_version or "1.0"
        uri, by = target.integration_uri or "", target.integration_method or ""
        integration = ApiIntegration(target.integration_type, uri, by, payload=version)
    return ApiRoute(method or "ANY", path, integration, found.authorization_type or "NONE")
