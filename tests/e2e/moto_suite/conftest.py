"""A suite as users of moto write it: plain boto3, one decorator or fixture, polling for the end of an execution.

It runs under `moto.mock_aws` and under `mock_cloud`, unchanged. What moto cannot do is marked with the reason: such a
test must fail under moto, or the mark is wrong.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from steploom.local import mock_cloud

ROLE = "arn:aws:iam::123456789012:role/states"
EXECUTING = {"stepfunctions": {"execute_state_machine": True}}
MOCKS: dict[str, Callable[..., Any]] = {"moto": mock_aws, "steploom": mock_cloud}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "aws" not in metafunc.fixturenames:
        return
    mark = metafunc.definition.get_closest_marker("moto_cannot")
    moto: Any = "moto"
    if mark is not None:
        moto = pytest.param(
            "moto", marks=pytest.mark.xfail(strict=True, run=mark.kwargs.get("run", True), reason=mark.args[0])
        )
    metafunc.parametrize("aws", [moto, "steploom"], indirect=True)


@pytest.fixture
def aws(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with MOCKS[request.param](config=EXECUTING):
        yield


@pytest.fixture
def sfn(aws: None) -> Any:  # noqa: ARG001 - the mock must run
    return boto3.client("stepfunctions")


@pytest.fixture
def create(sfn: Any) -> Callable[..., str]:
    def machine(states: dict[str, Any], name: str = "machine", **request: Any) -> str:
        definition = {"StartAt": next(iter(states)), "States": states, **request.pop("top", {})}
        return str(
            sfn.create_state_machine(name=name, definition=json.dumps(definition), roleArn=ROLE, **request)[
                "stateMachineArn"
            ]
        )

    return machine


@pytest.fixture
def wait(sfn: Any) -> Callable[[str], dict[str, Any]]:
    """Polls as a test against AWS would."""

    def ended(arn: str) -> dict[str, Any]:
        until = time.monotonic() + 15
        while time.monotonic() < until:
            told: dict[str, Any] = sfn.describe_execution(executionArn=arn)
            if told["status"] != "RUNNING":
                return told
            time.sleep(0.05)
        raise AssertionError(f"{arn} is still running")

    return ended


@pytest.fixture
def run(sfn: Any, create: Callable[..., str], wait: Callable[[str], dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    def to_end(states: dict[str, Any], value: Any = None, **request: Any) -> dict[str, Any]:
        arn = create(states, **request)
        started = sfn.start_execution(stateMachineArn=arn, input=json.dumps({} if value is None else value))
        return wait(started["executionArn"])

    return to_end
