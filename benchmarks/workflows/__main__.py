"""Steploom's engine beside the others, in one run: `python benchmarks/workflows [W1 …] [--rounds 5] [--only engine …]`.

Every contestant has a process of its own. Rounds are interleaved: each round asks every contestant for every workload.
The tables show medians of real time, or of processor time (`--clock processor`, for busy machines: it counts helping
threads, which Node has). Outputs are checked, and the whole history of a run can be read afterwards. `make peers`
installs who is compared with.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from cases import LANGUAGES, NAMES, case_of
from contestants import CONTESTANTS, Contestant, Runner, running
from imports import import_times
from tables import Results, Table, print_imports, print_memory, print_rates, print_ratios, print_reading

#: Who took longer than this for a workload, or failed, is not asked again.
PATIENCE = 4.0
#: In each round, a short workload is run up to this often.
OFTEN = 25


def main() -> None:
    """Measure, and print the tables."""
    wanted = _arguments()
    contestants = [each for each in CONTESTANTS if each.key in wanted.only]
    for missing in [each for each in contestants if not each.there]:
        print(f"{missing.title} is not installed (make peers): left out")
        contestants.remove(missing)
    cases = [case_of(name, language, OFTEN) for name in wanted.workloads for language in LANGUAGES]
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start; Python {sys.version.split()[0]}")
    results = rounds(contestants, cases, wanted.rounds)
    peaks = {} if wanted.no_memory else memory(contestants, cases)
    print(f"load {os.getloadavg()[0]:.1f} at the end; {wanted.rounds} rounds, medians of {wanted.clock} time\n")
    table = Table(contestants, cases, results, wanted.clock)
    print_rates(table)
    print_ratios(table)
    print_reading(table)
    if peaks:
        print_memory(contestants, cases, peaks)
    imports = import_times()
    print_imports(imports)
    if wanted.json:
        answers = [
            {"contestant": key[0], "workload": key[1], "language": key[2], "answers": results[key]} for key in results
        ]
        Path(wanted.json).write_text(json.dumps({"answers": answers, "imports": imports}, indent=1), encoding="utf-8")


def rounds(contestants: list[Contestant], cases: list[dict[str, Any]], count: int) -> Results:
    """Ask everybody for everything, `count` times in turns; a first round warms everybody up and does not count."""
    results: Results = defaultdict(list)
    with ExitStack() as stack:
        runners = {each.key: stack.enter_context(running(each)) for each in contestants}
        for number in range(count + 1):
            for case in cases:
                for contestant in contestants:
                    _ask(contestant, runners[contestant.key], case, results, first=number == 0)
            print(f"round {number} of {count} done", file=sys.stderr)
    return results


def _ask(contestant: Contestant, runner: Runner, case: dict[str, Any], results: Results, *, first: bool) -> None:
    key = (contestant.key, case["name"], case["language"])
    if reason := contestant.refuses.get(case["name"]):
        results[key] = [{"error": reason}]
        return
    if results[key] and ("error" in results[key][-1] or results[key][-1]["real"][-1] > PATIENCE):
        return
    answer = runner.ask(case)
    slow = "error" in answer or answer["real"][-1] > PATIENCE
    if not first or slow:
        results[key].append(answer)


def memory(contestants: list[Contestant], cases: list[dict[str, Any]]) -> dict[tuple[str, str, str], float]:
    """Return the peak memory in MB of a fresh process for each workload."""
    peaks = {}
    for case in cases:
        for contestant in contestants:
            if case["name"] in contestant.refuses:
                continue
            with running(contestant) as runner:
                answer = runner.ask(case | {"often": 1})
            if "error" not in answer:
                peaks[contestant.key, case["name"], case["language"]] = answer["peak"]
    return peaks


def _arguments() -> argparse.Namespace:
    keys = [each.key for each in CONTESTANTS]
    parser = argparse.ArgumentParser(prog="python benchmarks/workflows")
    parser.add_argument("workloads", nargs="*", default=NAMES, help="W1 … W8; all by default")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=keys, default=keys, help="who takes part")
    parser.add_argument("--clock", choices=("real", "processor"), default="real")
    parser.add_argument("--no-memory", action="store_true", help="leave out the fresh process for each workload")
    parser.add_argument("--json", help="also write every single answer to this file")
    return parser.parse_args()


if __name__ == "__main__":
    main()
