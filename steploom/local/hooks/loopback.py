"""A loopback port behind which moto answers, for the boto3 of isolated workers."""

from __future__ import annotations

import json
import secrets
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.core.models import botocore_stubber

__all__ = ["Loopback"]


class Loopback:
    """Answers what workers ask; begins at the first use.

    A request comes whole, with the URL that AWS would have been asked at, and a secret that only workers know: other
    programs of the machine get nothing.
    """

    def __init__(self) -> None:
        self._server: ThreadingHTTPServer | None = None
        self._secret = secrets.token_hex(16)

    def place(self) -> str:
        """Return where it listens and its secret: `127.0.0.1:port:secret`."""
        if self._server is None:
            self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self._secret))
            self._server.daemon_threads = True
            Thread(target=self._server.serve_forever, daemon=True).start()
        return f"127.0.0.1:{self._server.server_address[1]}:{self._secret}"

    def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


def _handler(secret: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            about = json.loads(self.headers.get("X-Steploom-Request") or "{}")
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if not secrets.compare_digest(str(about.get("secret", "")), secret):
                self.send_error(403)
                return
            status, headers, content = _answered(about, body)
            told = {"status": status, "headers": {str(name): str(value) for name, value in headers.items()}}
            self.send_response(200)
            self.send_header("X-Steploom-Response", json.dumps(told))
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Nothing is logged."""

    return Handler


def _answered(about: dict[str, Any], body: bytes) -> tuple[int, dict[str, Any], bytes]:
    headers = HTTPHeaders()
    for name, value in about["headers"]:
        headers[name] = value
    request = AWSPreparedRequest(about["method"], about["url"], headers, body or None, stream_output=False)
    answer = botocore_stubber.process_request(request)
    if answer is None:
        return 404, {}, b'{"message": "Not yet implemented"}'
    status, told, content = answer
    return int(status), dict(told), content.encode() if isinstance(content, str) else content
