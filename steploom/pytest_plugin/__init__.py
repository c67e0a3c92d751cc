"""The pytest plug-in: fixtures for tests of workflows, and what a session is to tell about them.

Input: tests that ask for `cloud`, options. Output: a running local cloud, its own for each test; reports. Must not:
import moto or anything heavy before a test or an option asks for it, or change a test that does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from steploom.errors import MissingExtra
from steploom.pytest_plugin.options import (
    add_bench_options,
    add_coverage_options,
    add_snapshot_options,
    cloud_options,
    refuse_without_coverage,
)
from steploom.pytest_plugin.snapshots import SnapshotPlugin

if TYPE_CHECKING:
    from steploom.local import Cloud

__all__ = ["cloud", "pytest_addoption", "pytest_configure"]

_REGION = "us-east-1"
_MARKER = "seed=…, start=…, strict=…, order=…, check_native=…"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the plug-in's options."""
    add_coverage_options(parser)
    add_snapshot_options(parser)
    add_bench_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Load what the options ask for, and nothing else."""
    config.addinivalue_line("markers", f"steploom({_MARKER}): how the cloud of this test is to be")
    config.pluginmanager.register(SnapshotPlugin(config), "steploom-snapshots")
    refuse_without_coverage(config)
    if config.getoption("--steploom-cov"):
        from steploom.pytest_plugin.coverage import CoveragePlugin  # noqa: PLC0415 - loads the local cloud

        config.pluginmanager.register(CoveragePlugin(config), "steploom-coverage")


@pytest.fixture
def cloud(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """A local cloud for one test: plain boto3 clients reach it, `cloud.run_until_idle()` lets virtual time pass.

    `@pytest.mark.steploom(strict=True, check_native=True, …)` on a test, class or module says how it is to be.

    Example:
        A test that needs no AWS account::

            def test_small_order(cloud):
                run = cloud.start(cloud.deploy(fulfil), {"order_id": "o-1", ...})
                cloud.run_until_idle()
                assert run.status == "SUCCEEDED"
    """
    try:
        from steploom.local import mock_cloud  # noqa: PLC0415 - moto is heavy, and only wanted by tests that ask for it
    except MissingExtra as error:
        from steploom.diagnostics import render  # noqa: PLC0415 - pytest starts without it

        pytest.fail(render(error.diagnostics), pytrace=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", _REGION)
    with mock_cloud(region=_REGION, **cloud_options(request)) as running:
        yield running
