from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto import mock_aws

from lambdas.orders import local


@pytest.fixture(autouse=True)
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """DynamoDB with the service's tables and full shelves."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.delenv("AWS_REGION", raising=False)
    with mock_aws():
        local.prepare(None)
        yield
