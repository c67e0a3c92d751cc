"""A seed decides a run, event for event, whatever threads a user's code starts."""

from __future__ import annotations

import asyncio
import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache

import boto3
import pytest

from steploom import activity, gather, sleep, workflow
from steploom.local import mock_cloud

START = datetime(2026, 1, 1, tzinfo=UTC)
ROLE = "arn:aws:iam::123456789012:role/test"
PASS = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}'


MAKING = threading.Lock()


@cache
def made(service):
    return boto3.session.Session().client(service, region_name="us-east-1")


def client(service):
    # Clients may be shared between threads; sessions, which make them, may not.
    with MAKING:
        return made(service)


@activity
def with_threads(number: int) -> int:
    """Several threads that take different real times."""
    with ThreadPoolExecutor(4) as pool:
        return sum(pool.map(lambda each: (time.sleep(random.random() / 100), each)[1], [number] * 4))


@activity
def with_asyncio(number: int) -> int:
    async def one() -> int:
        await asyncio.sleep(0)
        return number

    async def both() -> int:
        return sum(await asyncio.gather(one(), one()))

    return asyncio.run(both())


@activity
def with_a_thread_that_raises(number: int) -> int:
    caught: list[BaseException] = []

    def work() -> None:
        try:
            int("no number")
        except ValueError as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return number + len(caught)


@activity
def with_boto3_in_threads(number: int) -> int:
    def write(index: int) -> None:
        client("dynamodb").put_item(TableName="t", Item={"pk": {"S": f"{number}-{index}"}})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    return int(client("dynamodb").scan(TableName="t")["Count"])


@activity
def with_executions_from_threads(number: int) -> int:
    def start(index: int) -> None:
        machine = "arn:aws:states:us-east-1:123456789012:stateMachine:child"
        client("stepfunctions").start_execution(stateMachineArn=machine, name=f"run-{number}-{index}")

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(start, range(3)))
    return 3


@activity
def plain(number: int) -> int:
    time.sleep(number)
    return number


@workflow
async def busy(number: int) -> tuple[int, int, int]:
    one, two, three = await gather(with_threads(number), with_asyncio(number), with_a_thread_that_raises(number))
    await sleep(60)
    return await gather(plain(one), plain(two), plain(three))


@workflow
async def calling(number: int) -> tuple[int, int, int]:
    return await gather(with_boto3_in_threads(number), with_executions_from_threads(number), plain(number))


def prepare(cloud):
    cloud.client("dynamodb").create_table(
        TableName="t",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    cloud.client("stepfunctions").create_state_machine(name="child", definition=PASS, roleArn=ROLE)


def histories(work, seed):
    with mock_cloud(seed=seed, start=START) as cloud:
        prepare(cloud)
        runs = [cloud.start(work, {"number": number}) for number in (1, 2)]
        cloud.run_until_idle()
        assert [run.status for run in runs] == ["SUCCEEDED", "SUCCEEDED"], [run.cause for run in runs]
        return [run.history() for run in runs], len(cloud.runs)


def test_one_seed_gives_one_history_whatever_the_threads_do():
    first, second = histories(busy, 7), histories(busy, 7)
    assert json.dumps(first) == json.dumps(second)
    assert json.dumps(histories(busy, 8)) != json.dumps(first)


def test_threads_that_call_the_cloud_leave_the_engine_sound():
    (first, second), count = histories(calling, 7)
    assert count == 2 + 6
    for events in (first, second):
        assert [each["id"] for each in events] == list(range(1, len(events) + 1))
        assert all(each["previousEventId"] < each["id"] for each in events)
        assert events[-1]["type"] == "ExecutionSucceeded"


@activity
def leaves_a_thread_behind(number: int) -> int:
    def later() -> None:
        time.sleep(0.05)
        client("stepfunctions").list_state_machines()
        client("events").put_events(Entries=[{"Source": "late", "DetailType": "T", "Detail": "{}"}])

    thread = threading.Thread(target=later)
    LEFT.append(thread)
    thread.start()
    return number


LEFT: list[threading.Thread] = []


@workflow
async def leaving(number: int) -> int:
    first = await leaves_a_thread_behind(number)
    await sleep(5)
    return await plain(first)


def test_a_thread_that_outlives_its_activity():
    with mock_cloud(start=START) as cloud:
        run = cloud.start(leaving, {"number": 1}).finish()
        assert (run.status, run.output) == ("SUCCEEDED", 1)
        for thread in LEFT:
            thread.join(10)
        assert [each.source for each in cloud.events if each.source == "late"] == ["late"]
        assert [each["id"] for each in run.history()] == list(range(1, len(run.history()) + 1))
    LEFT.clear()


@activity
def raises_beside_its_threads(number: int) -> int:
    with ThreadPoolExecutor(2) as pool:
        pool.submit(time.sleep, 0.01)
        raise RuntimeError(f"no {number}")


@workflow
async def failing(number: int) -> int:
    return await raises_beside_its_threads(number)


def test_an_activity_that_raises_beside_its_threads():
    with mock_cloud(start=START) as cloud:
        run = cloud.start(failing, {"number": 3}).finish()
        assert (run.status, run.error) == ("FAILED", "RuntimeError")
        assert cloud.start(busy, {"number": 1}).finish().status == "SUCCEEDED"


def test_workers_in_a_thread_of_the_test():
    """An activity worker in another thread: it polls, works and answers in real time."""
    with mock_cloud(start=START) as cloud:
        sfn = cloud.client("stepfunctions")
        arn = sfn.create_activity(name="pack")["activityArn"]
        states = {"Pack": {"Type": "Task", "Resource": arn, "TimeoutSeconds": 600, "End": True}}
        definition = json.dumps({"StartAt": "Pack", "States": states})
        machine = sfn.create_state_machine(name="m", definition=definition, roleArn=ROLE)["stateMachineArn"]
        stop = threading.Event()

        def work() -> None:
            mine = client("stepfunctions")
            while not stop.is_set():
                task = mine.get_activity_task(activityArn=arn, workerName="bob")
                if task.get("taskToken"):
                    mine.send_task_heartbeat(taskToken=task["taskToken"])
                    mine.send_task_success(taskToken=task["taskToken"], output=task["input"])
                time.sleep(0.005)

        thread = threading.Thread(target=work)
        thread.start()
        try:
            started = [sfn.start_execution(stateMachineArn=machine, input=str(n))["executionArn"] for n in range(10)]
            until = time.monotonic() + 20
            while time.monotonic() < until and any(run.status == "RUNNING" for run in cloud.runs):
                time.sleep(0.01)
        finally:
            stop.set()
            thread.join(10)
        told = [sfn.describe_execution(executionArn=each) for each in started]
        assert [(each["status"], each.get("output")) for each in told] == [("SUCCEEDED", str(n)) for n in range(10)]


def test_two_threads_cannot_both_move_the_clock():
    with mock_cloud(start=START) as cloud:
        sfn = cloud.client("stepfunctions")
        wait = '{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 10, "End": true}}}'
        machine = sfn.create_state_machine(name="m", definition=wait, roleArn=ROLE)["stateMachineArn"]

        def push(_: int) -> None:
            for _ in range(20):
                client("stepfunctions").start_execution(stateMachineArn=machine)
                cloud.advance(1)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(push, range(4)))
        cloud.run_until_idle()
        assert [run.status for run in cloud.runs] == ["SUCCEEDED"] * 80
        assert [run.seconds for run in cloud.runs] == [pytest.approx(10)] * 80
        assert (cloud.now() - START).total_seconds() >= 80
