"""APIs of API Gateway as data: stages, routes, integrations; and which route a request takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import unquote

__all__ = ["Api", "ApiIntegration", "ApiReply", "ApiRoute", "ApiTask", "find_route"]

_PLACEHOLDER: Final = re.compile(r"\\\{(\w+)(\\\+)?\\\}")


@dataclass(frozen=True, slots=True)
class ApiReply:
    """What an integration's answer becomes.

    Attributes:
        status: HTTP status.
        pattern: Regular expression of what it is for; None for everything else.
        template: Template of the body, or None where the body passes through.
        headers: Fixed headers.
    """

    status: int
    pattern: str | None = None
    template: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ApiIntegration:
    """What stands behind a route.

    Attributes:
        type: `AWS`, `AWS_PROXY`, `MOCK`, `HTTP`, `HTTP_PROXY`.
        uri: What it calls.
        method: By which method, where it calls by HTTP.
        template: Template of what is sent, or None where the body passes through.
        replies: What its answers become, where it is no proxy.
        payload: Version of the event that a function gets from a proxy: `1.0` or `2.0`.
    """

    type: str
    uri: str = ""
    method: str = "POST"
    template: str | None = None
    replies: tuple[ApiReply, ...] = ()
    payload: str = "1.0"


@dataclass(frozen=True, slots=True)
class ApiRoute:
    """A method of a resource.

    Attributes:
        method: `GET`, …; `ANY` for all.
        path: `/orders/{id}`, `/{proxy+}`; `$default` for what nothing else takes.
        integration: What stands behind it, or None.
        authorization: `NONE`, `AWS_IAM`, or an authorizer's type.
        api_key: Whether it wants an API key.
    """

    method: str
    path: str
    integration: ApiIntegration | None
    authorization: str = "NONE"
    api_key: bool = False


@dataclass(frozen=True, slots=True)
class Api:
    """An API.

    Attributes:
        id: The first part of its host.
        kind: `rest`, or `http` for the newer kind.
        account: Its account.
        region: Its region.
        stages: Variables by stage.
        routes: Its routes.
    """

    id: str
    kind: Literal["rest", "http"]
    account: str
    region: str
    stages: Mapping[str, Mapping[str, str]]
    routes: tuple[ApiRoute, ...]


@dataclass(frozen=True, slots=True)
class ApiTask:
    """A request to an API.

    Attributes:
        method: HTTP method.
        stage: Stage, or empty for `$default`.
        path: Path after the stage, with a leading slash.
        headers: Values by name.
        query: Values by name.
        body: Text, or None.
        signed: Whether the caller signs with its role.
        request_id: The request's id.
        host: The API's host.
        now: The virtual moment.
    """

    method: str
    stage: str
    path: str
    headers: Mapping[str, list[str]]
    query: Mapping[str, list[str]]
    body: str | None
    signed: bool
    request_id: str
    host: str
    now: float


def find_route(api: Api, method: str, path: str) -> tuple[ApiRoute, dict[str, str]] | None:
    """Return the route that a request takes and its path parameters, or None: fixed segments win over parameters.

    Example:
        >>> orders = ApiRoute("GET", "/orders/{id}", None), ApiRoute("ANY", "/{proxy+}", None)
        >>> api = Api("a1", "rest", "123456789012", "us-east-1", {}, orders)
        >>> find_route(api, "GET", "/orders/7")[1], find_route(api, "POST", "/orders/7")[1]
        ({'id': '7'}, {'proxy': 'orders/7'})
    """
    found = [
        (_rank(route), route, params)
        for route in api.routes
        if route.method in (method, "ANY") and (params := _params(route.path, path)) is not None
    ]
    if not found:
        return None
    _, route, params = min(found, key=lambda each: each[0])
    return route, params


def _rank(route: ApiRoute) -> tuple[bool, bool, int, bool]:
    return route.path == "$default", "+}" in route.path, route.path.count("{"), route.method == "ANY"


def _params(template: str, path: str) -> dict[str, str] | None:
    if template == "$default":
        return {}
    regex = _PLACEHOLDER.sub(lambda name: f"(?P<{name[1]}>{'.+' if name[2] else '[^/]+'})", re.escape(template))
    found = re.fullmatch(regex, path)
    return None if found is None else {name: unquote(value) for name, value in found.groupdict().items()}
