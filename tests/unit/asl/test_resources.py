"""What a Task's `Resource` means."""

from __future__ import annotations

import pytest

from steploom.asl import Resource, parse_resource
from steploom.asl.integrations import is_recognized


@pytest.mark.parametrize(
    ("arn", "kind", "service", "action", "pattern"),
    [
        ("arn:aws:states:::lambda:invoke", "optimized", "lambda", "invoke", "request"),
        ("arn:aws:states:::sqs:sendMessage.waitForTaskToken", "optimized", "sqs", "sendMessage", "waitForTaskToken"),
        ("arn:aws:states:::ecs:runTask.sync", "optimized", "ecs", "runTask", "sync"),
        ("arn:aws:states:::states:startExecution.sync:2", "optimized", "states", "startExecution", "sync:2"),
        ("arn:aws-cn:states:::emr-containers:startJobRun", "optimized", "emr-containers", "startJobRun", "request"),
        ("arn:aws:states:::aws-sdk:dynamodb:query", "sdk", "dynamodb", "query", "request"),
        ("arn:aws:states:::aws-sdk:ecs:runTask.waitForTaskToken", "sdk", "ecs", "runTask", "waitForTaskToken"),
        ("arn:aws:states:::http:invoke", "http", "http", "invoke", "request"),
        (
            "arn:aws:states:us-east-1:123456789012:athena:getQueryResults",
            "optimized",
            "athena",
            "getQueryResults",
            "request",
        ),
    ],
)
def test_integrations(arn, kind, service, action, pattern):
    found = parse_resource(arn)
    assert (found.kind, found.service, found.action, found.pattern, found.arn) == (kind, service, action, pattern, arn)
    assert is_recognized(found)


@pytest.mark.parametrize(
    ("suffix", "name", "qualifier"),
    [("f", "f", None), ("f:live", "f", "live"), ("my_f-1:$LATEST", "my_f-1", "$LATEST"), ("f:3", "f", "3")],
)
def test_functions(suffix, name, qualifier):
    arn = f"arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:{suffix}"
    assert parse_resource(arn) == Resource(
        "lambda", "lambda", "invoke", "request", arn, "aws-us-gov", "us-gov-west-1", "123456789012", name, qualifier
    )


def test_activities():
    arn = "arn:aws:states:eu-west-1:123456789012:activity:pick things"
    found = parse_resource(arn)
    assert (found.kind, found.name, found.region, found.account) == (
        "activity", "pick things", "eu-west-1", "123456789012",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "",
        "foo:bar",
        "${FunctionArn}",
        "arn:aws:lambda:us-east-1:123456789012:function:f:",
        "arn:aws:lambda:us-east-1:123456789012:function:f:$*#",
        "arn:aws:lambda:us-east-1:123456789012:layer:f",
        "arn:aws:states:us-east-1:123456789012:activity:",
        "arn:aws:states:::sqs",
        "arn:aws:states:::aws-sdk:sqs",
        "arn:aws:sqs:us-east-1:123456789012:queue",
    ],
)
def test_no_resource(text):
    with pytest.raises(ValueError, match=r"is no ARN|cannot call"):
        parse_resource(text)


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:states:::dynamodb:query",
        "arn:aws:states:::lambda:invoke.sync",
        "arn:aws:states:::ecs:runTask.sync:2",
        "arn:aws:states:::dynamodb:putItem.waitForTaskToken",
        "arn:aws:states:::aws-sdk:ecs:runTask.sync",
        "arn:aws:states:::http:invoke.waitForTaskToken",
        "arn:aws:states:us-east-1:123456789012:stateMachine:m",
    ],
)
def test_integrations_that_do_not_exist(arn):
    assert not is_recognized(parse_resource(arn))
