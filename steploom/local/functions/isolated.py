"""Uploaded Python code, run in a process of its own: one warm worker a function."""

from __future__ import annotations

import base64
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from steploom.errors import Unsupported
from steploom.jsontext import Json, compact
from steploom.local.functions import worker
from steploom.local.functions.faults import timed_out
from steploom.local.functions.invocation import DeployedFunction, Invocation

__all__ = ["IsolatedFunctions"]

#: Real seconds that an invocation may take, beside its own timeout: loading large packages, a busy machine.
_GRACE: Final = 10.0
#: Variables of this process that a worker needs; credentials are not among them.
_KEPT: Final = ("HOME", "LANG", "LD_LIBRARY_PATH", "PATH", "SYSTEMROOT", "TMPDIR", "VIRTUAL_ENV")


class IsolatedFunctions:
    """Runs functions in workers; a worker stays warm until its function's code or configuration changes.

    Args:
        loopback: Returns where a worker's boto3 sends its requests: `host:port:secret`.
    """

    def __init__(self, loopback: Callable[[], str]) -> None:
        self._loopback = loopback
        self._workers: dict[str, tuple[DeployedFunction, subprocess.Popen[str]]] = {}

    def invoke(self, function: DeployedFunction, event: Json, *, now: float, request_id: str) -> Invocation:
        """Run a function's handler.

        Args:
            function: What to run.
            event: Its event.
            now: The virtual moment at which it starts; `time.sleep` in it takes virtual time.
            request_id: The invocation's id.

        Raises:
            Unsupported: SL412, its runtime is not Python.
        """
        if not function.runtime.startswith("python"):
            raise Unsupported("SL412", f"{function.name} has the runtime {function.runtime}: only Python has workers")
        process = self._worker(function)
        try:
            _write(process, {"event": event, "now": now, "request_id": request_id})
        except BrokenPipeError:
            return self._ended(function, request_id)
        line = _line(process, function.timeout + _GRACE)
        if line is None:
            self._drop(function.arn)
            message = compact(timed_out(request_id, function.timeout))
            return Invocation(message, failed=True, took=function.timeout, log="", request_id=request_id)
        if not line:
            return self._ended(function, request_id)
        return Invocation(**json.loads(line), request_id=request_id)

    def close(self) -> None:
        """End every worker."""
        for arn in list(self._workers):
            self._drop(arn)

    def _worker(self, function: DeployedFunction) -> subprocess.Popen[str]:
        known = self._workers.get(function.arn)
        if known is not None and known[0] == function:
            return known[1]
        self._drop(function.arn)
        process = _started(self._loopback())
        code, layers = _encoded(function.code), [_encoded(each) for each in function.layers]
        names = ("arn", "name", "version", "handler", "runtime", "memory", "timeout", "region", "environment")
        _write(process, {**{name: getattr(function, name) for name in names}, "code": code, "layers": layers})
        self._workers[function.arn] = function, process
        return process

    def _ended(self, function: DeployedFunction, request_id: str) -> Invocation:
        """The process has ended in the middle of an invocation."""
        _, process = self._workers[function.arn]
        status = process.wait()
        self._drop(function.arn)
        how = f"exit status {status}" if status >= 0 else f"signal: {-status}"
        message = f"RequestId: {request_id} Error: Runtime exited with error: {how}"
        payload = compact({"errorType": "Runtime.ExitError", "errorMessage": message})
        return Invocation(payload, failed=True, took=0.0, log="", request_id=request_id)

    def _drop(self, arn: str) -> None:
        known = self._workers.pop(arn, None)
        if known is not None:
            process = known[1]
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()


def _started(loopback: str) -> subprocess.Popen[str]:
    variables = {name: os.environ[name] for name in _KEPT if name in os.environ} | {
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_SECRET_ACCESS_KEY": "local",
        "PYTHONPATH": os.pathsep.join(each for each in sys.path if each),
        "STEPLOOM_LOOPBACK": loopback,
    }
    command = [sys.executable, str(Path(worker.__file__))]
    return subprocess.Popen(  # noqa: S603 - this interpreter and our own file
        command,
        env=variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )


def _write(process: subprocess.Popen[str], message: dict[str, Any]) -> None:
    if process.stdin is not None:
        process.stdin.write(compact(message) + "\n")
        process.stdin.flush()


def _line(process: subprocess.Popen[str], seconds: float) -> str | None:
    """The worker's answer; empty where it has ended, None where it takes too long."""
    stream = process.stdout
    if stream is None:
        return ""
    until = time.monotonic() + seconds
    while not select.select([stream], [], [], max(0.0, until - time.monotonic()))[0]:
        if time.monotonic() >= until:
            return None
    return stream.readline()


def _encoded(code: bytes) -> str:
    return base64.b64encode(code).decode("ascii")
