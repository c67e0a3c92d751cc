"""The long hunt: `python -m tests.properties.hunt --count 100000 --seed 1 --jobs 2`.

Makes programs by seed, examines each, shrinks what it finds, and writes each finding as a file that
`--replay FILE` runs again.
"""

# ruff: noqa: T201 - a command prints

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing import Pool
from pathlib import Path

from tests.properties.choices import Seeded
from tests.properties.examining import Verdict, examine, examined
from tests.properties.loading import load_source
from tests.properties.programs import Program
from tests.properties.running import run_compiled, run_native
from tests.properties.shrinking import shrink

_BATCH = 50


@dataclass
class Batch:
    """What came of some seeds."""

    kinds: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    found: list[tuple[int, Verdict, list[int]]] = field(default_factory=list)


def hunt_batch(start: int) -> Batch:
    """Examine the programs of some seeds."""
    batch = Batch()
    for seed in range(start, start + _BATCH):
        choices = Seeded(seed)
        _, verdict = examined(choices)
        batch.kinds[f"{verdict.kind} {verdict.status}".strip()] += 1
        if verdict.kind == "refused":
            batch.refusals.update(re.findall(r"SL[0-9]{3} [^'\"]*", each)[0] for each in verdict.details)
        if verdict.bad:
            batch.found.append((seed, verdict, choices.made))
    return batch


def hunt(options: argparse.Namespace) -> int:
    """Hunt, print what was found, and return how many reasons there seem to be."""
    total, keys, begun = Batch(), Counter[str](), time.monotonic()
    starts = range(options.seed, options.seed + options.count, _BATCH)
    with Pool(options.jobs, maxtasksperchild=20) as pool:
        for done, batch in enumerate(pool.imap_unordered(hunt_batch, starts), 1):
            total.kinds.update(batch.kinds)
            total.refusals.update(batch.refusals)
            for seed, verdict, numbers in batch.found:
                keys[verdict.key] += 1
                if keys[verdict.key] <= options.each:
                    report(seed, *shrink(numbers, verdict), options.out)
            if done % 100 == 0:
                print(f"{done * _BATCH} in {time.monotonic() - begun:.0f} s: {dict(total.kinds)}", flush=True)
    print(f"{sum(total.kinds.values())} programs in {time.monotonic() - begun:.0f} s")
    for each, count in [*total.kinds.most_common(), *total.refusals.most_common(30), *keys.most_common()]:
        print(f"{count:8} {each}")
    return len(keys)


def report(seed: int, made: Program, verdict: Verdict, out: Path | None) -> None:
    """Print a finding, and write it where `--out` says."""
    print(
        f"\n== seed {seed}: {verdict.kind}\n{made!r}\n" + "\n".join(f"-- {each}" for each in verdict.details),
        flush=True,
    )
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / f"seed_{seed}.py").write_text(made.to_text(), encoding="utf-8")


def replay(path: Path) -> int:
    """Run one program both ways and print both."""
    made = Program.from_text(path.read_text(encoding="utf-8"))
    verdict = examine(made)
    print(verdict.kind, *verdict.details, sep="\n")
    if verdict.kind in ("same", "differs"):
        module = load_source(made.source)
        for ended in (run_native(made, module), run_compiled(made, module)):
            print(ended, *ended.calls.calls, *ended.calls.events, sep="\n  ")
    return int(verdict.bad)


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.properties.hunt", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many programs")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes")
    parser.add_argument("--each", type=int, default=3, help="how many findings of one kind to shrink")
    parser.add_argument("--out", type=Path, help="a folder for the findings")
    parser.add_argument("--replay", type=Path, help="run a finding again")
    options = parser.parse_args()
    return replay(options.replay) if options.replay else hunt(options)


if __name__ == "__main__":
    sys.exit(main())
