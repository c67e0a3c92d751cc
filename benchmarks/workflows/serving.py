"""A contestant's side of the line: a workload a line in, its times a line out; outputs are checked here."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Clocks", "Made", "flaky_function", "serve"]

#: The first task of W5 fails this often before it succeeds.
FLAKY = 2


#: A workload is run again until this many seconds are spent, or as often as it says: short ones need it.
SPENT = 0.2


class Clocks:
    """Real and processor time since it was made."""

    def __init__(self) -> None:
        self._real, self._processor = time.perf_counter(), time.process_time()

    def taken(self) -> tuple[float, float]:
        """Return real and processor seconds."""
        return time.perf_counter() - self._real, time.process_time() - self._processor


@dataclass(frozen=True)
class Made:
    """What one run of a workload made.

    Attributes:
        prepare: Real seconds until the machine was there.
        taken: Real and processor seconds from the first start to the last end.
        outputs: The output of every execution, or the error of the first that failed.
        history: Reads the whole history of the first execution, and returns its number of events.
    """

    prepare: float
    taken: tuple[float, float]
    outputs: Sequence[Any] | str
    history: Callable[[], int]


def serve(run: Callable[[dict[str, Any]], Made]) -> None:
    """Answer every line of the standard input until it ends."""
    # What libraries print must not reach the line.
    line, sys.stdout = sys.stdout, sys.stderr
    for text in sys.stdin:
        case = json.loads(text)
        try:
            answer = _measured(run, case)
        except Exception as error:  # noqa: BLE001 - a contestant may fail in any way; the table says so
            answer = {"error": f"{type(error).__name__}: {error}"[:200]}
        line.write(json.dumps(answer | {"peak": _peak()}) + "\n")
        line.flush()


def flaky_function() -> Callable[[dict[str, int]], dict[str, int]]:
    """Return W5's function: counts up, after it has failed a few times."""
    left = FLAKY

    def function(value: dict[str, int]) -> dict[str, int]:
        nonlocal left
        if left:
            left -= 1
            raise Flaky("not yet")
        return {"n": value["n"] + 1}

    return function


class Flaky(Exception):
    """The error of W5's function."""


def _measured(run: Callable[[dict[str, Any]], Made], case: dict[str, Any]) -> dict[str, Any]:
    real, processor, clocks = [], [], Clocks()
    while not real or (clocks.taken()[0] < SPENT and len(real) < case["often"]):
        made = run(case)
        if isinstance(made.outputs, str):
            return {"error": made.outputs[:200]}
        if case["expect"] is not None and any(output != case["expect"] for output in made.outputs):
            return {"error": "wrong output"}
        real.append(made.taken[0])
        processor.append(made.taken[1])
    reading = Clocks()
    events = made.history()
    read = reading.taken()[0]
    return {"prepare": made.prepare, "real": real, "processor": processor, "events": events, "reading": read}


def _peak() -> float:
    """The process's peak resident memory in MB; what `getrusage` says would count the parent's, too."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0
