from __future__ import annotations

import json
import re
import time

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from steploom import NO_ANSWER, aws, fakes
from steploom.errors import MockError
from steploom.local import UnusedMock, current_cloud, fail, mock_cloud
from tests.unit.local.bench.machines import (
    CHARGE,
    GET_ITEM,
    INVOKE,
    GatewayDown,
    Payment,
    ask,
    asking,
    double,
    jsonata,
    one,
    pay,
    paying,
)

ITEM = {"pk": {"S": "o-1"}}
GET = jsonata(GET_ITEM, Arguments={"TableName": "t", "Key": ITEM})
SDK = jsonata("arn:aws:states:::aws-sdk:dynamodb:getItem", Arguments={"TableName": "t", "Key": ITEM})
CHILD = "arn:aws:states:us-east-1:123456789012:stateMachine:paying"


def nested(pattern):
    return jsonata(
        f"arn:aws:states:::states:startExecution{pattern}",
        Arguments={"StateMachineArn": CHILD, "Input": {"order_id": "o-1"}},
    )


def test_an_activity_returns_an_object_of_its_type(cloud):
    mock = cloud.mock(pay, returns=Payment(order_id="o-1", amount=1))
    cloud.mock(aws.dynamodb.put_item, returns={})
    run = cloud.run(paying, {"order_id": "o-1"})
    assert run.output == {"order_id": "o-1", "amount": 1}
    assert mock.calls == [{"order_id": "o-1", "amount": 9.5}] == cloud.calls(pay)
    assert cloud.calls(aws.dynamodb.put_item) == [{"TableName": "payments", "Item": ITEM}]
    assert [(each.state, each.mocked, each.ending) for each in cloud.tasks()] == [
        ("pay", True, "succeeded"),
        ("dynamodb.put_item", True, "succeeded"),
    ]


def test_an_activity_returns_json_of_its_type(cloud):
    cloud.mock(pay, returns={"order_id": "o-1", "amount": 1})
    cloud.mock(aws.dynamodb.put_item, returns={})
    assert cloud.run(paying, {"order_id": "o-1"}).output == {"order_id": "o-1", "amount": 1}


def test_an_activity_raises(cloud):
    mock = cloud.mock(pay, raises=GatewayDown("down"))
    run = cloud.run(paying, {"order_id": "o-1"})
    assert (run.error, json.loads(run.cause)["errorMessage"], run.seconds) == ("GatewayDown", "down", 3)
    assert len(mock.calls) == 3
    assert [each.attempt for each in cloud.tasks(pay)] == [1, 2, 3]


def test_side_effects_one_after_the_other(cloud):
    cloud.mock(pay, side_effect=[GatewayDown, {"order_id": "o-1", "amount": 1}])
    cloud.mock(aws.dynamodb.put_item, side_effect=[{}])
    run = cloud.run(paying, {"order_id": "o-1"})
    assert (run.status, run.seconds) == ("SUCCEEDED", 1)
    with pytest.raises(MockError, match=r"SL424 the mock of pay has no answer for call 3: .*o-1"):
        cloud.run(paying, {"order_id": "o-1"})


def test_errors_by_name_among_answers(cloud):
    service = fail("Lambda.ServiceException", "busy")
    cloud.mock(pay, side_effect=[service, fail("GatewayDown"), {"order_id": "o-1", "amount": 1}])
    cloud.mock(aws.dynamodb.put_item, side_effect=lambda **_: fail("DynamoDB.AmazonDynamoDBException", "no"))
    run = cloud.run(paying, {"order_id": "o-1"})
    assert (run.error, run.cause) == ("DynamoDB.AmazonDynamoDBException", "no")
    assert [each.error for each in cloud.tasks(pay)] == ["Lambda.ServiceException", "GatewayDown", None]


def test_a_side_effect_gets_what_the_caller_passed(cloud):
    def slow(order_id, amount):
        time.sleep(20)
        return Payment(order_id=order_id, amount=amount + 1)

    cloud.mock(pay, side_effect=slow)
    cloud.mock(aws.dynamodb.put_item, side_effect=lambda **request: {"Attributes": request["Item"]})
    run = cloud.run(paying, {"order_id": "o-1"})
    assert (run.output["amount"], run.seconds) == (10.5, 20)


def test_a_callback_is_answered(cloud):
    cloud.mock(ask, returns="yes")
    assert cloud.run(asking, {"question": "now?"}).output == "yes"
    cloud.mock(ask, raises=ValueError("no"))
    run = cloud.run(asking, {"question": "now?"})
    assert (run.error, run.cause) == ("ValueError", "no")
    cloud.mock(ask, returns=NO_ANSWER)
    run = cloud.run(asking, {"question": "now?"})
    assert (run.error, run.seconds) == ("States.Timeout", 300)


def test_fakes_blocks_record_what_mocks_answer(cloud):
    cloud.mock(pay, returns={"order_id": "o-1", "amount": 1})
    with fakes({aws.dynamodb.put_item: lambda **_: {}}) as calls:
        cloud.run(paying, {"order_id": "o-1"})
    assert [each.name for each in calls.calls] == ["pay", "aws.dynamodb.put_item"]


def test_functions_of_hand_written_definitions(cloud):
    direct = cloud.mock(CHARGE, side_effect=lambda event: {"paid": event["n"]})
    assert cloud.run(one(CHARGE), {"n": 1}).output == {"paid": 1}
    invoked = one(INVOKE, Parameters={"FunctionName": "charge", "Payload": {"n.$": "$.n"}})
    told = cloud.run(invoked, {"n": 2}).output
    assert (told["Payload"], told["StatusCode"], told["ExecutedVersion"]) == ({"paid": 2}, 200, "$LATEST")
    assert set(told) == {"ExecutedVersion", "Payload", "SdkHttpMetadata", "SdkResponseMetadata", "StatusCode"}
    assert direct.calls == [{"n": 1}, {"n": 2}] == cloud.calls(CHARGE)


def test_the_result_of_a_state(cloud):
    definition = one(INVOKE, Parameters={"FunctionName": "charge"}, OutputPath="$.Payload")
    cloud.mock("only", returns={"Payload": {"paid": True}})
    assert cloud.run(json.dumps(definition)).output == {"paid": True}


def test_a_definition_from_a_file(cloud, tmp_path):
    path = tmp_path / "orders.asl.json"
    path.write_text(json.dumps(one(CHARGE)))
    cloud.mock("only", returns=1)
    assert cloud.run(path).machine_arn.endswith(":orders")
    assert cloud.run(str(path)).output == 1
    machine = cloud.deploy(path, name="other")
    assert cloud.run(machine).machine_arn == cloud.run(machine.machine_arn).machine_arn
    express = cloud.deploy(path, name="quick", type="EXPRESS")
    assert ":express:" in cloud.run(express).arn


def test_responses_of_services(cloud):
    cloud.mock(aws.dynamodb.get_item, returns={"Item": ITEM})
    assert cloud.run(GET).output["Item"] == ITEM
    assert "SdkHttpMetadata" in cloud.run(GET).output
    assert cloud.run(SDK).output == {"Item": ITEM}
    cloud.mock(GET_ITEM, returns={"Item": {"pk": {"S": "other"}}})
    assert cloud.run(GET).output["Item"] == {"pk": {"S": "other"}}
    assert cloud.run(SDK).output == {"Item": ITEM}


@pytest.mark.parametrize(
    ("target", "value", "text"),
    [
        (aws.dynamodb.get_item, {"Itme": {}}, "Itme is no member of GetItemOutput: did you mean Item?"),
        (aws.dynamodb.get_item, {"Item": {"pk": {"N": 1}}}, "Item.pk.N must be a string"),
        (aws.dynamodb.get_item, {"Item": {"pk": "o-1"}}, "Item.pk must be an object"),
        (aws.dynamodb.get_item, {"Item": {"pk": {}}}, "Item.pk must have exactly one of S, N"),
        (aws.sfn.describe_execution, {}, "no AWS service"),
        (aws.stepfunctions.describe_execution, {"status": "DONE"}, "status must be one of RUNNING"),
        (aws.stepfunctions.describe_execution, {}, "executionArn is missing"),
        (pay, {"order_id": "o-1"}, "amount: missing"),
        (pay, 7, "expected object, got number"),
        (double, "x", "expected integer, got string"),
        (paying, {"order_id": 1}, "expected string"),
        (CHARGE, object(), "has no JSON form"),
        (CHARGE, float("nan"), "has no JSON form"),
    ],
)
def test_what_cannot_be_returned(cloud, target, value, text):
    with pytest.raises(MockError, match=re.escape(text)) as caught:
        cloud.mock(target, returns=value)
    assert caught.value.diagnostics[0].code in ("SL420", "SL421")


@pytest.mark.parametrize(
    ("target", "value", "text"),
    [
        ("only", {"Itme": {}}, "Itme is no member"),
        (GET_ITEM, {"Item": {"pk": {"S": 1}}}, "Item.pk.S must be a string"),
        (GET_ITEM, [], "a response is an object"),
        ("only", {"Item": {"pk": {"S": "x" * 263_000}}}, "more than 262,144 bytes"),
        (aws.dynamodb.get_item, NO_ANSWER, "nobody waits for one by token"),
    ],
)
def test_what_a_task_cannot_return(cloud, target, value, text):
    cloud.mock(target, returns=value)
    with pytest.raises(MockError, match=f"(?s)SL421.*{re.escape(text)}"):
        cloud.run(GET)


def test_the_result_of_invoke_is_no_payload(cloud):
    cloud.mock("only", returns={"paid": True})
    with pytest.raises(MockError, match=r"paid is no member of InvocationResponse") as caught:
        cloud.run(one(INVOKE, Parameters={"FunctionName": "charge"}))
    assert "mocked by its ARN" in caught.value.diagnostics[0].hint


def test_errors_of_services(cloud):
    refused = ClientError({"Error": {"Code": "ConditionalCheckFailedException", "Message": "no"}}, "GetItem")
    cloud.mock(aws.dynamodb.get_item, raises=refused)
    run = cloud.run(GET)
    assert run.error == "DynamoDB.ConditionalCheckFailedException"
    assert run.cause.startswith("no (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ConditionalCheckFailed")
    assert cloud.run(SDK).error == "DynamoDb.ConditionalCheckFailedException"
    cloud.mock("only", raises="DynamoDB.ConditionalCheckFailed")
    with pytest.raises(MockError, match="SL422") as caught:
        cloud.run(GET)
    assert caught.value.diagnostics[0].hint == "did you mean DynamoDB.ConditionalCheckFailedException?"
    cloud.mock("only", raises="DynamoDB.AmazonDynamoDBException")
    assert cloud.run(GET).error == "DynamoDB.AmazonDynamoDBException"
    cloud.mock(aws.dynamodb.get_item, raises=EndpointConnectionError(endpoint_url="https://nowhere"))
    assert cloud.run(GET).error == "DynamoDB.SdkClientException"


@pytest.mark.parametrize(
    ("error", "text"),
    [
        ("States.Timeout", "only time brings it"),
        ("States.Runtime", "Step Functions itself raises it"),
        ("DynamoDB.ConditionalCheckFailedException", "names of its exception classes"),
        ("Lambda.Throttled", "Lambda has no such error"),
        ("card declined", "names of its exception classes"),
        ("E" * 257, "1 to 256 characters"),
    ],
)
def test_errors_that_an_activity_cannot_give(cloud, error, text):
    cloud.mock(pay, raises=error)
    with pytest.raises(MockError, match=text) as caught:
        cloud.run(paying, {"order_id": "o-1"})
    assert caught.value.diagnostics[0].code == "SL422"


@pytest.mark.parametrize("error", ["Lambda.ServiceException", "Sandbox.Timedout", "Runtime.ExitError", "CardDeclined"])
def test_errors_that_an_activity_can_give(cloud, error):
    cloud.mock(pay, raises=error)
    assert cloud.run(paying, {"order_id": "o-1"}).error == error


def test_a_java_function_gives_qualified_names(cloud):
    cloud.mock(CHARGE, raises="java.lang.IllegalStateException")
    assert cloud.run(one(CHARGE)).error == "java.lang.IllegalStateException"
    cloud.mock(CHARGE, raises="DynamoDB.ThrottlingException")
    with pytest.raises(MockError, match="SL422"):
        cloud.run(one(CHARGE))


def test_an_exception_is_no_error_of_a_service(cloud):
    cloud.mock(aws.dynamodb.get_item, side_effect=lambda **_: 1 / 0)
    with pytest.raises(MockError, match="raises ZeroDivisionError, which AWS cannot"):
        cloud.run(GET)


@pytest.mark.parametrize("target", [paying, CHILD])
def test_nested_executions(cloud, target):
    mock = cloud.mock(target, returns={"order_id": "o-1", "amount": 2})
    assert cloud.run(nested(".sync:2")).output["Output"] == {"order_id": "o-1", "amount": 2}
    assert json.loads(cloud.run(nested(".sync")).output["Output"]) == {"order_id": "o-1", "amount": 2}
    assert "Output" not in cloud.run(nested("")).output
    assert mock.calls == [{"order_id": "o-1"}] * 3
    cloud.mock(target, raises=GatewayDown("down"))
    run = cloud.run(nested(".sync:2"))
    assert (run.error, json.loads(run.cause)["Error"]) == ("States.TaskFailed", "GatewayDown")
    with pytest.raises(MockError, match="nobody waits for the end of paying"):
        cloud.run(nested(""))


def test_a_nested_workflow_gets_objects(cloud):
    cloud.mock(paying, side_effect=lambda order_id: Payment(order_id=order_id, amount=3))
    assert cloud.run(nested(".sync:2")).output["Output"]["amount"] == 3


def test_activities_of_workers_and_http(cloud):
    worker = "arn:aws:states:us-east-1:123456789012:activity:pack"
    cloud.mock(worker, returns={"packed": True})
    assert cloud.run(one(worker)).output == {"packed": True}
    http = one(
        "arn:aws:states:::http:invoke",
        Parameters={"ApiEndpoint": "https://x.example", "Method": "GET", "Authentication": {"ConnectionArn": "c"}},
    )
    cloud.mock("only", returns={"StatusCode": 200, "ResponseBody": 1})
    assert cloud.run(http).output["ResponseBody"] == 1
    cloud.mock("only", raises="States.Http.StatusCode.404")
    assert cloud.run(http).error == "States.Http.StatusCode.404"
    cloud.mock("only", returns=1)
    with pytest.raises(MockError, match="no answer to an HTTP task"):
        cloud.run(http)


def test_jobs_that_the_local_cloud_does_not_run(cloud):
    job = jsonata("arn:aws:states:::glue:startJobRun.sync", Arguments={"JobName": "j"})
    cloud.mock("arn:aws:states:::glue:startJobRun.sync", returns={"Id": "jr", "JobRunState": "SUCCEEDED"})
    run = cloud.run(job)
    assert run.output["JobRunState"] == "SUCCEEDED"
    assert [each["type"] for each in run.history()][2:6] == [
        "TaskScheduled",
        "TaskStarted",
        "TaskSubmitted",
        "TaskSucceeded",
    ]


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("arn:aws:states:::dynamodb:query", "no integration"),
        ("arn:aws:states:::aws-sdk:dynamodb:getItems", "no integration"),
        ("arn:aws:states:::sqs:sendMessage.sync", "no integration"),
        ("arn:nothing", "no ARN"),
        ("", "an empty text"),
        (7, "nothing that a task calls"),
        (aws.dynamodb.get_items, "did you mean get_item"),
    ],
)
def test_what_is_no_target(cloud, target, text):
    with pytest.raises(MockError) as caught:
        cloud.mock(target, returns=1)
    diagnostic = caught.value.diagnostics[0]
    assert diagnostic.code == "SL420"
    assert text in f"{diagnostic.message} {diagnostic.hint}"


@pytest.mark.parametrize(
    "answers", [{}, {"returns": 1, "raises": "E"}, {"raises": 7}, {"side_effect": 7}, {"side_effect": "abc"}]
)
def test_one_way_to_answer(cloud, answers):
    with pytest.raises(MockError, match="SL420"):
        cloud.mock(CHARGE, **answers)


def test_unused_mocks_are_reported():
    with pytest.warns(UnusedMock, match="the mock of charge: no task has met it"), mock_cloud() as cloud:
        cloud.mock(CHARGE, returns=1)
    with pytest.raises(MockError, match="SL423 the mock of charge"), mock_cloud(strict=True) as cloud:
        cloud.mock(CHARGE, returns=1)
    made = mock_cloud(strict=True)
    made.start().mock(CHARGE, returns=1)
    made.__exit__(ZeroDivisionError, ZeroDivisionError(), None)  # the test's own error says more


def test_unused_mocks_of_decorated_tests():
    @mock_cloud(strict=True)
    def body():
        current_cloud().mock(CHARGE, returns=1)

    with pytest.raises(MockError, match="SL423"):
        body()


def test_strict_clouds_know_no_missing_function():
    with pytest.raises(MockError, match="SL424 only calls what is not there"), mock_cloud(strict=True) as cloud:
        cloud.run(one(CHARGE))
    with mock_cloud() as cloud:
        assert cloud.run(one(CHARGE)).error == "Lambda.ResourceNotFoundException"


def test_a_pending_task_is_answered(cloud):
    first, second = cloud.start(asking, {"question": "a"}), cloud.start(asking, {"question": "b"})
    cloud.answer(cloud.pending[0], "yes")
    cloud.answer(cloud.pending[0], GatewayDown("no"))
    assert (first.output, second.error, second.cause) == ("yes", "GatewayDown", "no")
    late = cloud.start(asking, {"question": "c"})
    (task,) = cloud.pending
    late.finish()
    with pytest.raises(ClientError, match="TaskTimedOut"):
        cloud.answer(task, "too late")
