"""The request and response of an HTTP task, as the inspection level TRACE shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from steploom.jsontext import JsonObject
from steploom.local.web import HttpResponse, Told
from steploom.local.web.messages import status_text, told_body

__all__ = ["shown_exchange"]


def shown_exchange(told: Told, *, secrets: bool) -> JsonObject:
    """Return the members of the inspection data.

    Args:
        told: The exchange.
        secrets: Whether what the connection added is shown.
    """
    sent = told.request if secrets else told.public
    protocol = urlsplit(sent.url).scheme
    shown: JsonObject = {
        "request": {
            "protocol": protocol,
            "method": sent.method,
            "url": sent.url,
            "headers": _headers(sent.headers),
            "body": sent.body or "",
        }
    }
    response = told.exchange.response
    if response is not None:
        shown["response"] = {
            "protocol": protocol,
            "statusCode": str(response.status),
            "statusMessage": status_text(response.status),
            "headers": _headers(response.headers),
            "body": _body(response),
        }
    return shown


def _body(response: HttpResponse) -> str:
    try:
        return told_body(response)[0]
    except UnicodeDecodeError:
        return ""


def _headers(headers: Mapping[str, str | Sequence[str]]) -> str:
    """Write headers as Java writes a list of them."""
    lines = (f"{name}: {value if isinstance(value, str) else ', '.join(value)}" for name, value in headers.items())
    return f"[{', '.join(lines)}]"
