"""`steploom replay`: a recorded history against the definition of today."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from steploom.analysis.replaying import Replay, replay
from steploom.cli.status import DONE, NOT_SUCCEEDED
from steploom.cli.target import load_target

__all__ = ["SUMMARY", "add_arguments", "run"]

SUMMARY = "follow a recorded history through a workflow or a definition, to the first place where they part"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument(
        "history", metavar="HISTORY.json", type=Path, help="what `aws stepfunctions get-execution-history` printed"
    )
    parser.add_argument("target", metavar="TARGET", help="module:function, path.py:function, or a definition's file")
    parser.add_argument(
        "--execution-arn", metavar="ARN", default="", help="the execution's ARN: names made from it are compared, too"
    )
    parser.add_argument("--no-timings", action="store_true", help="compare no waits, delays and time limits")
    parser.add_argument(
        "--ignore", metavar="NAME", action="append", default=[], help="compare no members of this name; repeatable"
    )


def run(options: argparse.Namespace) -> int:
    """Follow, and tell where they part."""
    target = load_target(options.target)
    made = replay(
        options.history,
        target.definition if target.compiled is None else target.compiled,
        execution_arn=options.execution_arn,
        timings=not options.no_timings,
        ignore=options.ignore,
    )
    if options.format == "json":
        print(json.dumps({"agrees": made.agrees, **asdict(made)}, ensure_ascii=False))
    else:
        print(_told(made, target.name))
    return DONE if made.agrees else NOT_SUCCEEDED


def _told(made: Replay, name: str) -> str:
    if made.divergence is not None:
        return f"{name} leaves the history at\n{made.divergence}"
    lines = [f"{name} follows the history: {made.visits} visits, {made.status}"]
    lines.extend(f"standing in {path}" for path in made.standing)
    lines.extend([f"about to fail with {made.failing}"] if made.failing else [])
    lines.extend(f"not decided by the history: event {event} at {path}" for event, path in made.undecided)
    return "\n".join(lines)
