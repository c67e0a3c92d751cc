"""State transitions a second of processor time: the engine beside a bare loop that appends as many history tuples.

Run: `python benchmarks/engine.py [workload ...]`. The workloads (definition, input, number of transitions, expected
output) come from `benchmarks/workloads.py` in the folder that the environment variable STEPLOOM_SHARED names.
"""

from __future__ import annotations

import importlib.util
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from steploom.clock import VirtualClock
from steploom.engine import Engine, Execution, FunctionIntegration, Success

ROUNDS = 5
SMALL_RUNS = 500


def main(names: list[str]) -> None:
    """Print a line for each workload and language."""
    workloads = load_workloads()
    for name in names:
        for language in ("jsonpath", "jsonata"):
            report(name, language, workloads.get(name, language))


def load_workloads() -> ModuleType:
    """Return the module that describes the workloads."""
    shared = Path(os.environ.get("STEPLOOM_SHARED", Path(__file__).parents[2] / "shared"))
    folder = shared / "benchmarks"
    spec = importlib.util.spec_from_file_location("workloads", folder / "workloads.py")
    if spec is None or spec.loader is None:
        sys.exit(f"{folder} has no workloads.py: set STEPLOOM_SHARED")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report(name: str, language: str, case: dict[str, Any]) -> None:
    """Measure one workload and print it."""
    runs = SMALL_RUNS if name == "W8" else 1
    text = json.dumps(case["definition"])
    transitions = case["transitions"] * runs

    def ours() -> list[Execution]:
        engine = Engine(FunctionIntegration(lambda request: Success(request.arguments)), clock=VirtualClock())
        machine = engine.compile(text)
        begun = time.process_time()
        made = [engine.start(machine, case["input"]) for _ in range(runs)]
        engine.run_until_idle()
        times.append(time.process_time() - begun)
        return made

    times: list[float] = []
    for _ in range(ROUNDS):
        made = ours()
    for execution in made:
        assert execution.status == "SUCCEEDED", (execution.error, execution.cause)
        assert case["expect"] is None or execution.output == case["expect"]
    bare = median_of(lambda: bare_loop(transitions))
    rendered = median_of(lambda: [execution.events() for execution in made])
    rate = transitions / statistics.median(times)
    print(
        f"{name} {language:9} {rate:12,.0f} transitions/s   bare loop {transitions / bare:12,.0f}"
        f"   ratio {rate * bare / transitions:5.2f}   rendering {rendered * 1000:7.1f} ms"
    )


def bare_loop(transitions: int) -> list[tuple[object, ...]]:
    """Append an entered and an exited tuple for each transition: what no interpreter can beat."""
    history: list[tuple[object, ...]] = []
    value = {"i": 0}
    for _ in range(transitions):
        history.append(("entered", len(history), 0.0, "name", value))
        history.append(("exited", len(history), 0.0, "name", value, None))
    return history


def median_of(function: Callable[[], object]) -> float:
    """Return the median time of a few rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        function()
        times.append(time.process_time() - begun)
    return statistics.median(times)


if __name__ == "__main__":
    main(sys.argv[1:] or ["W1", "W2", "W3", "W8"])
