"""The long run: `python -m tests.properties.jsonata.hunt --count 50000 --seed 1`.

Makes expressions by seed, evaluates each here and by npm's jsonata 2.0.6, shrinks what differs and prints it.
"""

# ruff: noqa: T201 - a command prints

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from tests.properties.choices import Replayed, Seeded
from tests.properties.jsonata.grammar import Case, make_case
from tests.properties.jsonata.peer import Outcome, Peer, compare, ours, package, shown

_SLOW = 2.0
#: Functions of Step Functions, which damage to a text can make of others.
_OURS_ALONE = ("$parse~", "$parse ", "$parse(", "$range", "$hash", "$partition", "$random", "$uuid")

__all__ = ["examine", "main", "shrink"]


def examine(peer: Peer, case: Case) -> tuple[str, Outcome, Outcome]:
    """Return the verdict on a case, our outcome and theirs."""
    mine = ours(case)
    if any(name in case.text for name in _OURS_ALONE):
        return "limit", mine, mine
    theirs = peer.outcome(case)
    return compare(mine, theirs), mine, theirs


def shrink(peer: Peer, numbers: list[int], verdict: str, tries: int = 800) -> Case:
    """Return a smaller case of the same verdict, from the decisions that made one."""
    best = make_case(Replayed(numbers))
    budget = iter(range(tries))
    size = max(1, len(numbers) // 2)
    while size:
        at = 0
        while at < len(numbers) and next(budget, None) is not None:
            for candidate in (
                [*numbers[:at], *numbers[at + size :]],
                [*numbers[:at], *[0] * size, *numbers[at + size :]],
            ):
                replayed = Replayed(candidate)
                case = make_case(replayed)
                if _weight(case) < _weight(best) and examine(peer, case)[0] == verdict:
                    numbers, best = replayed.made, case
                    break
            else:
                at += size
        size //= 2
    return best


def _weight(case: Case) -> tuple[int, int]:
    return len(case.text), len(repr(case.data))


def report(peer: Peer, seed: int, case: Case) -> None:
    """Print a case that differs."""
    verdict, mine, theirs = examine(peer, case)
    print(
        f"== seed {seed}: {verdict}\n   {case.text}\n   on {case.data!r}\n"
        f"   ours   {shown(mine)}\n   theirs {shown(theirs)}",
        flush=True,
    )


def hunt(folder: Path, options: argparse.Namespace) -> int:
    """Compare, print what differs, and return how many cases did."""
    kinds, begun = Counter[str](), time.monotonic()
    with Peer(folder) as peer:
        for seed in range(options.seed, options.seed + options.count):
            choices = Seeded(seed)
            case = make_case(choices)
            last = time.monotonic()
            verdict, mine, _ = examine(peer, case)
            kinds[verdict if verdict != "same" else f"same {mine.kind}"] += 1
            if time.monotonic() - last > _SLOW:
                print(f"== seed {seed}: slow\n   {case.text}", flush=True)
            if options.verbose and verdict in ("limit", "crash"):
                report(peer, seed, case)
            if verdict.startswith("different") and kinds[verdict] <= options.each:
                report(peer, seed, shrink(peer, choices.made, verdict))
    print(f"{options.count} expressions in {time.monotonic() - begun:.0f} s, seeds from {options.seed}")
    for kind, count in kinds.most_common():
        print(f"{count:8} {kind}")
    return sum(count for kind, count in kinds.items() if kind.startswith("different"))


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.properties.jsonata.hunt", description=__doc__)
    parser.add_argument("--count", type=int, default=50_000, help="how many expressions")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--each", type=int, default=5, help="how many findings of one kind to shrink and print")
    parser.add_argument("--verbose", action="store_true", help="print what could not be compared, too")
    parser.add_argument("--package", type=Path, default=package(), help="the folder of npm's jsonata 2.0.6")
    options = parser.parse_args()
    if options.package is None:
        parser.error("npm's jsonata is not in node_modules: give --package")
    return int(hunt(options.package, options) > 0)


if __name__ == "__main__":
    sys.exit(main())
