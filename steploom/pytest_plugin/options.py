"""The options of the plug-in: text only, so that pytest starts as fast as without it."""

from __future__ import annotations

from typing import Any

import pytest

__all__ = [
    "add_bench_options",
    "add_coverage_options",
    "add_snapshot_options",
    "cloud_options",
    "refuse_without_coverage",
]


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


def refuse_without_coverage(config: pytest.Config) -> None:
    """Refuse options that would do nothing: a threshold that nobody measures is none.

    Raises:
        pytest.UsageError: A report or a threshold is asked for, and no coverage.
    """
    for option in ("--steploom-cov-report", "--steploom-cov-fail-under"):
        if config.getoption(option) not in ([], None) and not config.getoption("--steploom-cov"):
            raise pytest.UsageError(f"{option} needs --steploom-cov")


def add_snapshot_options(parser: pytest.Parser) -> None:
    """Add the option of the fixture `snapshots`."""
    parser.getgroup("steploom").addoption(
        "--steploom-snapshot-update",
        action="store_true",
        default=False,
        help="write the snapshots of runs as they are now, and remove those that no test uses",
    )


#: What the marker `steploom` may say of the cloud of a test.
_MARKED = ("seed", "start", "strict", "order", "check_native")


def add_bench_options(parser: pytest.Parser) -> None:
    """Add the switches of the fixture `cloud`."""
    group = parser.getgroup("steploom")
    group.addoption(
        "--steploom-strict",
        action="store_true",
        default=False,
        help="fail tests whose mocks or faults are never used, or that call functions which are not there",
    )
    group.addoption(
        "--steploom-check-native",
        action="store_true",
        default=False,
        help="let cloud.run do each workflow again as Python, and fail where the two differ",
    )


def cloud_options(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return how the cloud of a test is to be: what its markers say, else what the session's options say.

    Raises:
        pytest.UsageError: A marker says something else.
    """
    options: dict[str, Any] = {
        "strict": request.config.getoption("--steploom-strict"),
        "check_native": request.config.getoption("--steploom-check-native"),
    }
    for marker in reversed(list(request.node.iter_markers("steploom"))):
        unknown = [*map(repr, marker.args), *(name for name in marker.kwargs if name not in _MARKED)]
        if unknown:
            raise pytest.UsageError(f"@pytest.mark.steploom takes {', '.join(_MARKED)}, not {', '.join(unknown)}")
        options |= marker.kwargs
    return options
