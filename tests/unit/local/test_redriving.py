"""RedriveExecution through boto3."""

from __future__ import annotations

import json

import pytest

FAIL = {"Type": "Fail", "Error": "E"}


@pytest.fixture
def failed(run):
    return run({"W": {"Type": "Wait", "Seconds": 5, "Next": "F"}, "F": FAIL})["executionArn"]


def test_an_execution_is_redriven(sfn, cloud, failed):
    before = sfn.describe_execution(executionArn=failed)
    assert (before["redriveCount"], before["redriveStatus"]) == (0, "REDRIVABLE")
    cloud.advance(60)
    date = sfn.redrive_execution(executionArn=failed)["redriveDate"]
    cloud.run_until_idle()
    told = sfn.describe_execution(executionArn=failed)
    assert (told["redriveCount"], told["redriveDate"], told["status"]) == (1, date, "FAILED")
    types = [each["type"] for each in sfn.get_execution_history(executionArn=failed)["events"]]
    assert types[-3:] == ["ExecutionRedriven", "FailStateEntered", "ExecutionFailed"]


def test_a_client_token_redrives_once(sfn, failed):
    for _ in range(2):
        sfn.redrive_execution(executionArn=failed, clientToken="once")
    assert sfn.describe_execution(executionArn=failed)["redriveCount"] == 1


def test_executions_by_redrive(sfn, run, failed):
    run({"A": {"Type": "Pass", "End": True}}, name="other")
    arn = failed.replace(":execution:", ":stateMachine:").rpartition(":")[0]
    sfn.redrive_execution(executionArn=failed)
    told = sfn.list_executions(stateMachineArn=arn)["executions"][0]
    assert (told["redriveCount"], told["executionArn"]) == (1, failed)


def test_what_cannot_be_redriven(sfn, cloud, run, failed, error_of):
    done = run({"A": {"Type": "Pass", "End": True}}, name="done")["executionArn"]
    assert error_of(sfn.redrive_execution, executionArn=done) == (
        "ExecutionNotRedrivable",
        "Execution is SUCCEEDED and cannot be redriven",
    )
    cloud.advance(15 * 86_400)
    assert error_of(sfn.redrive_execution, executionArn=failed)[0] == "ExecutionNotRedrivable"
    assert sfn.describe_execution(executionArn=failed)["redriveStatus"] == "NOT_REDRIVABLE"


def test_a_redrive_is_told_on_the_bus_and_logged(sfn, cloud, machine):
    cloud.client("logs").create_log_group(logGroupName="/runs")
    group = "arn:aws:logs:us-east-1:123456789012:log-group:/runs:*"
    logging = {"level": "FATAL", "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": group}}]}
    arn = sfn.start_execution(stateMachineArn=machine({"F": FAIL}, loggingConfiguration=logging))["executionArn"]
    cloud.advance(60)
    sfn.redrive_execution(executionArn=arn)
    cloud.run_until_idle()
    told = [each.event["detail"] for each in cloud.events]
    assert [(each["status"], each["redriveCount"]) for each in told] == [
        ("RUNNING", 0),
        ("FAILED", 0),
        ("RUNNING", 1),
        ("FAILED", 1),
    ]
    assert told[2]["redriveDate"] - told[2]["startDate"] == 60_000
    logged = cloud.client("logs").filter_log_events(logGroupName="/runs")["events"]
    records = [json.loads(each["message"]) for each in logged]
    assert [(each["type"], each["redrive_count"]) for each in records] == [
        ("ExecutionFailed", "0"),
        ("ExecutionFailed", "1"),
    ]
