"""Requests and responses, as a handler sees and makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeAlias
from urllib.parse import parse_qs, urlsplit

from steploom.jsontext import Json, compact, parse

__all__ = ["HttpRequest", "HttpResponse", "header", "response_of", "status_text", "told_body"]

#: A header's value, or its values.
Values: TypeAlias = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """What a handler is asked.

    Attributes:
        method: `GET`, `POST`, …
        url: The whole URL, query included.
        headers: Names as they were sent; `header` looks one up in any case.
        body: The text that was sent, or None.
        params: What the `{names}` of the handler's pattern stand for.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The URL's path."""
        return urlsplit(self.url).path

    @property
    def query(self) -> dict[str, list[str]]:
        """The query's values by name.

        Example:
            >>> HttpRequest("GET", "https://shop.test/items?tag=a&tag=b").query
            {'tag': ['a', 'b']}
        """
        return parse_qs(urlsplit(self.url).query, keep_blank_values=True)

    @property
    def json(self) -> Json:
        """The body as JSON; None where there is none.

        Raises:
            ValueError: It is no JSON.
        """
        return None if self.body is None else parse(self.body)

    def header(self, name: str) -> str | None:
        """Return a header's value, or None."""
        return header(self.headers, name)


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """What a handler answers.

    Attributes:
        status: HTTP status.
        body: JSON, a text that is sent as it is, or bytes; None for nothing.
        headers: Values by name; the type and length of the body are filled in.

    Example:
        >>> HttpResponse(404, {"message": "no such order"}).status
        404
    """

    status: int = 200
    body: Json | bytes = None
    headers: Mapping[str, Values] = field(default_factory=dict)


def header(headers: Mapping[str, str], name: str) -> str | None:
    """Return the value of a header whose name may be written in any case, or None."""
    return next((value for key, value in headers.items() if key.lower() == name.lower()), None)


def response_of(answer: object) -> HttpResponse:
    """Return the response that a handler's answer means: JSON with status 200, nothing with 204.

    Example:
        >>> response_of({"id": 1})
        HttpResponse(status=200, body={'id': 1}, headers={})
        >>> response_of(None).status
        204
    """
    if isinstance(answer, HttpResponse):
        return answer
    if answer is None:
        return HttpResponse(204)
    return HttpResponse(200, answer)


def told_body(response: HttpResponse) -> tuple[str, str]:
    """Return the text of a body and its content type.

    Raises:
        UnicodeDecodeError: Its bytes are no text.
        TypeError: It is no JSON.
    """
    declared = next((value for key, value in response.headers.items() if key.lower() == "content-type"), None)
    given = declared if isinstance(declared, str) or declared is None else next(iter(declared), None)
    match response.body:
        case None:
            return "", given or "application/json"
        case bytes() as raw:
            return raw.decode(), given or "application/octet-stream"
        case str() as text:
            return text, given or "text/plain"
        case value:
            return compact(value), given or "application/json"


def status_text(status: int) -> str:
    """Return the words of a status.

    Example:
        >>> status_text(404), status_text(299)
        ('Not Found', '')
    """
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
