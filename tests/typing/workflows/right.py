"""Workflows that both type checkers accept, and whose types they see through."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, assert_type

from pydantic import BaseModel

from steploom import (
    NO_ANSWER,
    Activity,
    Event,
    Retry,
    TaskToken,
    Workflow,
    activity,
    aws,
    emit,
    fakes,
    gather,
    saga,
    sleep,
    workflow,
)


class Down(Exception):
    pass


class Approval(BaseModel):
    granted: bool


class Placed(Event, source="shop"):
    order_id: str
    total: float


@activity
def reserve(order_id: str, quantity: int = 1) -> list[str]:
    return [order_id] * quantity


@activity(retry=[Retry(Down, attempts=4), Retry()], timeout=timedelta(seconds=30), idempotent_by="order_id")
def charge(order_id: str, amount: float) -> float:
    return amount if order_id else 0.0


@activity(timeout=60, heartbeat=10)
def ask(token: TaskToken, order: Placed) -> Approval:
    return Approval(granted=bool(token.value and order.total))


@activity
def confirm(token: TaskToken) -> None: ...


@workflow(on=Placed.where(lambda e: e.total > 0), timeout=timedelta(days=3))
async def fulfil(order: Placed) -> float:
    async with saga() as undo:
        undo(charge, order.order_id, amount=1.0)
        stock = await reserve(order.order_id)
        assert_type(stock, list[str])
    assert_type(await ask(order), Approval)
    await confirm()
    both = await gather(charge("a", 1.0), reserve("b"))
    assert_type(both, tuple[float, list[str]])
    three = await gather(charge("a", 1.0), reserve("b", quantity=2), ask(order), limit=2)
    assert_type(three, tuple[float, list[str], Approval])
    many = await gather(*(charge(each, 1.0) for each in stock), limit=10)
    assert_type(many, list[float])
    await sleep(timedelta(minutes=1))
    await sleep(30)
    await emit(order)
    response = await aws.dynamodb.put_item(TableName="orders", Item={"pk": {"S": order.order_id}})
    assert_type(response, dict[str, Any])
    mixed = await gather(aws.sqs.receive_message(QueueUrl="q"), reserve("b"))
    assert_type(mixed, tuple[dict[str, Any], list[str]])
    return sum(many)


@workflow(on=Placed)
async def started_by_event(order: Placed) -> None:
    await emit(order)


@workflow
async def double(number: int, factor: int = 2) -> int:
    return number * factor


def run(order: Placed) -> None:
    assert_type(fulfil.native(order), float)
    assert_type(double.native(21, factor=3), int)
    assert_type(double.native.run(21).result, int | None)
    assert_type(double.native.using(seed=3).run_json({"number": 1}).result, int | None)
    with fakes({charge: lambda *args: args[1], ask: lambda _: NO_ANSWER, aws.sqs.send_message: dict}):
        fulfil.native(order)
    assert_type(charge.local("a", 1.0), float)


def kept(which: Activity[[str, float], float], flow: Workflow[[Placed], float]) -> None:
    assert_type(which.local("a", 1.0), float)
    assert flow.name


kept(charge, fulfil)
