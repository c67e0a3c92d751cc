from __future__ import annotations

import json

import pytest

PASS = {"A": {"Type": "Pass", "Result": {"done": True}, "End": True}}
WAIT = {"A": {"Type": "Wait", "Seconds": 60, "End": True}}
TOKENS = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:machine"


def test_what_needs_no_waiting_runs_at_once(sfn, machine, cloud):
    began = cloud.now()
    started = sfn.start_execution(stateMachineArn=machine(PASS), name="one", input='{"n": 1}', traceHeader="Root=1")
    told = sfn.describe_execution(executionArn=started["executionArn"])
    del told["ResponseMetadata"]
    assert told == {
        "executionArn": "arn:aws:states:us-east-1:123456789012:execution:machine:one",
        "stateMachineArn": ARN,
        "name": "one",
        "status": "SUCCEEDED",
        "startDate": began,
        "stopDate": began,
        "input": '{"n": 1}',
        "inputDetails": {"included": True},
        "output": '{"done":true}',
        "outputDetails": {"included": True},
        "traceHeader": "Root=1",
        "redriveCount": 0,
        "redriveStatus": "NOT_REDRIVABLE",
        "redriveStatusReason": "Execution is SUCCEEDED and cannot be redriven",
    }


def test_a_failure_is_told(run):
    told = run({"A": {"Type": "Fail", "Error": "Broken", "Cause": "because"}})
    assert (told["status"], told["error"], told["cause"]) == ("FAILED", "Broken", "because")
    assert "output" not in told


def test_a_timeout_is_told_without_a_name(run):
    told = run(WAIT, definition={"TimeoutSeconds": 5})
    assert told["status"] == "TIMED_OUT"
    assert "error" not in told
    assert "cause" not in told


def test_metadata_only(sfn, machine):
    arn = sfn.start_execution(stateMachineArn=machine(PASS))["executionArn"]
    told = sfn.describe_execution(executionArn=arn, includedData="METADATA_ONLY")
    assert "input" not in told
    assert "output" not in told


def test_a_repeated_start_while_it_runs(sfn, machine, error_of):
    arn = machine(WAIT)
    first = sfn.start_execution(stateMachineArn=arn, name="one", input='{"n": 1}')
    assert (
        sfn.start_execution(stateMachineArn=arn, name="one", input='{"n": 1}')["executionArn"] == first["executionArn"]
    )
    expected = ("ExecutionAlreadyExists", f"Execution Already Exists: '{first['executionArn']}'")
    assert error_of(sfn.start_execution, stateMachineArn=arn, name="one", input='{"n": 2}') == expected


def test_a_repeated_start_after_its_end(sfn, machine, error_of):
    arn = machine(PASS)
    first = sfn.start_execution(stateMachineArn=arn, name="one")["executionArn"]
    # Nobody has seen its end: on AWS it would run still.
    assert sfn.start_execution(stateMachineArn=arn, name="one")["executionArn"] == first
    assert sfn.describe_execution(executionArn=first)["status"] == "SUCCEEDED"
    assert error_of(sfn.start_execution, stateMachineArn=arn, name="one")[0] == "ExecutionAlreadyExists"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Invalid execution input."),
        (
            "not some json",
            f"Unrecognized token 'not': was expecting {TOKENS}",
        ),
        ("{'a': 1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name"),
    ],
)
def test_input_that_is_no_json(sfn, machine, error_of, text, reason):
    expected = ("InvalidExecutionInput", f"Invalid State Machine Execution Input: '{reason}'")
    assert error_of(sfn.start_execution, stateMachineArn=machine(PASS), input=text) == expected


def test_arns_and_names_that_mean_nothing(sfn, machine, error_of):
    gone = f"{ARN}-gone"
    assert error_of(sfn.start_execution, stateMachineArn=gone) == (
        "StateMachineDoesNotExist",
        f"State Machine Does Not Exist: '{gone}'",
    )
    assert error_of(sfn.describe_execution, executionArn="x") == ("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: x'")
    assert error_of(sfn.start_execution, stateMachineArn=machine(PASS), name="a/b")[0] == "InvalidName"


def test_list_by_status_newest_first(sfn, machine, cloud):
    arn = machine(WAIT)
    for name in ("one", "two"):
        sfn.start_execution(stateMachineArn=arn, name=name)
    cloud.run_until_idle()
    sfn.start_execution(stateMachineArn=arn, name="three")
    names = [each["name"] for each in sfn.list_executions(stateMachineArn=arn)["executions"]]
    assert names == ["three", "two", "one"]
    (running,) = sfn.list_executions(stateMachineArn=arn, statusFilter="RUNNING")["executions"]
    assert (running["name"], "stopDate" in running) == ("three", False)


def test_stop(sfn, machine, cloud):
    arn = sfn.start_execution(stateMachineArn=machine(WAIT))["executionArn"]
    cloud.advance(5)
    assert sfn.stop_execution(executionArn=arn, error="Enough", cause="of it")["stopDate"] == cloud.now()
    sfn.stop_execution(executionArn=arn)
    told = sfn.describe_execution(executionArn=arn)
    assert (told["status"], told["error"], told["cause"]) == ("ABORTED", "Enough", "of it")


def test_history_in_pages_and_backwards(sfn, machine):
    arn = sfn.start_execution(stateMachineArn=machine(PASS))["executionArn"]
    ids, token = [], {}
    while True:
        page = sfn.get_execution_history(executionArn=arn, maxResults=3, **token)
        ids += [event["id"] for event in page["events"]]
        if "nextToken" not in page:
            break
        token = {"nextToken": page["nextToken"]}
    assert ids == [1, 2, 3, 4]
    backwards = sfn.get_execution_history(executionArn=arn, reverseOrder=True)["events"]
    assert [event["type"] for event in backwards] == [
        "ExecutionSucceeded",
        "PassStateExited",
        "PassStateEntered",
        "ExecutionStarted",
    ]


def test_history_without_data(sfn, machine):
    arn = sfn.start_execution(stateMachineArn=machine(PASS))["executionArn"]
    events = sfn.get_execution_history(executionArn=arn, includeExecutionData=False)["events"]
    assert [event.get("stateExitedEventDetails") for event in events] == [None, None, {"name": "A"}, None]
    assert events[0]["executionStartedEventDetails"] == {"roleArn": "arn:aws:iam::123456789012:role/test"}


def test_express_machines_are_not_described(sfn, machine, error_of):
    arn = machine(PASS, type="EXPRESS")
    run = sfn.start_execution(stateMachineArn=arn, name="one")["executionArn"]
    assert run.startswith("arn:aws:states:us-east-1:123456789012:express:machine:one:")
    assert run != sfn.start_execution(stateMachineArn=arn, name="one")["executionArn"]
    wrong = ("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: express'")
    assert error_of(sfn.describe_execution, executionArn=run) == wrong
    assert error_of(sfn.list_executions, stateMachineArn=arn)[0] == "StateMachineTypeNotSupported"


def test_sync_express(sfn, machine, cloud, error_of):
    began = cloud.now()
    told = sfn.start_sync_execution(stateMachineArn=machine(WAIT, type="EXPRESS"), name="one", input='{"a":1}')
    assert (told["status"], told["output"], told["input"]) == ("SUCCEEDED", '{"a":1}', '{"a":1}')
    assert (told["stopDate"] - told["startDate"]).total_seconds() == 60
    assert told["billingDetails"] == {"billedDurationInMilliseconds": 60_000, "billedMemoryUsedInMB": 64}
    assert (cloud.now() - began).total_seconds() == 60
    assert error_of(sfn.start_sync_execution, stateMachineArn=machine(PASS, name="standard")) == (
        "StateMachineTypeNotSupported",
        "This operation is not supported by this type of state machine",
    )


def test_sync_express_that_fails_answers_well(sfn, machine):
    arn = machine({"A": {"Type": "Fail", "Error": "Broken", "Cause": "because"}}, type="EXPRESS")
    told = sfn.start_sync_execution(stateMachineArn=arn)
    assert (told["status"], told["error"], told["cause"]) == ("FAILED", "Broken", "because")


def test_status_changes_are_told_on_the_default_bus(sfn, machine, cloud):
    arn = sfn.start_execution(stateMachineArn=machine(WAIT), input="{}")["executionArn"]
    cloud.run_until_idle()
    told = [each.event for each in cloud.events]
    assert [each["detail"]["status"] for each in told] == ["RUNNING", "SUCCEEDED"]
    assert {each["source"] for each in told} == {"aws.states"}
    assert told[0]["resources"] == [arn]
    assert told[0]["detail"]["stopDate"] is None
    assert told[1]["detail"]["stopDate"] - told[1]["detail"]["startDate"] == 60_000
    assert told[1]["time"] == "2026-01-01T00:01:00Z"


def test_executions_are_logged(sfn, machine, cloud):
    logs = cloud.client("logs")
    logs.create_log_group(logGroupName="/runs")
    group = "arn:aws:logs:us-east-1:123456789012:log-group:/runs:*"
    logging = {
        "level": "ALL",
        "includeExecutionData": False,
        "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": group}}],
    }
    arn = sfn.start_execution(stateMachineArn=machine(WAIT, loggingConfiguration=logging))["executionArn"]

    def logged():
        found = logs.filter_log_events(logGroupName="/runs")["events"]
        return [json.loads(each["message"]) for each in found]

    assert [each["type"] for each in logged()] == ["ExecutionStarted", "WaitStateEntered"]
    cloud.run_until_idle()
    assert [each["id"] for each in logged()] == ["1", "2", "3", "4"]
    assert logged()[3] == {
        "id": "4",
        "type": "ExecutionSucceeded",
        "details": {},
        "previous_event_id": "3",
        "event_timestamp": "1767225660000",
        "execution_arn": arn,
        "redrive_count": "0",
    }


@pytest.mark.parametrize(
    ("size", "output", "told"),
    [(100, None, (True, True)), (130_000, None, (False, True)), (100, "x" * 254_000, (True, False))],
)
def test_status_changes_leave_out_what_is_too_large(sfn, machine, cloud, size, output, told):
    state = {"Type": "Pass", "End": True} | ({} if output is None else {"Result": output})
    sfn.start_execution(stateMachineArn=machine({"A": state}), input=json.dumps({"text": "x" * size}))
    cloud.run_until_idle()
    detail = cloud.events[-1].event["detail"]
    assert (detail["inputDetails"]["included"], detail["outputDetails"]["included"]) == told
    assert (detail["input"] is not None, detail["output"] is not None) == told


def test_payloads_in_logs_are_cut(sfn, machine, cloud):
    cloud.client("logs").create_log_group(logGroupName="/runs")
    group = "arn:aws:logs:us-east-1:123456789012:log-group:/runs:*"
    destinations = [{"cloudWatchLogsLogGroup": {"logGroupArn": group}}]
    logging = {"level": "ALL", "includeExecutionData": True, "destinations": destinations}
    arn = machine({"A": {"Type": "Pass", "Result": "short", "End": True}}, loggingConfiguration=logging)
    sfn.start_execution(stateMachineArn=arn, input=json.dumps({"text": '"' * 120_000}))
    cloud.run_until_idle()
    messages = [each["message"] for each in cloud.client("logs").filter_log_events(logGroupName="/runs")["events"]]
    assert max(len(each.encode()) for each in messages) <= 262_144
    details = [json.loads(each)["details"] for each in messages]
    assert [each.get("inputDetails", {}).get("truncated") for each in details] == [True, True, None, None]
    assert details[2]["outputDetails"] == {"truncated": False}


def test_pages_stay_where_they_were_while_executions_start(sfn, machine):
    arn = machine(WAIT)
    for number in range(5):
        sfn.start_execution(stateMachineArn=arn, name=f"run-{number}")
    first = sfn.list_executions(stateMachineArn=arn, maxResults=2, statusFilter="RUNNING")
    sfn.start_execution(stateMachineArn=arn, name="later")
    names = [each["name"] for each in first["executions"]]
    token = first["nextToken"]
    while token:
        page = sfn.list_executions(stateMachineArn=arn, maxResults=2, statusFilter="RUNNING", nextToken=token)
        names += [each["name"] for each in page["executions"]]
        token = page.get("nextToken")
    assert names == ["run-4", "run-3", "run-2", "run-1", "run-0"]
