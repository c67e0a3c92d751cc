from __future__ import annotations

import threading

import boto3
import pytest

from steploom import activity, workflow
from steploom.local.monitor import Monitor

ROLE = "arn:aws:iam::123456789012:role/test"
WAIT = '{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 60, "End": true}}}'


def in_thread(code):
    """Runs code in a thread and returns what it raised, or None; fails where it hangs."""
    raised = []

    def body():
        try:
            code()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells
            raised.append(error)

    thread = threading.Thread(target=body, daemon=True)
    thread.start()
    thread.join(10)
    assert not thread.is_alive(), "the thread hangs"
    return raised[0] if raised else None


@activity
def busy(number: int) -> int:
    """Starts and runs executions from a thread of its own, and waits for it."""

    def work():
        sfn = boto3.client("stepfunctions", region_name="us-east-1")
        arn = sfn.create_state_machine(name="express", definition=WAIT, roleArn=ROLE, type="EXPRESS")["stateMachineArn"]
        assert sfn.start_sync_execution(stateMachineArn=arn)["status"] == "SUCCEEDED"
        boto3.client("events", region_name="us-east-1").put_events(
            Entries=[{"Source": "thread", "DetailType": "T", "Detail": "{}"}]
        )

    assert in_thread(work) is None
    return number + 1


@workflow
async def count(number: int) -> int:
    first = await busy(number)
    return await busy(first)


def test_a_thread_of_an_activity_reaches_the_cloud(cloud):
    run = cloud.start(count, {"number": 1}).finish()
    assert (run.status, run.output) == ("SUCCEEDED", 3)
    assert len([each for each in cloud.events if each.source == "thread"]) == 2


def test_many_threads_start_executions(cloud, sfn):
    arn = sfn.create_state_machine(name="m", definition=WAIT, roleArn=ROLE)["stateMachineArn"]

    def start():
        mine = boto3.session.Session().client("stepfunctions", region_name="us-east-1")
        for _ in range(5):
            mine.start_execution(stateMachineArn=arn)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    cloud.run_until_idle()
    assert [run.status for run in cloud.runs] == ["SUCCEEDED"] * 20
    assert len({run.arn for run in cloud.runs}) == 20


def test_a_monitor_keeps_others_out_until_it_is_laid_down():
    monitor, order = Monitor(), []

    def other():
        with monitor:
            order.append("other")

    with monitor, monitor:
        thread = threading.Thread(target=other, daemon=True)
        thread.start()
        thread.join(0.05)
        order.append("mine")
        with monitor.laid_down():
            thread.join(5)
        order.append("mine again")
        assert monitor.held
    assert order == ["mine", "other", "mine again"]
    assert not monitor.held
    with monitor.laid_down():
        assert not monitor.held


def test_a_monitor_is_left_by_an_exception():
    monitor = Monitor()
    with pytest.raises(ZeroDivisionError), monitor, monitor.laid_down():
        1 / 0  # noqa: B018 - the failure
    assert not monitor.held
