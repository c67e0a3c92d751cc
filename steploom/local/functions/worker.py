"""The inside of an isolated worker: a process of its own that runs one function, warm between its invocations.

Run as a script, not as a module: of this package it loads what runs a function, and neither moto nor an engine. It
reads a line of JSON for each request and writes one for each answer; what a function prints goes another way.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import sys
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any, TextIO

__all__ = ["main"]


class _Raw(BytesIO):
    """A body as botocore reads it."""

    def stream(self, *_: Any, **__: Any) -> Any:
        """Yield what is left."""
        while part := self.read():
            yield part


def main() -> None:
    """Answer requests until there are no more."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Whatever is printed beside the function's own log must not stand between the answers.
    os.dup2(2, 1)
    _light_package()
    _forward_requests()
    _serve(sys.stdin, answers)


def _light_package() -> None:
    """Let modules below `steploom.local` be loaded without what its own `__init__` loads."""
    package = ModuleType("steploom.local")
    package.__path__ = [str(Path(__file__).parent.parent)]
    sys.modules["steploom.local"] = package


def _serve(requests: TextIO, answers: TextIO) -> None:
    # After `_light_package`, or the whole cloud would be loaded.
    from steploom.local.functions.deployed import DeployedFunctions  # noqa: PLC0415
    from steploom.local.functions.invocation import DeployedFunction  # noqa: PLC0415

    told = json.loads(requests.readline())
    code, layers = base64.b64decode(told.pop("code")), tuple(base64.b64decode(each) for each in told.pop("layers"))
    function, runner = DeployedFunction(**told, code=code, layers=layers), DeployedFunctions()
    for line in requests:
        asked = json.loads(line)
        made = runner.invoke(function, asked["event"], now=asked["now"], request_id=asked["request_id"])
        answer = {"payload": made.payload, "failed": made.failed, "took": made.took, "log": made.log}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _forward_requests() -> None:
    """Let boto3 send its requests to the process that keeps the cloud."""
    from botocore.awsrequest import AWSResponse  # noqa: PLC0415 - most of a worker's start, and this alone needs it
    from botocore.handlers import BUILTIN_HANDLERS  # noqa: PLC0415

    host, port, secret = os.environ["STEPLOOM_LOOPBACK"].split(":")

    def forward(request: Any, **_: Any) -> Any:
        body = request.body.read() if hasattr(request.body, "read") else request.body
        headers = [(name, _text(value)) for name, value in request.headers.items()]
        about = {"method": request.method, "url": request.url, "headers": headers, "secret": secret}
        connection = http.client.HTTPConnection(host, int(port))
        try:
            connection.request("POST", "/", body or b"", {"X-Steploom-Request": json.dumps(about)})
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        told = json.loads(answer.headers["X-Steploom-Response"])
        return AWSResponse(request.url, told["status"], _lower(told["headers"]), _Raw(content))

    BUILTIN_HANDLERS.append(("before-send", forward))


def _lower(headers: dict[str, str]) -> Any:
    from botocore.compat import HTTPHeaders  # noqa: PLC0415

    made = HTTPHeaders()
    for name, value in headers.items():
        made[name] = value
    return made


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


if __name__ == "__main__":
    main()
