"""`apigateway:invoke`: a request to an API of this cloud (sections 2.4, 4.2 and 6.3 of the reference)."""

from __future__ import annotations

import re
from email.utils import formatdate
from typing import Final
from urllib.parse import quote

from steploom.engine import Failure, Outcome, Pending, Success, TaskRequest
from steploom.jsontext import Json, JsonObject, compact, size_in_bytes
from steploom.local.tasks.ports import Ports
from steploom.local.tasks.requests import BadArguments, refused
from steploom.local.tasks.webresult import header_lists, parsed_body
from steploom.local.web import Exchange, HttpRequest, HttpResponse
from steploom.local.web.apis import ApiTask
from steploom.local.web.forms import query_of
from steploom.local.web.gateway import Backends, answer_api
from steploom.local.web.messages import status_text, told_body

__all__ = ["invoke_api"]

_METHODS: Final = frozenset({"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"})
_KNOWN: Final = frozenset(
    {
        "AllowNullValues",
        "ApiEndpoint",
        "AuthType",
        "Headers",
        "Method",
        "Path",
        "QueryParameters",
        "RequestBody",
        "Stage",
    }
)
_HOST: Final = re.compile(r"([a-zA-Z0-9-]+)\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?")
_WELL: Final = range(200, 300)


def invoke_api(ports: Ports, request: TaskRequest) -> Outcome:
    """Send what the parameters say to the API, or to the handler that stands for it.

    Raises:
        Unsupported: SL412, the API has what is not simulated.
    """
    arguments: JsonObject = request.arguments if isinstance(request.arguments, dict) else {}
    try:
        asked = _Asked(arguments, ports)
    except BadArguments as error:
        return refused(request.arguments, error)
    exchange = asked.send()
    if exchange.response is None:
        return Failure("ApiGateway.SdkClientException", exchange.trouble, exchange.took)
    return _outcome(ports, request, exchange.response, exchange.took)


class _Asked:
    """The parameters of the task, checked.

    Args:
        arguments: What the task passes.
        ports: The ways out.

    Raises:
        BadArguments: A field is missing, unknown or malformed.
    """

    def __init__(self, arguments: JsonObject, ports: Ports) -> None:
        for name in arguments:
            if name not in _KNOWN:
                raise BadArguments(f"The field '{name}' is not supported by Step Functions")
        for name in ("ApiEndpoint", "Method"):
            if name not in arguments:
                raise BadArguments(f"The field '{name}' is required but was missing")
        self._ports = ports
        self._host = str(arguments["ApiEndpoint"])
        self._method = _checked("Method", arguments["Method"], arguments["Method"] in _METHODS)
        found = _HOST.fullmatch(self._host)
        _checked("ApiEndpoint", self._host, found is not None)
        self._place = (found[1], found[2]) if found else ("", "")
        keep = bool(arguments.get("AllowNullValues"))
        self._headers = _lists("Headers", arguments.get("Headers"), keep=keep)
        self._query = _lists("QueryParameters", arguments.get("QueryParameters"), keep=keep)
        self._stage = str(arguments.get("Stage") or "")
        self._path = "/" + str(arguments.get("Path") or "").lstrip("/")
        body = arguments.get("RequestBody")
        self._body = None if body is None else compact(body)
        self._signed = arguments.get("AuthType", "NO_AUTH") in ("IAM_ROLE", "RESOURCE_POLICY")

    def send(self) -> Exchange:
        """Return what the API answers."""
        ports = self._ports
        sent = self._plain()
        if ports.http.knows(sent):
            return ports.http.send(sent, now=ports.now())
        api = ports.find_api(ports.account, self._place[1], self._place[0])
        if api is None:
            return Exchange(HttpResponse(403, {"message": "Forbidden"}), None, 0.0)
        task = ApiTask(
            self._method,
            self._stage,
            self._path,
            self._all_headers(),
            self._query,
            self._body,
            self._signed,
            ports.uuid(),
            self._host,
            ports.now(),
        )
        backends = Backends(ports.invoke_by_arn, lambda asked: ports.http.send(asked, now=ports.now()))
        return answer_api(api, task, backends)

    def _plain(self) -> HttpRequest:
        """The request as a handler outside sees it."""
        stage = f"/{quote(self._stage)}" if self._stage else ""
        query = f"?{query_of(dict(self._query))}" if self._query else ""
        headers = {name: ",".join(values) for name, values in self._all_headers().items()}
        url = f"https://{self._host}{stage}{quote(self._path)}{query}"
        return HttpRequest(self._method, url, headers, self._body)

    def _all_headers(self) -> dict[str, list[str]]:
        known = {name.lower() for name in self._headers}
        own = {"Content-Type": ["application/json"], "Host": [self._host]}
        return {name: values for name, values in own.items() if name.lower() not in known} | self._headers


def _checked(name: str, value: Json, fine: object) -> str:
    if not fine:
        raise BadArguments(f"The value of the field '{name}' has an invalid format")
    return str(value)


def _lists(name: str, given: Json, *, keep: bool) -> dict[str, list[str]]:
    """Headers and query parameters, whose values are lists of texts; nulls are dropped unless they are allowed."""
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise BadArguments(f"The value of the field '{name}' has an invalid format")
    made: dict[str, list[str]] = {}
    for key, values in given.items():
        if values is None:
            continue
        if not isinstance(values, list) or any(isinstance(each, dict | list) for each in values):
            raise BadArguments(f"The value of the field '{name}' has an invalid format")
        made[key] = [each if isinstance(each, str) else compact(each) for each in values if each is not None or keep]
    return made


def _outcome(ports: Ports, request: TaskRequest, response: HttpResponse, took: float) -> Outcome:
    try:
        text, kind = told_body(response)
    except UnicodeDecodeError:
        return Failure("States.Runtime", "The response of the API cannot be read as text.", took)
    if response.status not in _WELL:
        return Failure(f"ApiGateway.{response.status}", text, took)
    headers = _front_headers(ports, text, kind) | header_lists(response.headers)
    result: JsonObject = {
        "Headers": headers,
        "ResponseBody": parsed_body(text),
        "StatusCode": response.status,
        "StatusText": status_text(response.status),
    }
    if request.token:
        ports.hand_out(request)
        return Pending(result, took)
    return Success(result, took)


def _front_headers(ports: Ports, text: str, kind: str) -> JsonObject:
    """The headers that API Gateway and the distribution before it add."""
    id_ = ports.uuid()
    digits = id_.replace("-", "")
    return {
        "Connection": ["keep-alive"],
        "Content-Length": [str(size_in_bytes(text))],
        "Content-Type": [kind],
        "Date": [formatdate(ports.now(), usegmt=True)],
        "Via": [f"1.1 {digits}.cloudfront.net (CloudFront)"],
        "x-amz-apigw-id": [digits[:16]],
        "X-Amz-Cf-Id": [digits],
        "X-Amz-Cf-Pop": ["IAD12-P1"],
        "x-amzn-RequestId": [id_],
        "X-Amzn-Trace-Id": [f"Root=1-{int(ports.now()):08x}-{digits[:24]}"],
        "X-Cache": ["Miss from cloudfront"],
    }
