"""What a Task calls."""

from __future__ import annotations

import pytest

from steploom.asl import check
from steploom.diagnostics import Severity

SCHEMA = "SCHEMA_VALIDATION_FAILED"
END = {"End": True}
TASK = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", **END}
PARAMETERS = {"Parameters": {"QueueUrl": "u", "MessageBody": "m"}}
ARGUMENTS = {"Arguments": {"QueueUrl": "u", "MessageBody": "m"}}


@pytest.mark.parametrize(
    ("resource", "message"),
    [
        ("", "Value is not a valid resource ARN"),
        ("${Function}", "Value is not a valid resource ARN"),
        (
            "arn:aws:states:::dynamodb:query",
            (
                "The resource provided arn:aws:states:::dynamodb:query is not recognized. The value is not a valid "
                "resource ARN, or the resource is not available in this region."
            ),
        ),
        (
            "arn:aws:lambda:us-east-1:123456789012:function:f:",
            (
                "The resource provided arn:aws:lambda:us-east-1:123456789012:function:f: is not recognized. "
                "The value is not a valid resource ARN, or the resource is not available in this region."
            ),
        ),
    ],
)
def test_resources_that_aws_refuses(resource, message):
    found = [
        each
        for each in check({"StartAt": "A", "States": {"A": {**TASK, **PARAMETERS, "Resource": resource}}})
        if each.severity is Severity.ERROR
    ]
    assert [(each.code, each.location, each.message) for each in found] == [("SL403", "/States/A/Resource", message)]


def test_a_uri_may_be_a_placeholder(doubts_of):
    assert doubts_of({**TASK, "Resource": "arn:<PARTITION>:states:::sqs:sendMessage"}) == [
        ("SL403", "/States/A/Resource")
    ]


@pytest.mark.parametrize(
    ("resource", "message"),
    [
        (
            "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "Express state machine does not support '.waitForTaskToken' service integration ",
        ),
        ("arn:aws:states:::ecs:runTask.sync", "Express state machine does not support '.sync' service integration"),
        (
            "arn:aws:states:::states:startExecution.sync:2",
            "Express state machine does not support '.sync' service integration",
        ),
        (
            "arn:aws:states:us-east-1:123456789012:activity:a",
            "Express state machine does not support Activity ARN",
        ),
    ],
)
def test_express_cannot_wait(faults_of, resource, message):
    wanted = {"QueueUrl": "u", "MessageBody": "m", "TaskDefinition": "t", "StateMachineArn": "s"}
    state = {**TASK, "Resource": resource, "Parameters": wanted}
    assert faults_of(state, express=True) == [(SCHEMA, "/States/A/Resource", message)]
    assert faults_of(state) == []


def test_parameters_that_cannot_miss(faults_of, doubts_of):
    assert faults_of({**TASK, "Parameters": {"MessageBody.$": "$"}}) == [
        (SCHEMA, "/States/A/Parameters", "The field 'QueueUrl' is required but was missing")
    ]
    assert doubts_of(TASK) == [("SL401", "/States/A")]
    assert faults_of({**TASK, "Arguments": "{% $x %}"}, QueryLanguage="JSONata") == []


@pytest.mark.parametrize(
    ("credentials", "message"),
    [
        ({"RoleArn": "r"}, None),
        ("{% $role %}", None),
        ({}, "The field 'RoleArn' is required but was missing"),
        ({"Role": "r"}, "The field 'RoleArn' is required but was missing"),
        (None, "Expected value of type [OBJECT]"),
        ("role", "Expected value of type [OBJECT]"),
    ],
)
def test_credentials(faults_of, credentials, message):
    found = faults_of({**TASK, **ARGUMENTS, "Credentials": credentials}, QueryLanguage="JSONata")
    assert found == ([] if message is None else [(SCHEMA, "/States/A/Credentials", message)])


def test_credentials_under_jsonpath(faults_of, doubts_of):
    assert faults_of({**TASK, **PARAMETERS, "Credentials": {"RoleArn.$": "$.role"}}) == []
    assert doubts_of({**TASK, **PARAMETERS, "Credentials": {}}) == [("SL401", "/States/A/Credentials")]
