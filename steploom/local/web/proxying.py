"""The event that a function gets from API Gateway's proxy, and the response that its result means."""

from __future__ import annotations

import base64
import binascii
from email.utils import formatdate

from steploom.jsontext import Json, JsonObject, compact
from steploom.local.web.apis import Api, ApiIntegration, ApiRoute, ApiTask
from steploom.local.web.forms import encoded
from steploom.local.web.messages import HttpResponse, Values

__all__ = ["proxy_event", "proxy_response"]


def proxy_event(
    api: Api, route: ApiRoute, integration: ApiIntegration, task: ApiTask, params: dict[str, str]
) -> JsonObject:
    """Return the event of a proxy integration, in the version that the integration asks for."""
    make = _second if integration.payload == "2.0" else _first
    return make(api, route, task, params)


def _first(api: Api, route: ApiRoute, task: ApiTask, params: dict[str, str]) -> JsonObject:
    context = {
        "accountId": api.account,
        "apiId": api.id,
        "domainName": task.host,
        "extendedRequestId": task.request_id,
        "httpMethod": task.method,
        "identity": {"sourceIp": "127.0.0.1", "userAgent": "steploom"},
        "path": f"/{task.stage}{task.path}",
        "protocol": "HTTP/1.1",
        "requestId": task.request_id,
        "requestTime": formatdate(task.now, usegmt=True),
        "requestTimeEpoch": round(task.now * 1000),
        "resourcePath": route.path,
        "stage": task.stage,
    }
    return {
        "resource": route.path,
        "path": task.path,
        "httpMethod": task.method,
        "headers": {name: values[-1] for name, values in task.headers.items() if values} or None,
        "multiValueHeaders": dict(task.headers) or None,
        "queryStringParameters": {name: values[-1] for name, values in task.query.items() if values} or None,
        "multiValueQueryStringParameters": dict(task.query) or None,
        "pathParameters": params or None,
        "stageVariables": dict(api.stages[task.stage or "$default"]) or None,
        "requestContext": context,
        "body": task.body,
        "isBase64Encoded": False,
    }


def _second(api: Api, route: ApiRoute, task: ApiTask, params: dict[str, str]) -> JsonObject:
    stage = task.stage or "$default"
    key = route.path if route.path == "$default" else f"{route.method} {route.path}"
    path = task.path if stage == "$default" else f"/{stage}{task.path}"
    event: JsonObject = {
        "version": "2.0",
        "routeKey": key,
        "rawPath": path,
        "rawQueryString": encoded(dict(task.query), "REPEAT"),
        "headers": {name.lower(): ",".join(values) for name, values in task.headers.items()},
        "requestContext": {
            "accountId": api.account,
            "apiId": api.id,
            "domainName": task.host,
            "domainPrefix": api.id,
            "http": {
                "method": task.method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": "steploom",
            },
            "requestId": task.request_id,
            "routeKey": key,
            "stage": stage,
            "timeEpoch": round(task.now * 1000),
        },
        "isBase64Encoded": False,
    }
    optional: JsonObject = {
        "queryStringParameters": {name: ",".join(values) for name, values in task.query.items()},
        "pathParameters": params,
        "stageVariables": dict(api.stages[stage]),
        "body": task.body,
    }
    return event | {name: value for name, value in optional.items() if value}


def proxy_response(result: Json, *, simple: bool) -> HttpResponse | None:
    """Return the response that a function's result means, or None where it means none.

    Args:
        result: What the function returned.
        simple: Whether a result without a status is itself the body, as with payloads of version 2.0.

    Example:
        >>> proxy_response({"statusCode": 201, "body": "made"}, simple=False).status
        201
        >>> proxy_response({"id": 1}, simple=False) is None, proxy_response({"id": 1}, simple=True).body
        (True, '{"id":1}')
    """
    if not isinstance(result, dict) or "statusCode" not in result:
        if not simple:
            return None
        return HttpResponse(200, compact(result), {"Content-Type": "application/json"})
    try:
        status = int(result["statusCode"])
    except (TypeError, ValueError):
        return None
    body = result.get("body")
    if body is not None and not isinstance(body, str):
        return None
    headers: dict[str, Values] = {str(name): str(value) for name, value in (result.get("headers") or {}).items()}
    for name, values in (result.get("multiValueHeaders") or {}).items():
        headers[str(name)] = [str(each) for each in values]
    headers = {"Content-Type": "application/json"} | headers
    if not (body and result.get("isBase64Encoded")):
        return HttpResponse(status, body or "", headers)
    try:
        return HttpResponse(status, base64.b64decode(body, validate=True), headers)
    except binascii.Error:
        return None
