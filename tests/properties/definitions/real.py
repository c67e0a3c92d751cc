"""The long run: `python -m tests.properties.definitions.real DEFINITIONS.jsonl --seeds 20`.

Runs every definition that is accepted, with generated inputs and answers, and tells what raised, what did not end, and
whose history is wrong.
"""

# ruff: noqa: T201 - a command prints

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from steploom.diagnostics import Severity
from steploom.local.door.definitions import diagnose
from tests.properties.definitions.running import run_definition

__all__ = ["accepted", "main"]


def accepted(path: Path) -> Iterator[tuple[str, Any]]:
    """Yield the id and the definition of each line that CreateStateMachine takes."""
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        found = diagnose(json.dumps(case["definition"]), "STANDARD")
        if not any(each.severity is Severity.ERROR for each in found):
            yield case["id"], case["definition"]


def main() -> int:
    """Run what the command line asks for; the exit status is 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("definitions", type=Path, help="a file of lines with `id` and `definition`")
    parser.add_argument("--seeds", type=int, default=20, help="runs of each definition")
    options = parser.parse_args()
    endings: Counter[str] = Counter()
    succeeded, wrong, count = set(), 0, 0
    for name, definition in accepted(options.definitions):
        count += 1
        for seed in range(options.seeds):
            ending = run_definition(definition, seed)
            endings[f"{ending.status} {ending.error or ''}".strip()] += 1
            if ending.status == "SUCCEEDED":
                succeeded.add(name)
            for fault in ending.faults:
                wrong += 1
                print(f"{name} seed {seed}: {fault}")
    for ending_name, times in endings.most_common():
        print(f"{times:6} {ending_name}")
    print(f"{count} definitions, {len(succeeded)} succeeded at least once, {wrong} faults")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
