"""The long run: `python -m tests.properties.definitions.real DEFINITIONS.jsonl --seeds 20 --broken --chance 50`.

Runs every definition that is accepted, with generated inputs and answers, and tells what raised, what did not end, and
whose history is wrong. With `--broken`, breaks one rule of the language after the other in it and tells what is
accepted nevertheless; with `--chance`, changes anything, and runs what is accepted still.
"""

# ruff: noqa: T201 - a command prints

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from steploom.diagnostics import Severity
from steploom.local.door.definitions import diagnose
from tests.properties.definitions.mutations import broken, by_chance
from tests.properties.definitions.running import Ending, run_definition

__all__ = ["accepted", "changed_run", "is_accepted", "main"]


def is_accepted(definition: Any) -> bool:
    """Return whether CreateStateMachine takes a definition."""
    return not any(each.severity is Severity.ERROR for each in diagnose(json.dumps(definition), "STANDARD"))


def accepted(path: Path) -> Iterator[tuple[str, Any]]:
    """Yield the id and the definition of each line that CreateStateMachine takes."""
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if isinstance(case.get("definition"), dict) and is_accepted(case["definition"]):
            yield case["id"], case["definition"]


def changed_run(definition: Any, seed: int) -> Ending | None:
    """Change a definition by chance and run it; None where it is refused then."""
    random = Random(seed)
    for _ in range(1 + seed % 2):
        definition = by_chance(definition, random).definition
        if not isinstance(definition, dict) or not definition:
            return None
    return run_definition(definition, seed) if is_accepted(definition) else None


def main() -> int:
    """Run what the command line asks for; the exit status is 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("definitions", type=Path, help="a file of lines with `id` and `definition`")
    parser.add_argument("--seeds", type=int, default=20, help="runs of each definition")
    parser.add_argument("--broken", action="store_true", help="break the rules, one after the other")
    parser.add_argument("--chance", type=int, default=0, help="changes by chance of each definition")
    options = parser.parse_args()
    endings: Counter[str] = Counter()
    names, succeeded, wrong, mutants = [], set(), [], 0
    for name, definition in accepted(options.definitions):
        names.append(name)
        made = [run_definition(definition, seed) for seed in range(options.seeds)]
        if any(each.status == "SUCCEEDED" for each in made):
            succeeded.add(name)
        made += filter(None, (changed_run(definition, seed) for seed in range(options.chance)))
        endings.update(f"{each.status} {each.error or ''}".strip() for each in made)
        wrong += [f"{name}: {fault}" for each in made for fault in each.faults]
        for mutant in broken(definition) if options.broken else ():
            mutants += 1
            if is_accepted(mutant.definition):
                wrong.append(f"{name} is accepted with {mutant.what}")
    for ending, times in endings.most_common():
        print(f"{times:6} {ending}")
    print(*wrong, sep="\n")
    print(f"{len(names)} definitions, {len(succeeded)} succeeded; {mutants} broken ones; {len(wrong)} faults")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
