from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyKeyError,
    IdempotencyValidationError,
)

from steploom import TaskToken, activity
from steploom.clock import handler_time
from steploom.errors import DeclarationError, InputError, SteploomError
from steploom.runtime import handler
from steploom.runtime.settings import IDEMPOTENCY_TABLE_ENV
from tests.unit.runtime.conftest import Context

CALLS: list[tuple[Any, ...]] = []


class GatewayDown(Exception):
    """Comes and goes."""


@activity
def greet(name: str) -> str:
    import time

    time.sleep(2)
    return f"Hello {name}"


@activity
def break_down(why: str) -> None:
    raise GatewayDown(why)


@activity(idempotent_by="order_id")
def pay(order_id: str, amount: float = 1.0) -> list[str]:
    CALLS.append((order_id, amount))
    if amount == 13 and len(CALLS) == 1:
        raise GatewayDown("first time")
    return []


@activity(idempotent_by="order.id")
def pack(order: dict[str, str], note: str | None = None) -> int:
    CALLS.append((order["id"], note))
    return len(CALLS)


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    CALLS.clear()


def told(capsys: pytest.CaptureFixture[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the log lines and the metrics that were printed."""
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [each for each in lines if "_aws" not in each], [each for each in lines if "_aws" in each]


def test_success_is_told(capsys: pytest.CaptureFixture[str], context: Context) -> None:
    with handler_time(1000.0):
        assert handler(greet)({"name": "Ada", "_execution": "arn:execution"}, context) == "Hello Ada"

    [line], [metric] = told(capsys)
    assert line["level"] == "INFO"
    assert line["message"] == "activity succeeded"
    assert line["service"] == line["activity"] == "greet"
    assert line["execution_id"] == "arn:execution"
    assert line["function_request_id"] == "request-1"
    assert line["seconds"] == 2
    assert metric["ActivitySucceeded"] == [1.0]
    assert metric["service"] == "greet"
    assert metric["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "steploom"


def test_failure_is_told_and_leaves_as_it_is(capsys: pytest.CaptureFixture[str], context: Context) -> None:
    with pytest.raises(GatewayDown, match=r"^no line$"):
        handler(break_down)({"why": "no line"}, context)

    [line], [metric] = told(capsys)
    assert (line["level"], line["message"]) == ("ERROR", "activity failed")
    assert line["exception_name"] == "GatewayDown"
    assert line["activity"] == "break_down"
    assert metric["ActivityFailed"] == [1.0]
    assert metric["error"] == "GatewayDown"
    assert "ActivitySucceeded" not in metric


def test_the_namespace_is_the_environments(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "shop")
    with handler_time(0.0):
        handler(greet)({"name": "Ada"}, object())

    _, [metric] = told(capsys)
    assert metric["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "shop"


def test_keys_of_one_call_do_not_stay_for_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    handle = handler(greet)
    with handler_time(0.0):
        handle({"name": "Ada", "_execution": "arn:one"}, object())
        handle({"name": "Bob"}, object())

    [_, second], _ = told(capsys)
    assert "execution_id" not in second
    assert "function_request_id" not in second


def test_input_faults_fail_the_call(context: Context) -> None:
    with pytest.raises(InputError, match="name: missing"):
        handler(greet)({}, context)


@pytest.mark.usefixtures("memory")
def test_a_repeated_call_is_answered_from_memory(context: Context) -> None:
    assert handler(pay)({"order_id": "o-1"}, context) == []
    assert handler(pay)({"order_id": "o-1", "amount": 1.0}, context) == []
    assert handler(pay)({"order_id": "o-2"}, object()) == []

    assert CALLS == [("o-1", 1.0), ("o-2", 1.0)]


@pytest.mark.usefixtures("memory")
def test_a_call_that_failed_is_tried_again(context: Context) -> None:
    handle = handler(pay)
    with pytest.raises(GatewayDown):
        handle({"order_id": "o-1", "amount": 13}, context)

    assert handle({"order_id": "o-1", "amount": 13}, context) == []
    assert handle({"order_id": "o-1", "amount": 13}, context) == []
    assert CALLS == [("o-1", 13.0), ("o-1", 13.0)]


@pytest.mark.usefixtures("memory")
def test_the_same_key_with_other_arguments_is_refused(context: Context) -> None:
    handler(pay)({"order_id": "o-1", "amount": 2}, context)

    with pytest.raises(IdempotencyValidationError):
        handler(pay)({"order_id": "o-1", "amount": 3}, context)
    assert CALLS == [("o-1", 2.0)]


@pytest.mark.usefixtures("memory")
def test_the_key_may_lie_within_a_parameter(context: Context) -> None:
    assert handler(pack)({"order": {"id": "o-1"}}, context) == 1
    assert handler(pack)({"order": {"id": "o-1"}}, context) == 1
    assert handler(pack)({"order": {"id": "o-2"}}, context) == 2


@pytest.mark.usefixtures("memory")
def test_a_call_without_key_is_refused(context: Context) -> None:
    with pytest.raises(IdempotencyKeyError):
        handler(pack)({"order": {}}, context)
    assert CALLS == []


def test_activities_do_not_share_keys(memory: str, context: Context) -> None:
    handler(pay)({"order_id": "o-1"}, context)
    handler(pack)({"order": {"id": "o-1"}}, context)

    ids = sorted(item["id"]["S"].split("#")[0] for item in boto3.client("dynamodb").scan(TableName=memory)["Items"])
    assert ids == ["pack", "pay"]


def test_input_faults_are_found_before_the_memory_is_asked(monkeypatch: pytest.MonkeyPatch, context: Context) -> None:
    monkeypatch.delenv(IDEMPOTENCY_TABLE_ENV, raising=False)
    with pytest.raises(InputError, match="order_id: expected string, got number"):
        handler(pay)({"order_id": 1}, context)


def test_idempotency_without_a_table_is_refused(monkeypatch: pytest.MonkeyPatch, context: Context) -> None:
    monkeypatch.delenv(IDEMPOTENCY_TABLE_ENV, raising=False)
    with pytest.raises(SteploomError, match="set STEPLOOM_IDEMPOTENCY_TABLE to a DynamoDB table"):
        handler(pay)({"order_id": "o-1"}, context)
    assert CALLS == []


def test_a_callback_cannot_be_idempotent() -> None:
    @activity(idempotent_by="question")
    def ask(token: TaskToken, question: str) -> None:
        del token, question

    with pytest.raises(DeclarationError, match="SL207 activity 'ask' is a callback"):
        handler(ask)
