from __future__ import annotations

import pytest

from steploom.asl import TaskState
from steploom.views.graph.integrations import integration

STATES = "arn:aws:states:::"


@pytest.mark.parametrize(
    ("resource", "arguments", "label"),
    [
        ("lambda:invoke", {"FunctionName": "charge"}, "lambda charge"),
        ("lambda:invoke", {"FunctionName": "arn:aws:lambda:eu-west-1:1:function:charge:live"}, "lambda charge:live"),
        ("lambda:invoke", {"FunctionName": "{% $name %}"}, "lambda"),
        ("lambda:invoke", "{% {'FunctionName': 'reserve', 'Payload': 1} %}", "lambda reserve"),
        ("lambda:invoke.waitForTaskToken", {"FunctionName": "ask"}, "lambda ask · callback"),
        ("dynamodb:putItem", {"TableName": "orders"}, "dynamodb putItem orders"),
        ("sqs:sendMessage", {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/1/jobs"}, "sqs sendMessage jobs"),
        ("sns:publish", {"TopicArn": "arn:aws:sns:eu-west-1:1:news"}, "sns publish news"),
        (
            "states:startExecution.sync:2",
            {"StateMachineArn": "arn:aws:states:eu-west-1:1:stateMachine:child"},
            "states startExecution child · waits for job",
        ),
        ("events:putEvents", {"Entries": [{"DetailType": "OrderPlaced"}]}, "events putEvents OrderPlaced"),
        ("events:putEvents", {"Entries": "{% $entries %}"}, "events putEvents"),
        ("aws-sdk:s3:getObject", {"Bucket": "logs"}, "s3 getObject logs"),
        ("http:invoke", {"Method": "GET", "ApiEndpoint": "https://example.com/a/b"}, "http GET example.com"),
        ("glue:startJobRun.sync", {"JobName": "x" * 60}, "glue startJobRun " + "x" * 18 + "… · waits for job"),
        ("sqs:sendMessage", None, "sqs sendMessage"),
    ],
)
def test_labels(resource, arguments, label):
    assert integration(TaskState(resource=STATES + resource, arguments=arguments))[1] == label


@pytest.mark.parametrize(
    ("resource", "found"),
    [
        ("arn:aws:lambda:eu-west-1:123456789012:function:charge", ("lambda", "lambda charge")),
        ("arn:aws:states:eu-west-1:123456789012:activity:pick", ("states", "activity pick")),
        ("${ChargeFunctionArn}", ("", "${ChargeFunctionArn}")),
        ("arn:<PARTITION>:states:::lambda:invoke", ("", "invoke")),
        ("", ("", "")),
    ],
)
def test_other_resources(resource, found):
    assert integration(TaskState(resource=resource)) == found


def test_parameters_of_jsonpath_are_read_too():
    task = TaskState(resource=f"{STATES}lambda:invoke", parameters={"FunctionName": "f", "Payload.$": "$"})
    assert integration(task) == ("lambda", "lambda f")
