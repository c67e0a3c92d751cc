from __future__ import annotations

import boto3

from steploom.local import mock_cloud

WAIT = {"A": {"Type": "Wait", "Seconds": 60, "End": True}}
CALLBACK = {
    "A": {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Parameters": {"QueueUrl.$": "$.url", "MessageBody.$": "$$.Task.Token"},
        "TimeoutSeconds": 5,
        "End": True,
    }
}


def start(sfn, machine, states, text="{}"):
    return sfn.start_execution(stateMachineArn=machine(states), input=text)["executionArn"]


def test_the_first_look_is_true_and_the_second_is_patient(sfn, machine, cloud):
    arn = start(sfn, machine, WAIT)
    began = cloud.now()
    assert sfn.describe_execution(executionArn=arn)["status"] == "RUNNING"
    assert cloud.now() == began
    assert sfn.describe_execution(executionArn=arn)["status"] == "SUCCEEDED"
    assert (cloud.now() - began).total_seconds() == 60


def test_another_call_in_between_is_no_polling(sfn, machine):
    arn = start(sfn, machine, WAIT)
    for _ in range(3):
        assert sfn.describe_execution(executionArn=arn)["status"] == "RUNNING"
        sfn.list_state_machines()


def test_looks_of_two_kinds_are_no_polling(sfn, machine):
    arn = start(sfn, machine, WAIT)
    assert sfn.describe_execution(executionArn=arn)["status"] == "RUNNING"
    assert len(sfn.get_execution_history(executionArn=arn)["events"]) == 2
    assert sfn.describe_execution(executionArn=arn)["status"] == "RUNNING"


def test_polling_the_history(sfn, machine):
    arn = start(sfn, machine, WAIT)
    assert len(sfn.get_execution_history(executionArn=arn)["events"]) == 2
    assert len(sfn.get_execution_history(executionArn=arn)["events"]) == 4


def test_without_autorun_nothing_moves():
    with mock_cloud(autorun=False) as cloud:
        sfn = boto3.client("stepfunctions", region_name="us-east-1")
        definition = '{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 60, "End": true}}}'
        arn = sfn.create_state_machine(name="m", definition=definition, roleArn="arn:aws:iam::123456789012:role/x")[
            "stateMachineArn"
        ]
        run = sfn.start_execution(stateMachineArn=arn)["executionArn"]
        for _ in range(3):
            assert sfn.describe_execution(executionArn=run)["status"] == "RUNNING"
        cloud.run_until_idle()
        assert sfn.describe_execution(executionArn=run)["status"] == "SUCCEEDED"


def test_an_outstanding_answer_is_waited_for_second_by_second(sfn, machine):
    url = boto3.client("sqs", region_name="us-east-1").create_queue(QueueName="q")["QueueUrl"]
    arn = start(sfn, machine, CALLBACK, f'{{"url": "{url}"}}')
    looks = [sfn.describe_execution(executionArn=arn)["status"] for _ in range(6)]
    assert looks == ["RUNNING"] * 5 + ["FAILED"]
    assert sfn.describe_execution(executionArn=arn)["error"] == "States.Timeout"


def test_an_answer_in_time_is_taken(sfn, machine, cloud):
    url = boto3.client("sqs", region_name="us-east-1").create_queue(QueueName="q")["QueueUrl"]
    arn = start(sfn, machine, CALLBACK, f'{{"url": "{url}"}}')
    assert [sfn.describe_execution(executionArn=arn)["status"] for _ in range(3)] == ["RUNNING"] * 3
    (waiting,) = cloud.pending
    assert (waiting.state, waiting.execution_arn) == ("A", arn)
    sfn.send_task_success(taskToken=waiting.token, output='{"ok": true}')
    assert sfn.describe_execution(executionArn=arn)["output"] == '{"ok":true}'
    assert cloud.pending == []
