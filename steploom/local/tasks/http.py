"""`http:invoke`: a request to a host outside, with what an EventBridge connection adds (sections 4.2 and 6.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import formatdate
from typing import Final, get_args
from urllib.parse import urlsplit

from steploom.engine import Failure, Outcome, Success, TaskRequest
from steploom.jsontext import Json, JsonObject, compact, size_in_bytes
from steploom.local.tasks.ports import Ports
from steploom.local.tasks.requests import BadArguments, refused
from steploom.local.tasks.webresult import header_lists, parsed_body
from steploom.local.web import Connection, Exchange, HttpRequest, HttpResponse, Told
from steploom.local.web.connections import Extras, extras_of, token_request
from steploom.local.web.forms import ArrayFormat, encoded, query_of
from steploom.local.web.messages import header, status_text, told_body

__all__ = ["invoke_http"]

_METHODS: Final = frozenset({"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"})
_KNOWN: Final = frozenset(
    {
        "ApiEndpoint",
        "Authentication",
        "Headers",
        "InvocationConfig",
        "Method",
        "QueryParameters",
        "RequestBody",
        "Transform",
    }
)
_FORBIDDEN: Final = re.compile(
    "a-im|accept-charset|accept-datetime|accept-encoding|authorization|cache-control|connection|content-encoding|"
    "content-md5|date|expect|forwarded|from|host|http2-settings|if-match|if-modified-since|if-none-match|if-range|"
    "if-unmodified-since|max-forwards|origin|pragma|proxy-authorization|referer|server|te|trailer|transfer-encoding|"
    "upgrade|via|warning|x-forwarded-.*|x-amz-.*|x-amzn-.*",
    re.IGNORECASE,
)
_BINARY: Final = re.compile(r"application/octet-stream|(image|video|audio)/.*", re.IGNORECASE)
#: How long Step Functions waits for an answer, in seconds, whatever the task's timeout says.
_PATIENCE: Final = 60.0
_WELL: Final = range(200, 300)
_NOTHING: Final = Extras({}, {}, {})
_CONNECTION: Final = "Events.ConnectionResource"


def invoke_http(ports: Ports, request: TaskRequest) -> Outcome:
    """Send what the parameters say to the handler that stands for the host.

    Raises:
        Unsupported: SL412, no handler stands for it.
    """
    arguments: JsonObject = request.arguments if isinstance(request.arguments, dict) else {}
    try:
        asked = _asked(arguments)
    except BadArguments as error:
        return refused(request.arguments, error)
    connection = ports.find_connection(asked.connection)
    if connection is None:
        text = f"The connection with ARN {asked.connection} does not exist."
        return Failure(f"{_CONNECTION}.ResourceNotFound", text)
    if connection.state != "AUTHORIZED":
        text = f"The connection with ARN {asked.connection} is in the state {connection.state}."
        return Failure(f"{_CONNECTION}.InvalidConnectionState", text)
    extras, waited = _extras(ports, connection)
    if isinstance(extras, Failure):
        return extras
    try:
        sent = _request(asked, extras, ports.region)
    except BadArguments as error:
        return refused(request.arguments, error)
    exchange = ports.http.send(sent, now=ports.now())
    ports.http.last = Told(sent, _request(asked, _NOTHING, ports.region), exchange)
    return _outcome(ports, exchange, waited)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The parameters of the task, checked."""

    url: str
    method: str
    connection: str
    headers: dict[str, str]
    query: JsonObject
    body: Json
    form: ArrayFormat | None


def _asked(arguments: JsonObject) -> _Asked:
    for name in arguments:
        if name not in _KNOWN:
            raise BadArguments(f"The field '{name}' is not supported by Step Functions")
    for name in ("ApiEndpoint", "Method"):
        if not isinstance(arguments.get(name), str):
            raise BadArguments(f"The field '{name}' is required but was missing")
    given = arguments.get("InvocationConfig") or arguments.get("Authentication") or {}
    arn = given.get("ConnectionArn") if isinstance(given, dict) else None
    if not isinstance(arn, str):
        raise BadArguments("The field 'ConnectionArn' is required but was missing")
    url, method = arguments["ApiEndpoint"], arguments["Method"]
    if urlsplit(url).scheme != "https" or not urlsplit(url).netloc:
        raise BadArguments("The value of the field 'ApiEndpoint' has an invalid format")
    if method not in _METHODS:
        raise BadArguments("The value of the field 'Method' has an invalid format")
    query = arguments.get("QueryParameters") or {}
    if not isinstance(query, dict):
        raise BadArguments("The value of the field 'QueryParameters' has an invalid format")
    headers, form = _headers(arguments.get("Headers")), _form(arguments.get("Transform"))
    return _Asked(url, method, arn, headers, query, arguments.get("RequestBody"), form)


def _headers(given: Json) -> dict[str, str]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise BadArguments("The value of the field 'Headers' has an invalid format")
    for name in given:
        if _FORBIDDEN.fullmatch(name):
            raise BadArguments(f"The header '{name}' is not supported by Step Functions")
    return {
        name: ",".join(map(_text, value)) if isinstance(value, list) else _text(value) for name, value in given.items()
    }


def _form(transform: Json) -> ArrayFormat | None:
    if transform is None:
        return None
    if not isinstance(transform, dict) or transform.get("RequestBodyEncoding", "NONE") not in ("NONE", "URL_ENCODED"):
        raise BadArguments("The value of the field 'Transform' has an invalid format")
    arrays = (transform.get("RequestEncodingOptions") or {}).get("ArrayFormat", "INDICES")
    if arrays not in get_args(ArrayFormat):
        raise BadArguments("The value of the field 'ArrayFormat' has an invalid format")
    return arrays if transform.get("RequestBodyEncoding") == "URL_ENCODED" else None


def _extras(ports: Ports, connection: Connection) -> tuple[Extras | Failure, float]:
    """What the connection adds; an access token is fetched first."""
    if "OAuthParameters" not in connection.parameters:
        return extras_of(connection), 0.0
    told = ports.http.send(token_request(connection), now=ports.now())
    if told.response is None or told.response.status not in _WELL:
        text = f"The authorization endpoint of the connection {connection.arn} did not answer with a token."
        return Failure(f"{_CONNECTION}.InvalidConnectionState", text, told.took), told.took
    answer = parsed_body(told_body(told.response)[0])
    token = answer.get("access_token") if isinstance(answer, dict) else None
    return extras_of(connection, str(token)), told.took


def _request(asked: _Asked, extras: Extras, region: str) -> HttpRequest:
    headers = {
        "Host": urlsplit(asked.url).netloc,
        "Range": "bytes=0-262144",
        "User-Agent": f"Amazon|StepFunctions|HttpInvoke|{region}",
    }
    added = {name.lower() for name in extras.headers}
    headers |= {name: value for name, value in asked.headers.items() if name.lower() not in added} | extras.headers
    body = _body(asked, extras)
    if body is not None and header(headers, "Content-Type") is None:
        headers["Content-Type"] = "application/json; charset=UTF-8"
    if body is not None:
        headers["Content-Length"] = str(size_in_bytes(body))
    query = query_of(asked.query | extras.query)
    mark = "&" if "?" in asked.url else "?"
    return HttpRequest(asked.method, f"{asked.url}{mark}{query}" if query else asked.url, headers, body)


def _body(asked: _Asked, extras: Extras) -> str | None:
    body = asked.body
    if extras.body:
        if isinstance(body, str | list):
            raise BadArguments("The field 'RequestBody' cannot be merged with the body parameters of the connection")
        body = (body or {}) | extras.body
    if body is None:
        return None
    if asked.form is not None and isinstance(body, dict):
        return encoded(body, asked.form)
    return body if isinstance(body, str) else compact(body)


def _outcome(ports: Ports, exchange: Exchange, waited: float) -> Outcome:
    took = waited + exchange.took
    if exchange.took > _PATIENCE:
        return Failure("States.Http.Socket", "Read timed out", waited + _PATIENCE)
    response = exchange.response
    if response is None:
        return Failure("States.Http.Socket", exchange.trouble, took)
    try:
        text, kind = told_body(response)
    except UnicodeDecodeError:
        return _unreadable(took)
    if _BINARY.match(kind):
        return _unreadable(took)
    if response.status not in _WELL:
        return Failure(f"States.Http.StatusCode.{response.status}", text, took)
    return Success(_result(ports, response, text, kind), took)


def _unreadable(took: float) -> Outcome:
    return Failure("States.Runtime", "The response of the HTTP endpoint cannot be read as text.", took)


def _result(ports: Ports, response: HttpResponse, text: str, kind: str) -> JsonObject:
    own = {
        "content-length": [str(size_in_bytes(text))],
        "content-type": [kind],
        "date": [formatdate(ports.now(), usegmt=True)],
    }
    told = {name.lower(): values for name, values in header_lists(response.headers).items()}
    return {
        "Headers": dict(sorted((own | told).items())),
        "ResponseBody": parsed_body(text),
        "StatusCode": response.status,
        "StatusText": status_text(response.status),
    }


def _text(value: Json) -> str:
    return value if isinstance(value, str) else compact(value)
