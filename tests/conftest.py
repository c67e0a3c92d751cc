"""Fixtures and options for all tests."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# What a developer's shell would have set; no test reaches a network.
os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")

ROOT = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden cases with what is made now")


@pytest.fixture(autouse=True)
def _recursion_limit() -> Iterator[None]:
    """What a test's tools do to the interpreter's limit (networkx raises it for good) ends with the test."""
    limit = sys.getrecursionlimit()
    yield
    sys.setrecursionlimit(limit)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of recorded AWS behaviour beside the project; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("STEPLOOM_SHARED", ROOT.parent / "shared"))
    if not (folder / "conformance").is_dir():
        pytest.skip(f"the recorded cases are not at {folder}")
    return folder
