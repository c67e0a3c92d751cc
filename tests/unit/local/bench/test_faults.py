from __future__ import annotations

import boto3
import pytest

from steploom import aws
from steploom.errors import MockError
from steploom.local import (
    delay,
    duplicate,
    fail,
    faults,
    lost_reply,
    mock_cloud,
    throttle,
    timeout,
)
from tests.unit.local.bench.machines import (
    CHARGE,
    GET_ITEM,
    INVOKE,
    ask,
    asking,
    double,
    doubling,
    jsonata,
    one,
    pay,
    paying,
)

PUT = jsonata(
    "arn:aws:states:::dynamodb:putItem", Arguments={"TableName": "t", "Item": {"pk": {"S": "{% $states.input.id %}"}}}
)
ONCE = {"ErrorEquals": ["States.Timeout"], "MaxAttempts": 1}
TIMED = one(CHARGE, TimeoutSeconds=7)


@pytest.fixture
def table(cloud):
    assert cloud.runs == []
    client = boto3.client("dynamodb")
    client.create_table(
        TableName="t",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return lambda: client.scan(TableName="t")["Items"]


def test_a_failure_comes_before_the_work(cloud):
    mock = cloud.mock(CHARGE, returns=1)
    planned = cloud.fault(CHARGE, fail("CardDeclined", "no"), times=1)
    run = cloud.run(one(CHARGE))
    assert (run.error, run.cause, mock.calls, planned.hits) == ("CardDeclined", "no", [], 1)
    assert cloud.run(one(CHARGE)).output == 1
    assert [(each.ending, each.done, each.faults) for each in cloud.tasks()] == [
        ("failed", False, ("fail",)),
        ("succeeded", True, ()),
    ]


def test_an_error_that_cannot_be(cloud):
    cloud.fault("only", fail("DynamoDB.NoSuchException"))
    with pytest.raises(MockError, match="SL422"):
        cloud.run(PUT, {"id": "a"})


@pytest.mark.parametrize(
    ("definition", "error", "cause"),
    [
        (one(CHARGE), "Lambda.TooManyRequestsException", "Rate Exceeded. (Service: AWSLambda; Status Code: 429"),
        (one(INVOKE, Parameters={"FunctionName": "f"}), "Lambda.TooManyRequestsException", "Rate Exceeded."),
        (
            jsonata(GET_ITEM, Arguments={"TableName": "t", "Key": {}}),
            "DynamoDB.ThrottlingException",
            "Rate Exceeded. (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ThrottlingException",
        ),
        (jsonata("arn:aws:states:::aws-sdk:sfn:listStateMachines"), "Sfn.SfnException", "Rate Exceeded. (Service: Sfn"),
    ],
)
def test_throttling_has_the_names_of_the_service(cloud, definition, error, cause):
    cloud.fault("*", throttle())
    run = cloud.run(definition)
    assert run.error == error
    assert run.cause.startswith(cause)


def test_a_timeout_comes_before_the_work_and_takes_its_time(cloud):
    mock = cloud.mock(CHARGE, returns=1)
    cloud.fault(CHARGE, timeout(), attempt=1)
    run = cloud.run(TIMED)
    assert (run.error, run.seconds, mock.calls) == ("States.Timeout", 7, [])
    assert run.history()[-2]["type"] == "LambdaFunctionTimedOut"
    assert cloud.run({**TIMED, "States": {"only": {**TIMED["States"]["only"], "Retry": [ONCE]}}}).output == 1


def test_a_lost_reply_comes_after_the_work(cloud, table):
    cloud.fault("only", lost_reply(), times=1)
    again = {"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 2, "MaxAttempts": 1}
    definition = {**PUT, "States": {"only": {**PUT["States"]["only"], "TimeoutSeconds": 5, "Retry": [again]}}}
    run = cloud.start(definition, {"id": "a"})
    assert table() == [{"pk": {"S": "a"}}]
    run.finish()
    assert (run.status, run.seconds) == ("SUCCEEDED", 7)
    assert [(each.ending, each.done) for each in cloud.tasks()] == [("timed out", True), ("succeeded", True)]


def test_who_calls_gives_up_where_the_task_has_no_timeout(cloud):
    cloud.fault("*", timeout())
    run = cloud.run(one(CHARGE))
    assert (run.error, run.seconds) == ("Sandbox.Timedout", 900)
    run = cloud.run(PUT, {"id": "a"})
    assert (run.error, run.cause) == ("DynamoDB.SdkClientException", "Unable to execute HTTP request: Read timed out")
    assert run.seconds == 60


def test_a_delay_moves_the_reply(cloud):
    cloud.mock(CHARGE, returns=1)
    cloud.fault(CHARGE, delay(3))
    assert cloud.run(TIMED).seconds == 3
    cloud.fault(CHARGE, delay(5))
    run = cloud.run(TIMED)
    assert (run.error, run.seconds) == ("States.Timeout", 7)


def test_work_that_is_done_twice(cloud):
    mock = cloud.mock(CHARGE, side_effect=[1, 2])
    cloud.fault(CHARGE, duplicate())
    assert cloud.run(one(CHARGE)).output == 1
    assert len(mock.calls) == 2


def test_answers_that_come_late_never_or_twice(cloud):
    cloud.answer(ask, "yes")
    late = cloud.fault(ask, delay(100), times=1)
    run = cloud.run(asking, {"question": "?"})
    assert (run.output, run.seconds, late.hits) == ("yes", 100, 1)
    cloud.fault(ask, delay(1000), times=1)
    run = cloud.run(asking, {"question": "?"})
    assert (run.error, run.seconds) == ("States.Timeout", 300)
    cloud.fault(ask, lost_reply(), times=1)
    run = cloud.run(asking, {"question": "?"})
    assert (run.error, run.seconds) == ("States.Timeout", 300)
    cloud.fault(ask, duplicate(), times=1)
    assert cloud.run(asking, {"question": "?"}).output == "yes"
    cloud.fault(ask, timeout(), times=1)
    assert cloud.run(asking, {"question": "?"}).error == "States.Timeout"


def test_a_nested_execution_whose_end_is_lost(cloud):
    child = cloud.deploy({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}, name="child")
    start = jsonata(
        "arn:aws:states:::states:startExecution.sync:2",
        Arguments={"StateMachineArn": child.machine_arn},
        TimeoutSeconds=9,
    )
    cloud.fault(child.machine_arn, lost_reply(), times=1)
    assert cloud.run(start).error == "States.Timeout"
    assert [each.status for each in cloud.runs if each.machine_arn == child.machine_arn] == ["SUCCEEDED"]
    cloud.fault(child.machine_arn, delay(4), times=1)
    run = cloud.run(start)
    assert (run.status, run.seconds) == ("SUCCEEDED", 4)


def test_items_of_a_map(cloud):
    cloud.fault(double, fail("Odd"), item=(1, 2))
    run = cloud.run(doubling, {"numbers": [1, 2, 3]})
    assert run.error == "Odd"
    assert [(each.item, each.error) for each in cloud.tasks(double)][:2] == [(0, None), (1, "Odd")]


def test_items_of_a_distributed_map(cloud):
    inner = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, **one(CHARGE)}
    definition = {
        "StartAt": "each",
        "States": {"each": {"Type": "Map", "ItemProcessor": inner, "ToleratedFailureCount": 1, "End": True}},
    }
    cloud.mock(CHARGE, side_effect=lambda event: event)
    cloud.fault("only", fail("Odd"), item=2)
    run = cloud.run(definition, [{"n": 0}, {"n": 1}, {"n": 2}])
    assert run.status == "SUCCEEDED"
    assert [(each.item, each.error) for each in cloud.tasks("only")] == [(0, None), (1, None), (2, "Odd")]


def test_a_share_of_the_attempts_by_seed():
    def errors(seed):
        with mock_cloud() as cloud:
            cloud.mock(CHARGE, returns=1)
            cloud.fault(CHARGE, fail("E"), probability=0.5, seed=seed)
            return [cloud.run(one(CHARGE)).error for _ in range(40)]

    assert errors(1) == errors(1) != errors(2)
    assert 8 < errors(1).count("E") < 32


def test_blocks_of_faults_hold_for_every_cloud():
    with faults({pay: [delay(2).on(attempt=1), fail("GatewayDown").on(attempt=(1, 2))]}) as planned:
        for _ in range(2):
            with mock_cloud() as cloud:
                cloud.mock(aws.dynamodb.put_item, returns={})
                run = cloud.run(paying, {"order_id": "o-1"})
                assert (run.status, run.seconds) == ("SUCCEEDED", 5)
    assert [each.hits for each in planned] == [2, 4]
    with pytest.raises(MockError, match="SL423 the fault throttle of pay has met nothing"), faults({pay: throttle()}):
        pass


def test_unused_faults_are_reported():
    made = mock_cloud()
    cloud = made.start()
    cloud.fault(CHARGE, timeout())
    cloud.fault(CHARGE, timeout(), probability=0.1)
    made.stop()
    assert cloud.world.stage.unused() == ["the fault timeout of charge"]
    with pytest.raises(MockError, match="SL423 the fault timeout of charge"), mock_cloud(strict=True) as cloud:
        cloud.fault(CHARGE, timeout())


@pytest.mark.parametrize(
    "where",
    [{"attempt": 0}, {"attempt": ()}, {"item": -1}, {"times": 0}, {"probability": 0}, {"probability": 1.5}],
)
def test_what_no_attempt_can_be(where):
    with pytest.raises(MockError, match="SL420"):
        timeout().on(**where)


def test_a_delay_is_some_time():
    with pytest.raises(MockError, match="SL420"):
        delay(0)


def test_a_refused_task_stays_refused(cloud):
    planned = cloud.fault("only", lost_reply())
    worker = "arn:aws:states:us-east-1:123456789012:activity:nobody"
    assert (cloud.run(one(worker, TimeoutSeconds=3)).error, planned.hits) == ("States.Runtime", 1)
    assert [each.ending for each in cloud.tasks()] == ["refused"]


INSIDE = {"StartAt": "only", "States": {"only": {"Type": "Task", "Resource": CHARGE, "End": True}}}
AGAIN = [{"ErrorEquals": ["Tired"], "MaxAttempts": 1}]
CONFIG = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
SCOPES = {
    "map": {"Type": "Map", "ItemProcessor": INSIDE},
    "parallel": {"Type": "Parallel", "Branches": [INSIDE]},
    "distributed": {
        "Type": "Map",
        "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, **INSIDE},
    },
}


@pytest.mark.parametrize("kind", SCOPES)
def test_maps_and_parallels_fail(cloud, kind):
    machine = {"StartAt": "all", "States": {"all": {**SCOPES[kind], "Retry": AGAIN, "End": True}}}
    charge = cloud.mock(CHARGE, returns=1)
    planned = cloud.fault("all", fail("Tired", "of it"), attempt=1)
    run = cloud.run(machine, [{}])
    assert (run.status, run.output, planned.hits, len(charge.calls)) == ("SUCCEEDED", [1], 1, 1)
    cloud.fault("all", fail("Tired", "of it"), times=2)
    run = cloud.run(machine, [{}])
    assert (run.error, run.cause, len(charge.calls)) == ("Tired", "of it", 1)


@pytest.mark.parametrize(("fault", "code"), [(lost_reply(), "SL420"), (fail("States.Runtime"), "SL422")])
def test_faults_that_only_tasks_have(cloud, fault, code):
    machine = {"StartAt": "all", "States": {"all": {**SCOPES["map"], "End": True}}}
    cloud.fault("all", fault)
    with pytest.raises(MockError, match=code):
        cloud.run(machine, [{}])
