"""What `import steploom` costs, beside three modules of the standard library."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

__all__ = ["import_times"]

STATEMENTS = ("pass", "import json, re, dataclasses", "import steploom")
ROUNDS = 15


def import_times() -> dict[str, float]:
    """Return the median milliseconds of a process for each statement, in interleaved rounds."""
    taken: dict[str, list[float]] = {each: [] for each in STATEMENTS}
    for _ in range(ROUNDS):
        for statement in STATEMENTS:
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", statement], check=True)  # noqa: S603 - the statements above
            taken[statement].append((time.perf_counter() - begun) * 1000)
    return {statement: statistics.median(times) for statement, times in taken.items()}
