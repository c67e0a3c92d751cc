"""Definitions and workflows that the tests of the bench run."""

from __future__ import annotations

from pydantic import BaseModel

from steploom import Retry, TaskToken, activity, aws, gather, workflow

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:"
CHARGE = f"{FUNCTION}charge"
INVOKE = "arn:aws:states:::lambda:invoke"
GET_ITEM = "arn:aws:states:::dynamodb:getItem"


class Payment(BaseModel):
    order_id: str
    amount: float


class GatewayDown(Exception):
    pass


@activity(retry=Retry(GatewayDown, attempts=3), timeout=30)
def pay(order_id: str, amount: float) -> Payment:
    return Payment(order_id=order_id, amount=amount)


@activity(timeout=300)
def ask(token: TaskToken, question: str) -> str:
    return f"ignored {token} {question}"


@activity
def double(number: int) -> int:
    return 2 * number


@workflow
async def paying(order_id: str) -> Payment:
    payment = await pay(order_id, 9.5)
    await aws.dynamodb.put_item(TableName="payments", Item={"pk": {"S": order_id}})
    return payment


@workflow
async def asking(question: str) -> str:
    return await ask(question)


@workflow
async def doubling(numbers: list[int]) -> list[int]:
    return await gather(*(double(number) for number in numbers))


def one(resource, **fields):
    """A machine of one Task."""
    return {"StartAt": "only", "States": {"only": {"Type": "Task", "Resource": resource, "End": True, **fields}}}


def jsonata(resource, **fields):
    return {"QueryLanguage": "JSONata", **one(resource, **fields)}
