"""The options of the plug-in: text only, so that pytest starts as fast as without it."""

from __future__ import annotations

import pytest

__all__ = ["add_coverage_options", "add_snapshot_options"]


def add_coverage_options(parser: pytest.Parser) -> None:
    """Add the options of `--steploom-cov`."""
    group = parser.getgroup("steploom", "state machine coverage")
    group.addoption(
        "--steploom-cov",
        metavar="SOURCE",
        action="append",
        nargs="?",
        const=True,
        default=[],
        help="measure which states, rules, catchers and retriers run; SOURCE is a module, file or folder whose "
        "machines are meant (repeatable), by default all that the tests make",
    )
    group.addoption(
        "--steploom-cov-report",
        metavar="FORM",
        action="append",
        default=[],
        help="term (default), term-missing, html:DIR or json:FILE; repeatable",
    )
    group.addoption(
        "--steploom-cov-fail-under",
        metavar="N",
        type=float,
        default=None,
        help="fail the session where less than N percent of all points are covered",
    )


def add_snapshot_options(parser: pytest.Parser) -> None:
    """Add the option of the fixture `snapshots`."""
    parser.getgroup("steploom").addoption(
        "--steploom-snapshot-update",
        action="store_true",
        default=False,
        help="write the snapshots of runs as they are now, and remove those that no test uses",
    )
