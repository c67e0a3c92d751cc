"""Who runs the workloads: each in a process of its own, asked a line at a time."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["CONTESTANTS", "Contestant", "Runner", "running"]

HERE = Path(__file__).parent
PEERS = HERE.parent / "peers"


@dataclass(frozen=True)
class Contestant:
    """One column of the tables.

    Attributes:
        key: Its short name.
        title: Who it is.
        door: By which door it is reached.
        command: What runs it.
        refuses: Workloads that it cannot do in this life, each with the reason.
    """

    key: str
    title: str
    door: str
    command: tuple[str, ...]
    refuses: dict[str, str]

    @property
    def there(self) -> bool:
        """Whether it is installed."""
        if self.key == "moto":
            return importlib.util.find_spec("moto") is not None
        return Path(self.command[0]).exists()


def _python(script: str, *arguments: str, python: str = sys.executable) -> tuple[str, ...]:
    return (python, str(HERE / script), *arguments)


_REAL_TIME = "waits in real time"

CONTESTANTS = (
    Contestant("bare", "bare loop", "none: no interpreter", _python("run_bare.py"), {}),
    Contestant("engine", "steploom", "engine API", _python("run_engine.py"), {}),
    Contestant(
        "node",
        "aws-local-stepfunctions 3.0.0",
        "engine API",
        (str(PEERS / "node_modules/node/bin/node"), str(HERE / "run_node.cjs")),
        {},
    ),
    Contestant(
        "ministack",
        "MiniStack 1.5.33, not sleeping",
        "service functions",
        _python("run_ministack.py", python=str(PEERS / ".venv/bin/python")),
        {},
    ),
    Contestant("door", "steploom", "boto3", _python("run_boto3.py", "steploom"), {}),
    Contestant("moto", "moto", "boto3", _python("run_boto3.py", "moto"), {"W6": _REAL_TIME}),
)


class Runner:
    """A contestant's process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, case: dict[str, Any]) -> dict[str, Any]:
        """Run a workload once; the answer has `error`, or the times."""
        if self._process.stdin is None or self._process.stdout is None:
            raise AssertionError(self._process.args)
        self._process.stdin.write(json.dumps(case) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"error": "the process died", "peak": 0.0}
        return answer


@contextmanager
def running(contestant: Contestant) -> Iterator[Runner]:
    """Start a contestant, and stop it at the end of the block."""
    environment = os.environ | {"NODE_PATH": str(PEERS / "node_modules")}
    process = subprocess.Popen(  # noqa: S603 - our own scripts
        contestant.command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    try:
        yield Runner(process)
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
