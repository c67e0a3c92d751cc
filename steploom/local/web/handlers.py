"""The handlers that stand for other people's hosts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias
from urllib.parse import unquote, urlsplit

from steploom.clock import handler_time
from steploom.errors import Unsupported
from steploom.local.web.messages import HttpRequest, HttpResponse, response_of

__all__ = ["Exchange", "Handler", "HttpHandlers", "Told"]

Handler: TypeAlias = Callable[[HttpRequest], Any]

_NAME: Final = re.compile(r"\\\{(\w+)\\\}")


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a request came to.

    Attributes:
        response: The answer, or None where the connection failed.
        trouble: Why the connection failed, or None.
        took: Virtual seconds.
    """

    response: HttpResponse | None
    trouble: str | None
    took: float


@dataclass(frozen=True, slots=True)
class Told:
    """The last exchange of an HTTP task, as TestState shows it.

    Attributes:
        request: What was sent.
        public: The same without what the connection added.
        exchange: What it came to.
    """

    request: HttpRequest
    public: HttpRequest
    exchange: Exchange


@dataclass(frozen=True, slots=True)
class _Registered:
    pattern: str
    regex: re.Pattern[str]
    method: str | None
    handler: Handler

    def params(self, request: HttpRequest) -> Mapping[str, str] | None:
        """What the names in the pattern stand for, or None where it does not match."""
        if self.method not in (None, request.method):
            return None
        found = self.regex.fullmatch(request.url.partition("?")[0])
        return None if found is None else {name: unquote(value) for name, value in found.groupdict().items()}


class HttpHandlers:
    """The handlers of one cloud; the one registered last is asked first.

    Example:
        >>> handlers = HttpHandlers()
        >>> handlers.register("https://shop.test/orders/{id}", lambda request: {"id": request.params["id"]})
        >>> handlers.send(HttpRequest("GET", "https://shop.test/orders/7"), now=0.0).response
        HttpResponse(status=200, body={'id': '7'}, headers={})
    """

    def __init__(self) -> None:
        self._registered: list[_Registered] = []
        #: The requests that handlers answered, oldest first.
        self.requests: list[HttpRequest] = []
        #: The last exchange of an HTTP task.
        self.last: Told | None = None

    def take_last(self) -> Told | None:
        """Return the last exchange of an HTTP task, and forget it."""
        told, self.last = self.last, None
        return told

    def register(self, url: str, handler: Handler, method: str | None = None) -> None:
        """Let a handler answer for a URL.

        Args:
            url: `https://host/path`; `{name}` stands for one segment, `*` for anything.
            handler: Takes the request and returns an `HttpResponse`, JSON, or None for an empty answer; it may sleep,
                and a `ConnectionError` or `TimeoutError` that it raises is a connection that failed.
            method: The method it answers, or None for all.

        Raises:
            ValueError: The URL has no scheme or no host.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError(f"{url!r} is no URL: write https://host/path")
        escaped = _NAME.sub(r"(?P<\1>[^/]+)", re.escape(url.partition("?")[0])).replace(r"\*", ".*")
        self._registered.append(_Registered(url, re.compile(escaped), method and method.upper(), handler))

    def knows(self, request: HttpRequest) -> bool:
        """Return whether a handler answers for a request."""
        return self._find(request) is not None

    def send(self, request: HttpRequest, *, now: float) -> Exchange:
        """Let the handler of a request answer it.

        Args:
            request: What is asked.
            now: The virtual moment.

        Raises:
            Unsupported: SL412, no handler is registered for it.
        """
        found = self._find(request)
        if found is None:
            place = request.url.partition("?")[0]
            raise Unsupported("SL412", f'nobody answers {request.method} {place}: cloud.http("{place}", handler) does')
        handler, asked = found
        self.requests.append(asked)
        with handler_time(now) as taken:
            try:
                response = response_of(handler(asked))
            except (ConnectionError, TimeoutError) as error:
                return Exchange(None, str(error) or type(error).__name__, taken.slept)
        return Exchange(response, None, taken.slept)

    def _find(self, request: HttpRequest) -> tuple[Handler, HttpRequest] | None:
        for each in reversed(self._registered):
            if (params := each.params(request)) is not None:
                return each.handler, replace(request, params=params)
        return None
