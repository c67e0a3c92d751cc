"""API Gateway: a request to an API goes through stage, route and integration to its answer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from steploom.errors import Unsupported
from steploom.jsontext import Json, parse
from steploom.local.functions.invocation import Invocation
from steploom.local.web.apis import Api, ApiIntegration, ApiReply, ApiRoute, ApiTask, find_route
from steploom.local.web.handlers import Exchange
from steploom.local.web.messages import HttpRequest, HttpResponse, told_body
from steploom.local.web.proxying import proxy_event, proxy_response
from steploom.local.web.templates import Scope, filled

__all__ = ["Backends", "answer_api"]

_FUNCTION: Final = re.compile(r"functions/(arn:[^/]+)/invocations|^(arn:[^:]+:lambda:.+)$")
#: How long API Gateway waits for an integration, in seconds.
_PATIENCE: Final = 29.0
_INTERNAL: Final = HttpResponse(500, {"message": "Internal server error"})


@dataclass(frozen=True, slots=True)
class Backends:
    """What integrations reach.

    Attributes:
        invoke: Invokes the function of an ARN; None where there is none.
        send: Sends a request to a host outside.
    """

    invoke: Callable[[str, Json], Invocation | None]
    send: Callable[[HttpRequest], Exchange]


def answer_api(api: Api, task: ApiTask, backends: Backends) -> Exchange:
    """Return what an API answers.

    Raises:
        Unsupported: SL412, the route has an integration or an authorizer that is not simulated.
    """
    rest = api.kind == "rest"
    if (task.stage or "$default") not in api.stages:
        return _told(HttpResponse(403, {"message": "Forbidden"}) if rest else _not_found())
    found = find_route(api, task.method, task.path)
    if found is None:
        return _told(_no_token() if rest else _not_found())
    route, params = found
    if (refused := _refusal(route, task)) is not None:
        return _told(refused)
    if route.integration is None:
        return _told(_INTERNAL)
    exchange = _Call(api, route, route.integration, task, params, backends).answer()
    if exchange.took > _PATIENCE:
        return Exchange(HttpResponse(504, {"message": "Endpoint request timed out"}), None, _PATIENCE)
    return exchange


def _told(response: HttpResponse, took: float = 0.0) -> Exchange:
    return Exchange(response, None, took)


def _not_found() -> HttpResponse:
    return HttpResponse(404, {"message": "Not Found"})


def _no_token() -> HttpResponse:
    return HttpResponse(403, {"message": "Missing Authentication Token"})


def _refusal(route: ApiRoute, task: ApiTask) -> HttpResponse | None:
    if route.authorization == "AWS_IAM":
        return None if task.signed else _no_token()
    if route.authorization not in ("NONE", ""):
        what = f"{route.method} {route.path} has an authorizer ({route.authorization})"
        raise Unsupported("SL412", f"{what}, which is not simulated; answer for the API with cloud.http")
    if route.api_key and not any(name.lower() == "x-api-key" for name in task.headers):
        return HttpResponse(403, {"message": "Forbidden"})
    return None


@dataclass(frozen=True, slots=True)
class _Call:
    api: Api
    route: ApiRoute
    integration: ApiIntegration
    task: ApiTask
    params: dict[str, str]
    backends: Backends

    def answer(self) -> Exchange:
        function = _FUNCTION.search(self.integration.uri)
        match self.integration.type:
            case "MOCK":
                return self._mock()
            case "AWS_PROXY" if function is not None:
                return self._proxy(function[1] or function[2])
            case "AWS" if function is not None:
                return self._function(function[1])
            case "HTTP" | "HTTP_PROXY":
                return self._http()
            case other:
                what = f"the integration {other} of {self.route.method} {self.route.path} ({self.integration.uri})"
                raise Unsupported("SL412", f"{what} is not simulated; answer for the API with cloud.http")

    def _mock(self) -> Exchange:
        text = self._sent()
        try:
            status = str(parse(text or "{}")["statusCode"])
        except (json.JSONDecodeError, KeyError, TypeError):
            return _told(_INTERNAL)
        return _told(self._reply(status, ""))

    def _function(self, arn: str) -> Exchange:
        try:
            event = parse(self._sent() or "{}")
        except json.JSONDecodeError as error:
            return _told(HttpResponse(400, {"message": f"Could not parse request body into json: {error}"}))
        made = self.backends.invoke(arn, event)
        if made is None:
            return _told(_INTERNAL)
        message = str(parse(made.payload).get("errorMessage", "")) if made.failed else None
        return _told(self._reply(message, made.payload), made.took)

    def _proxy(self, arn: str) -> Exchange:
        made = self.backends.invoke(arn, proxy_event(self.api, self.route, self.integration, self.task, self.params))
        broken = HttpResponse(502 if self.api.kind == "rest" else 500, {"message": "Internal server error"})
        if made is None or made.failed:
            return _told(broken, 0.0 if made is None else made.took)
        simple = self.integration.payload == "2.0"
        return _told(proxy_response(parse(made.payload), simple=simple) or broken, made.took)

    def _http(self) -> Exchange:
        url = re.sub(r"\{(\w+)\+?\}", lambda name: self.params.get(name[1], ""), self.integration.uri)
        method = self.task.method if self.integration.method in ("", "ANY") else self.integration.method
        headers = {name: ",".join(values) for name, values in self.task.headers.items()}
        proxy = self.integration.type == "HTTP_PROXY"
        sent = self.backends.send(HttpRequest(method, url, headers, self.task.body if proxy else self._sent()))
        if sent.response is None:
            return Exchange(HttpResponse(504 if proxy else 500, _INTERNAL.body), None, sent.took)
        if proxy:
            return sent
        return _told(self._reply(str(sent.response.status), told_body(sent.response)[0]), sent.took)

    def _sent(self) -> str:
        template = self.integration.template
        return (self.task.body or "") if template is None else filled(template, self._scope(self.task.body or ""))

    def _reply(self, told: str | None, body: str) -> HttpResponse:
        """The integration response whose pattern fits; the one without a pattern fits the rest."""
        reply = _fitting(self.integration.replies, told)
        if reply is None:
            return _INTERNAL
        text = body if reply.template is None else filled(reply.template, self._scope(body))
        return HttpResponse(reply.status, text, {"Content-Type": "application/json", **reply.headers})

    def _scope(self, body: str) -> Scope:
        task = self.task
        plain = {name: values[0] for name, values in (*task.headers.items(), *task.query.items()) if values}
        context = {
            "apiId": self.api.id,
            "httpMethod": task.method,
            "requestId": task.request_id,
            "resourcePath": self.route.path,
            "stage": task.stage,
        }
        return Scope(body, plain | self.params, context, self.api.stages[task.stage or "$default"])


def _fitting(replies: tuple[ApiReply, ...], told: str | None) -> ApiReply | None:
    for each in replies:
        if each.pattern and told is not None and re.fullmatch(each.pattern, told, re.DOTALL):
            return each
    return next((each for each in replies if not each.pattern), None)
