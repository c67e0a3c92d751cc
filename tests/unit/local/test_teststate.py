"""TestState through boto3."""

from __future__ import annotations

import json

import pytest

ROLE = "arn:aws:iam::123456789012:role/test"
SEND = {"QueueUrl": "q", "MessageBody": "m"}
TASK = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": SEND, "End": True}
SENT = {"MessageId": "1", "MD5OfMessageBody": "x"}


@pytest.fixture
def probe(sfn):
    def call(state, value=None, mock=None, **request):
        if mock is not None:
            request["mock"] = {key: each if key != "result" else json.dumps(each) for key, each in mock.items()}
        return sfn.test_state(definition=json.dumps(state), input=json.dumps(value or {}), **request)

    return call


@pytest.fixture
def refusal(sfn, probe):
    def call(*args, **kwargs):
        with pytest.raises(sfn.exceptions.ClientError) as caught:
            probe(*args, **kwargs)
        return caught.value.response["Error"]["Message"]

    return call


def test_inspection_is_asked_for(probe):
    state = {"Type": "Pass", "InputPath": "$.a", "Next": "B"}
    answer = probe(state, {"a": 1})
    assert (answer["status"], answer["output"], answer["nextState"]) == ("SUCCEEDED", "1", "B")
    assert "inspectionData" not in answer
    shown = probe(state, {"a": 1}, inspectionLevel="DEBUG")["inspectionData"]
    assert (shown["input"], shown["afterInputPath"], shown["afterResultPath"]) == ('{"a":1}', "1", "1")


def test_a_task_calls_a_function(probe, function):
    arn = function("def handler(event, context):\n    return event['n'] + 1\n")
    answer = probe({"Type": "Task", "Resource": arn, "End": True}, {"n": 4}, roleArn=ROLE)
    assert (answer["status"], answer["output"]) == ("SUCCEEDED", "5")


def test_a_wait_moves_the_clock(probe, cloud):
    before = cloud.now()
    assert probe({"Type": "Wait", "Seconds": 60, "End": True})["status"] == "SUCCEEDED"
    assert (cloud.now() - before).total_seconds() == 60


def test_a_state_inside_a_machine(probe):
    inner = {"StartAt": "In", "States": {"In": {"Type": "Pass", "Output": "{% $states.input.n * 2 %}", "End": True}}}
    machine = {
        "QueryLanguage": "JSONata",
        "StartAt": "M",
        "States": {"M": {"Type": "Map", "ItemProcessor": inner, "End": True}},
    }
    assert probe(machine, {"n": 4}, stateName="In")["output"] == "8"


def test_a_mock_in_place_of_a_queue(probe):
    assert json.loads(probe(TASK, mock={"result": SENT})["output"]) == SENT
    failed = probe(TASK, mock={"errorOutput": {"error": "E", "cause": "why"}})
    assert (failed["status"], failed["error"], failed["cause"]) == ("FAILED", "E", "why")


@pytest.mark.parametrize(
    ("result", "message"),
    [
        ({"MessageId": 1}, "Field 'MessageId' must be a string"),
        ([1], "Field 'Result' must be an object"),
    ],
)
def test_results_that_no_queue_returns(refusal, probe, result, message):
    assert refusal(TASK, mock={"result": result}) == f"Mock result schema validation error: {message}"
    assert probe(TASK, mock={"result": result, "fieldValidationMode": "NONE"})["status"] == "SUCCEEDED"


def test_required_members_only_where_strict(refusal, probe):
    task = {**TASK, "Resource": "arn:aws:states:::states:startExecution", "Parameters": {"StateMachineArn": "m"}}
    told = "Mock result schema validation error: Required field 'ExecutionArn' is missing"
    assert refusal(task, mock={"result": {}}) == told
    assert probe(task, mock={"result": {}, "fieldValidationMode": "PRESENT"})["status"] == "SUCCEEDED"


def test_requests_that_make_no_sense(refusal):
    scope = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}
    parallel = {"Type": "Parallel", "Branches": [scope, scope], "End": True}
    assert refusal(TASK) == "RoleArn must be specified when testing a Task state"
    assert (
        refusal({"Type": "Succeed"}, mock={"result": 1})
        == "State type 'Succeed' is not supported when a mock is specified"
    )
    assert refusal(parallel, mock={"result": [1]}) == (
        "Mocked result must contain the same number of items as number of Parallel branches."
    )
    assert refusal(parallel, mock={"result": {}}) == "Mocked result must be an array."
    assert refusal(TASK, mock={"result": SENT}, revealSecrets=True) == (
        "TestState does not support RevealSecrets when a mock is specified."
    )
    assert refusal(scope, stateName="B") == "State not found in definition"
    assert refusal(parallel).startswith("TestState API does not support Map or Parallel states.")


@pytest.mark.parametrize(
    ("context", "message"),
    [
        ({"Map": {}}, "'Map' field is not supported when mocking a Context object"),
        ({"Other": {}}, "Field 'Other' is not allowed"),
        ({"Execution": {"Id": 1}}, "Execution.Id must be a string"),
        ({"Execution": {"Other": 1}}, "Field 'Other' is not allowed"),
    ],
)
def test_contexts_that_are_none(refusal, context, message):
    told = refusal(TASK, mock={"result": SENT}, context=json.dumps(context))
    assert told == f"Invalid Context object provided: {message}"


@pytest.mark.parametrize("mock", [None, {"result": {}}])
def test_a_resource_that_nothing_knows_is_refused(refusal, mock):
    state = {"Type": "Task", "Resource": "arn:aws:swf:us-east-1:123456789012:task:X", "End": True}
    assert refusal(state, mock=mock, roleArn=ROLE) == (
        "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: The resource provided "
        "arn:aws:swf:us-east-1:123456789012:task:X is not recognized. The value is not a valid resource ARN, or the "
        "resource is not available in this region. at /States/StateName/Resource'"
    )


def test_a_mocked_number_is_held_to_the_bounds_that_aws_was_recorded_to_check(probe, refusal):
    state = {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:lambda:getFunction",
        "Parameters": {"FunctionName": "f"},
        "End": True,
    }
    assert probe(state, mock={"result": {"Configuration": {"MemorySize": 10_240}}})["status"] == "SUCCEEDED"
    wrong = "Mock result schema validation error: Field 'MemorySize' exceeds the maximum value"
    assert refusal(state, mock={"result": {"Configuration": {"MemorySize": 10_241}}}) == wrong
