"""Evaluates expressions, each in a process of its own with a limit on processor time and memory.

Reads one JSON object a line, `{"text", "variables"}`; writes one a line: `{"message", "seconds", "megabytes"}`. A
process that its limits end has the message `killed`.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from steploom.errors import ExpressionError
from steploom.expr import Environment
from steploom.expr.jsonata import compile_expression

SECONDS = 2
MEGABYTES = 200
_PAGE = resource.getpagesize()


def limit() -> None:
    """Allow two seconds and 200 MB more than what the interpreter has taken so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    taken = int(used.ru_utime + used.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (taken + SECONDS + 1, taken + SECONDS + 1))
    size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * _PAGE
    resource.setrlimit(resource.RLIMIT_AS, (size + MEGABYTES * 2**20, size + MEGABYTES * 2**20))


def evaluate(case: dict[str, Any]) -> dict[str, Any]:
    """Return what came of a case, and what it took."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    try:
        value = compile_expression(case["text"] * case.get("times", 1)).evaluate(case["variables"], Environment())
        message = f"a value: {value!r:.80}"
    except ExpressionError as error:
        message = f"{error.code} {error.message}".strip()
    except MemoryError:
        message = "MemoryError"
    seconds = time.process_time() - start
    megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {"message": message, "seconds": seconds, "megabytes": megabytes}


def in_a_process(case: dict[str, Any]) -> dict[str, Any]:
    """Return the same, from a child with limits."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        limit()
        os.write(writing, json.dumps(evaluate(case)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answers:
        answer = answers.read()
    os.waitpid(child, 0)
    result: dict[str, Any] = json.loads(answer) if answer else {"message": "killed", "seconds": SECONDS, "megabytes": 0}
    return result


def main() -> None:
    """Answer line by line."""
    for line in sys.stdin:
        case = json.loads(line)
        for name, (part, times) in case.pop("made", {}).items():
            case["variables"][name] = part * times
        sys.stdout.write(json.dumps(in_a_process(case)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
