from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import boto3
import pytest
from moto import mock_aws

from steploom.runtime.settings import IDEMPOTENCY_KEY_ATTRIBUTE, IDEMPOTENCY_TABLE_ENV


@dataclass
class Context:
    """What a handler reads of Lambda's context."""

    aws_request_id: str = "request-1"
    function_name: str = "charge"

    def get_remaining_time_in_millis(self) -> int:
        return 30_000


@pytest.fixture
def context() -> Context:
    return Context()


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Name of the table that remembers calls."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv(IDEMPOTENCY_TABLE_ENV, "memory")
    with mock_aws():
        boto3.client("dynamodb").create_table(
            TableName="memory",
            AttributeDefinitions=[{"AttributeName": IDEMPOTENCY_KEY_ATTRIBUTE, "AttributeType": "S"}],
            KeySchema=[{"AttributeName": IDEMPOTENCY_KEY_ATTRIBUTE, "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        )
        yield "memory"
