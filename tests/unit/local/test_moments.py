"""moto's resources on the cloud's clock, and handlers that ask for the time."""

from __future__ import annotations

import json
import threading
import time
from datetime import UTC, date, datetime, timedelta

import boto3

from steploom import activity, workflow
from steploom.local import mock_cloud

START = datetime(2030, 1, 1, tzinfo=UTC)


@activity
def tells_the_time(number: int) -> list[str]:
    first = [datetime.now(UTC).isoformat(), date.today().isoformat(), str(time.time_ns())]  # noqa: DTZ011 - what is tested
    time.sleep(3600)
    return [*first, datetime.now(UTC).isoformat(), datetime.utcnow().isoformat(), str(number)]  # noqa: DTZ003


@workflow
async def telling(number: int) -> list[str]:
    return await tells_the_time(number)


def test_an_activity_reads_the_cloud_s_clock():
    real = datetime.now(UTC)
    with mock_cloud(start=START) as cloud:
        assert cloud.start(telling, {"number": 1}).finish().output == [
            "2030-01-01T00:00:00+00:00",
            "2030-01-01",
            "1893456000000000000",
            "2030-01-01T01:00:00+00:00",
            "2030-01-01T01:00:00",
            "1",
        ]
        assert abs(datetime.now(UTC) - real) < timedelta(minutes=5)


YEARS: list[int] = []


@activity
def asks_in_a_thread(number: int) -> int:
    thread = threading.Thread(target=lambda: YEARS.append(datetime.now(UTC).year))
    thread.start()
    thread.join()
    return number


@workflow
async def asking(number: int) -> int:
    return await asks_in_a_thread(number)


def test_other_threads_and_the_test_keep_real_time():
    year = datetime.now(UTC).year
    with mock_cloud(start=START) as cloud:
        assert cloud.start(asking, {"number": 1}).finish().status == "SUCCEEDED"
        assert (datetime.now(UTC).year, YEARS.pop()) == (year, year)


def test_uploaded_code_reads_the_cloud_s_clock(function, cloud):
    function("from datetime import datetime\n\ndef handler(event, context):\n    return datetime.now().year\n")
    cloud.advance(timedelta(days=400))
    answer = boto3.client("lambda").invoke(FunctionName="worker")
    assert json.loads(answer["Payload"].read()) == 2027


def test_delayed_messages_come_when_their_time_has_come(cloud):
    queue = boto3.resource("sqs").create_queue(QueueName="q")
    queue.send_message(MessageBody="later", DelaySeconds=60)
    assert queue.receive_messages() == []
    cloud.advance(59)
    assert queue.receive_messages() == []
    cloud.advance(1)
    assert [each.body for each in queue.receive_messages()] == ["later"]


def test_messages_come_back_after_their_visibility_timeout(cloud):
    queue = boto3.resource("sqs").create_queue(QueueName="q", Attributes={"VisibilityTimeout": "30"})
    queue.send_message(MessageBody="again")
    assert len(queue.receive_messages()) == 1
    assert queue.receive_messages() == []
    cloud.advance(31)
    assert len(queue.receive_messages()) == 1


def test_a_test_that_really_sleeps_waits_for_moto(cloud):
    queue = boto3.resource("sqs").create_queue(QueueName="q", Attributes={"VisibilityTimeout": "1"})
    queue.send_message(MessageBody="again")
    assert len(queue.receive_messages()) == 1
    before = cloud.now()
    time.sleep(1.1)
    assert len(queue.receive_messages()) == 1
    assert cloud.now() == before


def test_a_long_poll_takes_virtual_time_in_which_machines_run(cloud, sfn, machine):
    queue = boto3.resource("sqs").create_queue(QueueName="q")
    states = {
        "Wait": {"Type": "Wait", "Seconds": 5, "Next": "Send"},
        "Send": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage",
            "Parameters": {"QueueUrl": queue.url, "MessageBody": "now"},
            "End": True,
        },
    }
    sfn.start_execution(stateMachineArn=machine(states))
    began, before = time.monotonic(), cloud.now()
    assert [each.body for each in queue.receive_messages(WaitTimeSeconds=20)] == ["now"]
    assert 5 <= (cloud.now() - before).total_seconds() < 6
    assert queue.receive_messages(WaitTimeSeconds=20) == []
    assert 25 <= (cloud.now() - before).total_seconds() < 27
    assert time.monotonic() - began < 15


def test_what_moto_stamps_is_virtual():
    with mock_cloud(start=START) as cloud:
        bucket = boto3.resource("s3").create_bucket(Bucket="stamps")
        cloud.advance(timedelta(days=1))
        stored = bucket.put_object(Key="k", Body=b"x")
        assert stored.last_modified.date() == date(2030, 1, 2)


def test_items_expire(cloud):
    table = boto3.resource("dynamodb").create_table(
        TableName="t",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    table.meta.client.update_time_to_live(
        TableName="t", TimeToLiveSpecification={"AttributeName": "until", "Enabled": True}
    )
    soon = int(cloud.now().timestamp()) + 3600
    table.put_item(Item={"pk": "short", "until": soon})
    table.put_item(Item={"pk": "long", "until": soon + 86_400})
    table.put_item(Item={"pk": "ever"})
    table.put_item(Item={"pk": "text", "until": "tomorrow"})
    assert table.scan()["Count"] == 4
    cloud.advance(3601)
    assert sorted(each["pk"] for each in table.scan()["Items"]) == ["ever", "long", "text"]
    cloud.advance(timedelta(days=2))
    assert sorted(each["pk"] for each in table.scan()["Items"]) == ["ever", "text"]
