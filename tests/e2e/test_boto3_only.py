"""The order service driven by nothing but boto3: events in, executions, tables and queues out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from lambdas.orders.approvals import decide
from lambdas.orders.local import prepare
from lambdas.orders.models import Approval
from lambdas.orders.workflow import fulfil
from steploom.local import Cloud, mock_cloud

BUS = "shop"


@pytest.fixture
def running() -> Iterator[Cloud]:
    with mock_cloud() as cloud:
        prepare(cloud)
        cloud.deploy(fulfil)
        yield cloud


@pytest.fixture
def queue(running: Cloud) -> str:  # noqa: ARG001 - the cloud must run
    """A queue that hears what the order service tells; made as any other service would make it."""
    sqs, events = boto3.client("sqs"), boto3.client("events")
    url = sqs.create_queue(QueueName="heard")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    pattern = {"source": ["shop.orders"], "detail-type": ["OrderFulfilled", "OrderFailed"]}
    events.put_rule(Name="hear", EventBusName=BUS, EventPattern=json.dumps(pattern))
    events.put_targets(Rule="hear", EventBusName=BUS, Targets=[{"Id": "queue", "Arn": arn}])
    return str(url)


def place(order: dict[str, Any], source: str = "shop.orders") -> None:
    entry = {
        "EventBusName": BUS,
        "Source": source,
        "DetailType": "OrderPlaced",
        "Detail": json.dumps(order | {"_meta": {"version": 1, "correlation_id": "story-1", "idempotency_key": "k"}}),
    }
    assert boto3.client("events").put_events(Entries=[entry])["FailedEntryCount"] == 0


def executions() -> list[dict[str, Any]]:
    states = boto3.client("stepfunctions")
    (machine,) = states.list_state_machines()["stateMachines"]
    found = states.list_executions(stateMachineArn=machine["stateMachineArn"])["executions"]
    return [states.describe_execution(executionArn=each["executionArn"]) for each in found]


def heard(url: str) -> list[dict[str, Any]]:
    messages = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [json.loads(each["Body"]) for each in messages]


def item(table: str, **key: str) -> dict[str, Any] | None:
    typed = {name: {"S": value} for name, value in key.items()}
    return boto3.client("dynamodb").get_item(TableName=table, Key=typed).get("Item")


def order(**changes: Any) -> dict[str, Any]:
    lines = [{"sku": "tea-assam", "quantity": 2}, {"sku": "mug-blue", "quantity": 1}]
    return {"order_id": "o-1", "total": 42.5, "country": "DE", "items": lines} | changes


def available(sku: str) -> int:
    found = item("stock", sku=sku)
    assert found
    return int(found["available"]["N"])


def test_an_order_is_fulfilled(running: Cloud, queue: str) -> None:
    before = available("tea-assam")
    place(order())
    running.run_until_idle()
    (execution,) = executions()
    assert execution["status"] == "SUCCEEDED"
    assert json.loads(execution["output"]) == {"order_id": "o-1", "paid": 42.5}
    assert item("orders", pk="o-1")
    assert available("tea-assam") == before - 2
    (news,) = heard(queue)
    assert news["detail-type"] == "OrderFulfilled"
    assert news["detail"]["order_id"] == "o-1"
    assert len(news["detail"]["labels"]) == 2
    assert news["detail"]["_meta"]["correlation_id"] == "story-1"
    assert news["detail"]["_meta"]["causation_id"] == execution["executionArn"]


def test_the_history_is_aws_s(running: Cloud) -> None:
    place(order())
    running.run_until_idle()
    (execution,) = executions()
    history = boto3.client("stepfunctions").get_execution_history(executionArn=execution["executionArn"])
    types = [each["type"] for each in history["events"]]
    assert types[:3] == ["ExecutionStarted", "TaskStateEntered", "TaskScheduled"]
    assert types[-1] == "ExecutionSucceeded"
    assert [each["id"] for each in history["events"]] == list(range(1, len(types) + 1))
    assert types.count("MapIterationSucceeded") == 2


@pytest.mark.parametrize("change", [{"country": "US"}, {"total": 0}, {"total": -1}])
def test_what_the_rule_does_not_match_starts_nothing(running: Cloud, queue: str, change: dict[str, Any]) -> None:
    place(order(**change))
    running.run_until_idle()
    assert executions() == []
    assert heard(queue) == []


def test_another_source_starts_nothing(running: Cloud) -> None:
    place(order(), source="somebody.else")
    running.run_until_idle()
    assert executions() == []


def test_a_manager_answers_through_the_service(running: Cloud, queue: str) -> None:
    place(order(total=1500))
    running.run_ready()
    assert [each["status"] for each in executions()] == ["RUNNING"]
    decide("o-1", Approval(granted=False, reason="too dear"))
    running.run_until_idle()
    (execution,) = executions()
    assert (execution["status"], execution["error"], execution["cause"]) == ("FAILED", "Rejected", "o-1: too dear")
    (news,) = heard(queue)
    assert (news["detail-type"], news["detail"]["reason"]) == ("OrderFailed", "o-1: too dear")
    assert item("orders", pk="o-1") is None


def test_nobody_answers_for_a_day(running: Cloud, queue: str) -> None:
    before = available("mug-blue")
    begun = running.now()
    place(order(total=1500))
    running.run_until_idle()
    (execution,) = executions()
    assert (execution["status"], execution["error"]) == ("FAILED", "States.Timeout")
    assert (running.now() - begun).total_seconds() == pytest.approx(86_400, abs=5)
    assert available("mug-blue") == before
    assert [each["detail-type"] for each in heard(queue)] == ["OrderFailed"]


def test_money_that_comes_late_is_returned_once(running: Cloud, queue: str) -> None:
    place(order(total=504))
    running.run_until_idle()
    (execution,) = executions()
    assert (execution["status"], execution["error"]) == ("FAILED", "States.Timeout")
    # Taken once, returned once, and nothing can be taken for this order any more.
    (payment,) = boto3.client("dynamodb").scan(TableName="gateway")["Items"]
    assert (payment["key"]["S"], payment["amount"]["N"], payment["status"]["S"]) == ("o-1", "504.0", "returned")
    assert len(heard(queue)) == 1


def test_a_malformed_order_touches_nothing(running: Cloud, queue: str) -> None:
    place(order(items=[]))
    running.run_until_idle()
    (execution,) = executions()
    assert (execution["status"], execution["error"]) == ("FAILED", "InputError")
    assert execution["cause"] == "items: must have at least 1 items"
    assert heard(queue) == []
    assert boto3.client("dynamodb").scan(TableName="reservations")["Items"] == []
