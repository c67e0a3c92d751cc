"""The workloads W1 to W8: definitions, inputs, numbers of transitions and expected outputs."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

__all__ = ["LANGUAGES", "NAMES", "case_of"]

NAMES = ("W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8")
LANGUAGES = ("jsonpath", "jsonata")

#: W8 is about starting: many small executions of one machine.
_RUNS = {"W8": 500}


def case_of(name: str, language: str, often: int) -> dict[str, Any]:
    """Return a workload as JSON: `definition`, `input`, `transitions` (of all runs), `expect`, `runs`, `often`."""
    made: dict[str, Any] = _workloads().get(name, language)
    runs = _RUNS.get(name, 1)
    transitions = made["transitions"] * runs
    return {**made, "name": name, "language": language, "runs": runs, "transitions": transitions, "often": often}


def _workloads() -> Any:
    here = Path(__file__).parents[3] / "shared"
    path = Path(os.environ.get("STEPLOOM_SHARED", here)) / "benchmarks" / "workloads.py"
    spec = importlib.util.spec_from_file_location("workloads", path)
    if spec is None or spec.loader is None or not path.exists():
        sys.exit(f"there is no {path}: set STEPLOOM_SHARED to the folder that has benchmarks/workloads.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
