"""Events matched a second: steploom's index of rules beside others, in one run: `python benchmarks/events.py [PYTHON]`.

PYTHON is the interpreter of a virtual environment that has PyPI's `event-ruler` (Go); `make peers` makes one in
`benchmarks/peers/.venv`. Rules and events come from `benchmarks/event_rules.py` in the folder that the
environment variable STEPLOOM_SHARED names. Each matcher gets the same parsed events; what it needs as text is made
before the clock starts. Hits are compared. Times are processor time, the best of a few rounds, interleaved.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from moto.events.models import EventPattern

from steploom.events import RuleSet

SIZES = (1, 10, 100, 1_000, 10_000)
ROUNDS = 3
#: A matcher that asks rule by rule gets fewer events at many rules.
PATIENCE = 1_000_000

SCRIPT = """
import json, sys, time
from event_ruler.event_ruler import test_event_pattern
work = json.load(sys.stdin)
rules, events = work["rules"], work["events"]
begun = time.process_time()
hits = sum(bool(test_event_pattern(event, rule)) for event in events for rule in rules)
print(json.dumps([len(events) / (time.process_time() - begun), hits]))
"""


def load_rules() -> ModuleType:
    """Return the module that generates rules and events."""
    shared = Path(os.environ.get("STEPLOOM_SHARED", Path(__file__).parents[2] / "shared"))
    spec = importlib.util.spec_from_file_location("event_rules", shared / "benchmarks" / "event_rules.py")
    if spec is None or spec.loader is None:
        sys.exit(f"{shared} has no benchmarks/event_rules.py: set STEPLOOM_SHARED")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rate(count: Callable[[dict[str, Any]], int], events: list[dict[str, Any]]) -> tuple[float, int]:
    """Return events a second of processor time, and the hits."""
    begun = time.process_time()
    hits = sum(count(event) for event in events)
    return len(events) / (time.process_time() - begun), hits


def hash_index(rules: list[dict[str, Any]]) -> Callable[[dict[str, Any]], int]:
    """Return what a programmer would write at once: rules by source and detail type, the state looked up in a set.

    It knows the two exact fields that all rules have and the states; of the other operators it knows nothing, so
    its hits are an upper bound.
    """
    index: dict[tuple[str, str], list[frozenset[str] | None]] = defaultdict(list)
    for rule in rules:
        states = rule.get("detail", {}).get("state")
        wanted = frozenset(states) if states and all(isinstance(each, str) for each in states) else None
        index[rule["source"][0], rule["detail-type"][0]].append(wanted)

    def count(event: dict[str, Any]) -> int:
        state = event["detail"]["state"]
        found = index.get((event["source"], event["detail-type"]), ())
        return sum(wanted is None or state in wanted for wanted in found)

    return count


def moto(rules: list[dict[str, Any]]) -> Callable[[dict[str, Any]], int]:
    """Return moto's matcher, asked rule by rule."""
    patterns = [EventPattern.load(json.dumps(rule)) for rule in rules]
    return lambda event: sum(pattern.matches_event(event) for pattern in patterns)


def outside(python: str, rules: list[dict[str, Any]], events: list[dict[str, Any]]) -> float | str:
    """Return the rate of PyPI's event-ruler, or why it has none."""
    work = {"rules": [json.dumps(rule) for rule in rules], "events": [json.dumps(event) for event in events]}
    done = subprocess.run(  # noqa: S603 - our own script
        [python, "-c", SCRIPT], input=json.dumps(work), capture_output=True, text=True, check=False
    )
    return json.loads(done.stdout)[0] if done.returncode == 0 else done.stderr.strip().splitlines()[-1][:90]


def memory(rules: list[dict[str, Any]]) -> float:
    """Return the bytes that the index takes for each rule."""
    tracemalloc.start()
    kept = RuleSet(dict(enumerate(rules)))
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / len(kept)


def main(python: str | None) -> None:
    """Print a table for each number of rules."""
    module = load_rules()
    for size in SIZES:
        rules, events = module.gen(size)
        few = events[: max(20, min(len(events), PATIENCE // (size * 20)))]
        begun = time.process_time()
        index = RuleSet(dict(enumerate(rules)))
        built = time.process_time() - begun
        contestants: dict[str, tuple[Callable[[dict[str, Any]], int], list[dict[str, Any]]]] = {
            "steploom": (lambda event, index=index: len(index.matching(event)), events),
            "plain hash index": (hash_index(rules), events),
            "moto": (moto(rules), few),
        }
        best: dict[str, tuple[float, int]] = {}
        for _ in range(ROUNDS):
            for name, (count, given) in contestants.items():
                best[name] = max(best.get(name, (0.0, 0)), rate(count, given))
        ours = sum(len(index.matching(event)) for event in few)
        assert best["moto"][1] == ours, (best["moto"], ours)
        ours_rate = best["steploom"][0]
        print(f"{size:,} rules: built in {built:.2f} s, {memory(rules):,.0f} bytes a rule")
        for name, (found, _) in best.items():
            print(f"    {name:22} {found:12,.0f} events/s   steploom is {ours_rate / found:8,.1f} x")
        told = outside(python, rules, few) if python is not None else "not asked"
        words = told if isinstance(told, str) else f"{told:12,.0f} events/s   steploom is {ours_rate / told:8,.1f} x"
        print(f"    {'event-ruler (PyPI)':22} {words}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
