"""EventBridge connections: what they add to a request (the developer guide's page on HTTPS APIs)."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from steploom.jsontext import Json, JsonObject
from steploom.local.web.forms import encoded
from steploom.local.web.messages import HttpRequest

__all__ = ["Connection", "Extras", "extras_of", "token_request"]


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection as EventBridge keeps it.

    Attributes:
        arn: Its ARN.
        type: `BASIC`, `API_KEY` or `OAUTH_CLIENT_CREDENTIALS`.
        parameters: Its `AuthParameters`.
        state: `AUTHORIZED`, or why not.
    """

    arn: str
    type: str
    parameters: Mapping[str, Any]
    state: str = "AUTHORIZED"


@dataclass(frozen=True, slots=True)
class Extras:
    """What a connection adds; its values win over those of the task."""

    headers: dict[str, str]
    query: JsonObject
    body: JsonObject


def extras_of(connection: Connection, token: str | None = None) -> Extras:
    """Return what a connection adds to each request.

    Args:
        connection: The connection.
        token: The access token, where its type is OAuth.

    Example:
        >>> known = {"BasicAuthParameters": {"Username": "me", "Password": "pw"}}
        >>> extras_of(Connection("arn", "BASIC", known)).headers
        {'Authorization': 'Basic bWU6cHc='}
    """
    given = connection.parameters
    more = given.get("InvocationHttpParameters") or {}
    headers = {str(key): str(value) for key, value in _pairs(more.get("HeaderParameters")).items()}
    headers |= _authorization(given, token)
    return Extras(headers, _pairs(more.get("QueryStringParameters")), _pairs(more.get("BodyParameters")))


def token_request(connection: Connection) -> HttpRequest:
    """Return the request by which EventBridge gets an access token."""
    oauth = connection.parameters["OAuthParameters"]
    client, more = oauth["ClientParameters"], oauth.get("OAuthHttpParameters") or {}
    form: JsonObject = {
        "grant_type": "client_credentials",
        "client_id": client["ClientID"],
        "client_secret": client.get("ClientSecret", ""),
        **_pairs(more.get("BodyParameters")),
    }
    query = encoded(_pairs(more.get("QueryStringParameters")), "REPEAT")
    headers = {str(key): str(value) for key, value in _pairs(more.get("HeaderParameters")).items()}
    url, method = str(oauth["AuthorizationEndpoint"]), str(oauth.get("HttpMethod", "POST"))
    parts = [query, encoded(form)] if method == "GET" else [query]
    text = "&".join(each for each in parts if each)
    headers |= {"Content-Type": "application/x-www-form-urlencoded"}
    body = None if method == "GET" else encoded(form)
    return HttpRequest(method, f"{url}?{text}" if text else url, headers, body)


def _authorization(given: Mapping[str, Any], token: str | None) -> dict[str, str]:
    if basic := given.get("BasicAuthParameters"):
        word = base64.b64encode(f"{basic['Username']}:{basic.get('Password', '')}".encode()).decode()
        return {"Authorization": f"Basic {word}"}
    if key := given.get("ApiKeyAuthParameters"):
        return {str(key["ApiKeyName"]): str(key.get("ApiKeyValue", ""))}
    return {"Authorization": f"Bearer {token}"} if token is not None else {}


def _pairs(parameters: Iterable[Mapping[str, Json]] | None) -> JsonObject:
    return {str(each["Key"]): each.get("Value") for each in parameters or ()}
