"""Workflows in the local cloud."""
# ruff: noqa: ARG001, ARG005 - fakes take the arguments of what they stand for

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest
from pydantic import BaseModel

from steploom import NO_ANSWER, Event, Retry, TaskToken, activity, aws, emit, fakes, sleep, workflow
from steploom.compiler import compile_workflow


class Placed(Event, source="shop", bus="shop-bus"):
    order_id: str
    total: int


class Done(Event, source="shop", bus="shop-bus"):
    order_id: str


class Approval(BaseModel):
    granted: bool
    by: str = "nobody"


class GatewayDown(Exception):
    pass


class Declined(Exception):
    pass


TRIED: list[float] = []
TOKENS: list[str] = []


@activity(retry=Retry(GatewayDown, attempts=3, interval=2), timeout=30)
def charge(order_id: str, amount: int) -> int:
    TRIED.append(time.time())
    if len(TRIED) < 3 and order_id == "flaky":
        raise GatewayDown("no answer")
    if order_id == "slow":
        time.sleep(60)
    if order_id == "poor":
        raise Declined(f"{order_id} has no {amount}")
    return amount


@activity(timeout=timedelta(hours=24))
def ask(token: TaskToken, order_id: str) -> Approval:
    TOKENS.append(token.value)
    return Approval(granted=False)


@workflow(on=Placed.where(lambda e: e.total > 0))
async def sell(order: Placed) -> str:
    paid = await charge(order.order_id, order.total)
    if order.total > 100:
        approval = await ask(order.order_id)
        if not approval.granted:
            return f"refused by {approval.by}"
    await sleep(timedelta(minutes=5))
    await emit(Done(order_id=order.order_id))
    return f"paid {paid}"


@workflow
async def note(key: str) -> str:
    await aws.dynamodb.put_item(TableName="notes", Item={"pk": {"S": key}})
    return key


@pytest.fixture(autouse=True)
def _forget():
    TRIED.clear()
    TOKENS.clear()


def order(order_id="1", total=50):
    return Placed(order_id=order_id, total=total)


def test_a_workflow_runs_to_its_result(cloud):
    run = cloud.start(sell, order())
    assert (run.status, run.seconds) == ("RUNNING", 0.0)
    run.finish()
    assert (run.status, run.output, run.seconds) == ("SUCCEEDED", "paid 50", 300.0)
    assert (run.error, run.cause) == (None, None)
    assert (run.stopped - run.started).total_seconds() == 300
    assert run.input == {"order_id": "1", "total": 50}
    assert run.history()[-1]["type"] == "ExecutionSucceeded"
    assert [each.detail_type for each in cloud.events if each.bus == "shop-bus"] == ["Done"]


def test_everything_is_visible_through_boto3(cloud, sfn):
    deployed = cloud.deploy(sell)
    names = [each["FunctionName"] for each in cloud.client("lambda").list_functions()["Functions"]]
    assert sorted(names) == ["ask", "charge"]
    (listed,) = sfn.list_state_machines()["stateMachines"]
    assert (listed["stateMachineArn"], listed["name"]) == (deployed.machine_arn, "sell")
    assert deployed.rule_arn == "arn:aws:events:us-east-1:123456789012:rule/shop-bus/sell"
    told = cloud.client("lambda").invoke(FunctionName="charge", Payload=json.dumps({"order_id": "1", "amount": 2}))
    assert json.loads(told["Payload"].read()) == 2


def test_its_rule_starts_it(cloud):
    cloud.deploy(sell)
    cloud.emit(order("7"))
    cloud.emit(order("8", total=-1))
    cloud.run_until_idle()
    (run,) = cloud.runs
    assert (run.input["order_id"], run.output) == ("7", "paid 50")


def test_retries_take_virtual_time(cloud):
    run = cloud.start(sell, order("flaky")).finish()
    assert run.output == "paid 50"
    assert [moment - TRIED[0] for moment in TRIED] == [0, 2, 6]


def test_a_slow_activity_runs_out_of_time_with_its_effects(cloud):
    run = cloud.start(sell, order("slow")).finish()
    assert (run.status, run.error, run.seconds) == ("FAILED", "States.Timeout", 30.0)
    assert len(TRIED) == 1


def test_an_error_has_the_shape_that_lambda_gives_it(cloud):
    run = cloud.start(sell, order("poor")).finish()
    assert (run.status, run.error) == ("FAILED", "Declined")
    cause = json.loads(run.cause)
    assert (cause["errorType"], cause["errorMessage"]) == ("Declined", "poor has no 50")
    (frame,) = [line for line in cause["stackTrace"] if "test_deployment.py" in line]
    assert frame.startswith('  File "/var/task/tests/unit/local/test_deployment.py", line ')
    assert 'raise Declined(f"{order_id} has no {amount}")' in frame


def test_input_that_breaks_the_contract(cloud):
    run = cloud.start(sell, {"order_id": 1}).finish()
    assert (run.status, run.error, run.cause) == (
        "FAILED",
        "InputError",
        "order_id: expected string, got number; total: missing",
    )
    assert TRIED == []
    with pytest.raises(TypeError, match="sell: "):
        cloud.start(sell, object())


def test_a_callback_waits_until_somebody_answers(cloud, sfn):
    run = cloud.start(sell, order(total=500))
    assert [each.token for each in cloud.pending] == TOKENS
    assert cloud.pending[0].arguments["Payload"]["order_id"] == "1"
    cloud.advance(timedelta(hours=1))
    sfn.send_task_success(taskToken=TOKENS[0], output='{"granted": false, "by": "boss"}')
    assert run.output == "refused by boss"


def test_a_callback_that_nobody_answers(cloud):
    run = cloud.start(sell, order(total=500)).finish()
    assert (run.error, run.seconds) == ("States.Timeout", 86_400.0)


@pytest.mark.parametrize(
    ("answer", "output", "seconds"),
    [
        (Approval(granted=False, by="boss"), "refused by boss", 0.0),
        ({"granted": False, "by": "json"}, "refused by json", 0.0),
        (lambda order_id: Approval(granted=False, by=f"clerk {order_id}"), "refused by clerk 1", 0.0),
        (lambda order_id: time.sleep(90) or Approval(granted=False, by=order_id), "refused by 1", 90.0),
    ],
)
def test_answers_can_be_given_beforehand(cloud, answer, output, seconds):
    cloud.answer(ask, answer)
    run = cloud.start(sell, order(total=500)).finish()
    assert (run.output, run.seconds) == (output, seconds)
    assert len(TOKENS) == 1


def test_an_answer_that_fails_and_none_at_all(cloud):
    def refuse(order_id):
        raise Declined(order_id)

    cloud.answer(ask, refuse)
    run = cloud.start(sell, order(total=500)).finish()
    assert (run.error, run.cause) == ("Declined", "1")
    cloud.answer(ask, NO_ANSWER)
    assert cloud.start(sell, order(total=500)).finish().error == "States.Timeout"
    with pytest.raises(TypeError, match="is no callback"):
        cloud.answer(charge, 1)


def test_fakes_take_the_place_of_activities(cloud):
    table = {charge: lambda order_id, amount: amount // 2, ask: lambda order_id: Approval(granted=True)}
    with fakes(table) as calls:
        run = cloud.start(sell, order(total=500)).finish()
    assert run.output == "paid 250"
    assert (TRIED, TOKENS) == ([], [])
    assert [call.name for call in calls.calls] == ["charge", "ask"]
    assert calls.of(charge) == [{"order_id": "1", "amount": 500}]
    assert calls.events == [("Done", {"order_id": "1"})]


def test_fakes_may_raise_and_sleep(cloud):
    def down(order_id, amount):
        time.sleep(1)
        raise GatewayDown("no answer")

    with fakes({charge: down}) as calls:
        run = cloud.start(sell, order()).finish()
    assert (run.error, len(calls.calls), run.seconds) == ("GatewayDown", 3, 1 + 2 + 1 + 4 + 1.0)


def test_the_compiled_run_does_what_the_native_one_does(cloud):
    table = {charge: lambda order_id, amount: amount, ask: lambda order_id: Approval(granted=True)}
    for placed in (order(), order(total=500)):
        with fakes(table) as mine:
            result = sell.native(placed)
        with fakes(table) as theirs:
            run = cloud.start(sell, placed).finish()
        assert run.output == result
        assert mine.differences(theirs) == []


def test_aws_calls_reach_moto_and_can_be_faked(cloud):
    with fakes({aws.dynamodb.put_item: lambda **request: {}}) as calls:
        assert cloud.start(note, {"key": "a"}).finish().output == "a"
    assert calls.of("aws.dynamodb.put_item") == [{"TableName": "notes", "Item": {"pk": {"S": "a"}}}]
    assert cloud.start(note, {"key": "a"}).finish().error == "DynamoDB.ResourceNotFoundException"

    def down(**request):
        raise GatewayDown("aws is down")

    with fakes({aws.dynamodb.put_item: down}):
        run = cloud.start(note, {"key": "a"}).finish()
    assert (run.error, run.cause) == ("GatewayDown", "aws is down")


def test_deploying_again_updates(cloud, sfn):
    first = cloud.deploy(compile_workflow(note), name="notes")
    second = cloud.deploy(compile_workflow(note), name="notes")
    assert first.machine_arn == second.machine_arn
    assert len(sfn.list_state_machines()["stateMachines"]) == 1
    assert cloud.start(first, {"key": "a"}).finish().machine_arn == first.machine_arn
