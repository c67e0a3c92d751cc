from __future__ import annotations

import time

import pytest

from lambdas.orders.activities import ask_manager
from lambdas.orders.local import prepare
from lambdas.orders.models import Approval
from lambdas.orders.workflow import fulfil
from steploom import aws
from steploom.local import NativeDiffers, fail, mock_cloud, throttle, timeout
from steploom.local.twins import check_native
from tests.unit.local.bench.machines import GatewayDown, ask, asking, double, doubling, pay, paying

ORDER = {"order_id": "o-1", "total": 1200, "country": "DE", "items": [{"sku": "tea-assam", "quantity": 2}]}


@pytest.fixture
def checked():
    with mock_cloud(check_native=True) as cloud:
        yield cloud


def test_what_is_alike_passes(checked):
    checked.mock(aws.dynamodb.put_item, returns={})
    assert checked.run(paying, {"order_id": "o-1"}).status == "SUCCEEDED"
    assert checked.run(doubling, {"numbers": [1, 2, 3]}).output == [2, 4, 6]
    assert checked.run(paying, {"order_id": 7}).error == "InputError"


def test_fakes_that_remember_are_asked_once(checked):
    left = [GatewayDown("down"), GatewayDown("down")]

    def flaky(order_id, amount):
        time.sleep(3)
        if left:
            raise left.pop()
        return {"order_id": order_id, "amount": amount}

    checked.mock(pay, side_effect=flaky)
    checked.mock(aws.dynamodb.put_item, returns={})
    assert checked.run(paying, {"order_id": "o-1"}).seconds == 12
    assert len(checked.calls(pay)) == 3


@pytest.mark.parametrize("fault", [fail("GatewayDown", "no"), timeout(), throttle(), fail("Lambda.ServiceException")])
def test_faults_hold_for_both(checked, fault):
    checked.mock(aws.dynamodb.put_item, returns={})
    planned = checked.fault(pay, fault, times=1)
    run = checked.run(paying, {"order_id": "o-1"})
    assert checked.run(paying, {"order_id": "o-1"}).status == "SUCCEEDED"
    assert planned.hits == 1
    assert run.status == ("FAILED" if planned.fault.kind == "timeout" else "SUCCEEDED")


def test_callbacks(checked):
    checked.answer(ask, lambda question: question.upper())
    assert checked.run(asking, {"question": "a"}).output == "A"
    checked.mock(ask, raises=ValueError("no"))
    assert checked.run(asking, {"question": "a"}).error == "ValueError"
    checked.fault(ask, timeout())
    assert checked.run(asking, {"question": "a"}).error == "States.Timeout"


@pytest.mark.parametrize(("granted", "status"), [(True, "SUCCEEDED"), (False, "FAILED")])
def test_real_orders_are_placed_once(checked, granted, status):
    prepare(checked)
    checked.mock(ask_manager, returns=Approval(granted=granted, reason="r"))
    run = checked.run(fulfil, ORDER)
    assert run.status == status
    payments = checked.client("dynamodb").scan(TableName="payments")["Items"]
    assert [each["order_id"]["S"] for each in payments] == ["o-1"]


def test_a_difference_is_told(checked):
    run = checked.run(doubling, {"numbers": [1, 2]})
    calls = checked.tasks(double)
    with pytest.raises(NativeDiffers) as caught:
        check_native(doubling, [double], run, calls[:1], run.input, 0)
    told = str(caught.value)
    assert told.startswith("doubling: Python and state machine differ")
    assert "status: FAILED against SUCCEEDED" in told
    assert "error: LookupError against null" in told
    assert any("the state machine made no such call" in each for each in caught.value.differences)


def test_a_workflow_whose_python_is_another(checked):
    """What the compiler cannot see: the function behind `native` is exchanged after the deployment."""
    checked.deploy(doubling)
    function = doubling.function

    async def other(numbers):
        return [each + 1 for each in await function(numbers)]

    doubling.function = other
    try:
        with pytest.raises(NativeDiffers, match=r"output: \[3\] against \[2\]"):
            checked.run(doubling, {"numbers": [1]})
    finally:
        doubling.function = function


def test_it_is_a_switch():
    with mock_cloud() as cloud:
        assert cloud.run(doubling, {"numbers": [1]}, check_native=True).output == [2]
        waiting = cloud.run(asking, {"question": "a"}, check_native=False)
        assert waiting.error == "States.Timeout"
