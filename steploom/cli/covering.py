"""`steploom cov`: saved coverage, of several sessions together, as reports."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from steploom.analysis.coverage import Coverage, combine, from_json, to_json, verdict
from steploom.cli.status import DONE, NOT_SUCCEEDED
from steploom.cli.target import TargetError
from steploom.diagnostics import Diagnostic
from steploom.views.coverage import coverage_table, render_coverage

__all__ = ["SUMMARY", "add_arguments", "run"]

SUMMARY = "combine saved coverage of state machines, and report it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument(
        "data", metavar="FILE", nargs="+", type=Path, help="what `pytest --steploom-cov-report=json:FILE` wrote"
    )
    parser.add_argument("--missing", action="store_true", help="show each point that was not hit, with its place")
    parser.add_argument("--html", metavar="DIR", type=Path, help="write pages here")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write the combined data here")
    parser.add_argument(
        "--fail-under", metavar="N", type=float, help="exit with 1 where less than N percent of all points are covered"
    )


def run(options: argparse.Namespace) -> int:
    """Read, combine, report, judge."""
    coverage = combine(_read(path) for path in options.data)
    data = to_json(coverage)
    if options.format == "json":
        print(json.dumps(data, ensure_ascii=False))
    else:
        print("\n".join(coverage_table(coverage, missing=options.missing)))
    if options.output is not None:
        options.output.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    if options.html is not None:
        options.html.mkdir(parents=True, exist_ok=True)
        for name, page in render_coverage(coverage).items():
            (options.html / name).write_text(page, encoding="utf-8")
    if options.fail_under is None:
        return DONE
    wrong = list(verdict(coverage, {"total": options.fail_under}))
    if wrong and options.format != "json":
        print(*wrong, sep="\n")
    return NOT_SUCCEEDED if wrong else DONE


def _read(path: Path) -> Coverage:
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        hint = "give what `pytest --steploom-cov-report=json:FILE` wrote"
        raise TargetError([Diagnostic("SL905", f"{path} cannot be read: {error}", hint=hint)]) from error
