"""The switches of the fixture `cloud`, in sessions of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TEST = """
import pytest

DONE = {"StartAt": "done", "States": {"done": {"Type": "Succeed"}}}


def test_unused(cloud):
    cloud.mock("charge", returns=1)
    cloud.run(DONE)


@pytest.mark.steploom(seed=3, order=1, check_native=True)
def test_marked(cloud):
    options = cloud.world.options
    assert (options.seed, options.check_native, options.order is None) == (3, True, False)


@pytest.mark.steploom(strict=False)
class TestSeveral:
    @pytest.mark.steploom(strict=True)
    def test_inner_marker_counts(self, cloud):
        assert cloud.world.options.strict
"""
WRONG = """
import pytest


@pytest.mark.steploom(sead=3)
def test_wrong(cloud):
    pass
"""


def session(folder: Path, *options: str) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--strict-markers", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.mark.slow
def test_switches(tmp_path):
    (tmp_path / "test_switches.py").write_text(TEST)
    plain = session(tmp_path)
    assert "UnusedMock: the mock of charge: no task has met it" in plain
    assert "3 passed, 1 warning" in plain
    strict = session(tmp_path, "--steploom-strict")
    assert "SL423 the mock of charge: no task has met it" in strict
    assert "3 passed, 1 error" in strict


@pytest.mark.slow
def test_a_marker_that_says_something_else(tmp_path):
    (tmp_path / "test_wrong.py").write_text(WRONG)
    assert "takes seed, start, strict, order, check_native, not sead" in session(tmp_path)
