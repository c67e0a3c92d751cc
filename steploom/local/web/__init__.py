"""HTTP without a network: what HTTP tasks and API Gateway send is answered in this process.

Input: an `HttpRequest`, the handlers that a test registered, the APIs and connections that moto keeps. Output: an
`HttpResponse` and the virtual seconds it took. Must not: open a socket, or answer for a host that nobody stands for.
"""

from steploom.local.web.apis import Api, ApiIntegration, ApiRoute
from steploom.local.web.connections import Connection
from steploom.local.web.handlers import Exchange, HttpHandlers, Told
from steploom.local.web.messages import HttpRequest, HttpResponse

__all__ = [
    "Api",
    "ApiIntegration",
    "ApiRoute",
    "Connection",
    "Exchange",
    "HttpHandlers",
    "HttpRequest",
    "HttpResponse",
    "Told",
]
