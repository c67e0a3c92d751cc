# ruff: noqa: ARG005 - a fake takes what the operation takes
from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from steploom.dsl import aws, fakes, workflow
from steploom.errors import CompileError


@workflow
async def store(order_id: str) -> dict[str, Any]:
    await aws.dynamodb.put_item(TableName="orders", Item={"pk": {"S": order_id}})
    found = await aws.dynamodb.get_item(TableName="orders", Key={"pk": {"S": order_id}})
    return found["Item"]


def test_a_fake_answers_and_the_call_is_recorded():
    def get(**request: Any) -> dict[str, Any]:
        time.sleep(3)
        return {"Item": request["Key"]}

    with fakes({aws.dynamodb.put_item: lambda **request: {}, aws.dynamodb.get_item: get}) as calls:
        run = store.native.run("o-1")
    assert (run.result, run.seconds) == ({"pk": {"S": "o-1"}}, 3.0)
    assert [call.name for call in calls.calls] == ["aws.dynamodb.put_item", "aws.dynamodb.get_item"]
    assert calls.of(aws.dynamodb.put_item) == [{"TableName": "orders", "Item": {"pk": {"S": "o-1"}}}]


def test_a_fake_may_fail():
    def fail(**request: Any) -> dict[str, Any]:
        raise PermissionError(request["TableName"])

    with fakes({aws.dynamodb.put_item: fail}):
        run = store.native.run("o-1")
    assert (run.error_name, run.cause) == ("PermissionError", "orders")


def test_answers_are_json_as_a_state_machine_sees_them():
    @workflow
    async def read() -> dict[str, Any]:
        return await aws.s3.get_object(Bucket="b", Key="k")

    moment = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)
    with fakes({aws.s3.get_object: lambda **request: {"Body": b"abc", "LastModified": moment, "Tags": ("a", "b")}}):
        assert read.native() == {"Body": "YWJj", "LastModified": "2026-01-31T09:30:00Z", "Tags": ["a", "b"]}


def test_the_request_is_taken_when_the_step_is_made():
    @workflow
    async def changing() -> None:
        item = {"pk": {"S": "a"}}
        step = aws.dynamodb.put_item(TableName="orders", Item=item)
        item["pk"]["S"] = "b"
        await step

    with fakes({aws.dynamodb.put_item: lambda **request: {}}):
        assert changing.native.run().calls.of(aws.dynamodb.put_item)[0]["Item"] == {"pk": {"S": "a"}}


@pytest.mark.parametrize("faked", [True, False])
def test_a_wrong_call_ends_the_run_and_no_handler_sees_it(faked):
    @workflow
    async def wrong() -> str:
        try:
            await aws.dynamodb.put_item(TabelName="orders", Item={})
        except Exception:  # noqa: BLE001 - no handler of a workflow may see it
            return "caught"
        return "done"

    table = {aws.dynamodb.put_item: lambda **request: {}} if faked else {}
    with fakes(table) as calls, pytest.raises(CompileError) as caught:
        wrong.native.run()
    assert [f"{each.code} {each.message}" for each in caught.value.diagnostics] == [
        "SL411 aws.dynamodb.put_item(...): TabelName is no member of the request",
        "SL411 aws.dynamodb.put_item(...): TableName is missing",
    ]
    assert caught.value.diagnostics[0].hint == "did you mean TableName?"
    assert calls.calls == []


def test_a_service_that_does_not_exist():
    @workflow
    async def wrong() -> None:
        await aws.dynamo.put_item()

    with pytest.raises(CompileError, match=r"SL410 aws\.dynamo\.put_item.*: there is no AWS service 'dynamo'"):
        wrong.native()


def test_without_a_fake_the_call_is_made(monkeypatch):
    moto = pytest.importorskip("moto")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with moto.mock_aws():
        import boto3

        client = boto3.client("dynamodb")
        client.create_table(
            TableName="orders",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        run = store.native.run("o-1")
        assert run.result == {"pk": {"S": "o-1"}}
        assert client.scan(TableName="orders")["Items"] == [{"pk": {"S": "o-1"}}]


def test_an_error_of_aws(monkeypatch):
    moto = pytest.importorskip("moto")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with moto.mock_aws():
        run = store.native.run("o-1")
    assert run.error_name == "ResourceNotFoundException"
