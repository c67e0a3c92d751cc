"""Misuse that both type checkers refuse, each on a line that ends with a mark."""

from __future__ import annotations

from pydantic import BaseModel

from steploom import Event, Retry, TaskToken, activity, emit, fakes, gather, saga, sleep, workflow


class Approval(BaseModel):
    granted: bool


class Placed(Event, source="shop"):
    order_id: str


@activity
def charge(order_id: str, amount: float) -> float:
    return amount if order_id else 0.0


@activity
def label(order_id: str) -> str:
    return order_id


@activity(timeout=60)
def ask(token: TaskToken, order: Placed) -> Approval:
    return Approval(granted=bool(token.value and order.order_id))


@activity(timeout="soon")  # wrong: a text is no duration
def later() -> None: ...


@activity(retry=Retry("Down"))  # wrong: a name is no class
def named() -> None: ...


@workflow  # wrong: no async function
def plain(order: Placed) -> None: ...


@workflow(on=Approval)  # wrong: no event
async def started(order: Approval) -> None: ...


def send(token: TaskToken) -> str:
    return token.value


send("AQC4")  # wrong: a text is no token
upper: str = TaskToken("AQC4")  # wrong: nor the other way round


@workflow(on=Placed)
async def fulfil(order: Placed) -> float:
    await ask(TaskToken("AQC4"), order)  # wrong: callers omit the token
    await ask("AQC4", order)  # wrong: callers omit the token
    await ask()  # wrong: the order is missing
    await charge(order, 1.0)  # wrong: an order is no text
    await charge(order.order_id)  # wrong: the amount is missing
    await charge(order.order_id, amount="1")  # wrong: a text is no amount
    label(order.order_id)  # wrong: not awaited
    text: str = await charge(order.order_id, 1.0)  # wrong: the result is a float
    first, _second = await gather(charge("a", 1.0), label("a"))
    first.upper()  # wrong: a float has no upper
    first, _second, _third = await gather(charge("a", 1.0), label("a"))  # wrong: two results
    labels = await gather(*(label(each) for each in ("a", "b")), limit=2)
    labels[0].hex()  # wrong: a text has no hex
    await gather(charge("a", 1.0), "b")  # wrong: a text cannot be awaited
    async with saga() as undo:
        undo(label, order.order_id)
        undo(label)  # wrong: its argument is missing
        undo(label, order)  # wrong: an order is no text
        undo(charge, order.order_id, amount="1")  # wrong: a text is no amount
        undo(label, order_id=1)  # wrong: a number is no text
        undo(send, "AQC4")  # wrong: a plain function is no activity
    await sleep("1 s")  # wrong: a text is no duration
    await emit(Approval(granted=True))  # wrong: a model is no event
    return text  # wrong: a text is no float


def run(order: Placed) -> None:
    fulfil.native("o-1")  # wrong: a text is no order
    number: int = fulfil.native(order)  # wrong: the result is a float
    fulfil.native.using(sede=3)  # wrong: no such option
    with fakes({charge: 1.0}):  # wrong: a value does not answer
        label.local(number)  # wrong: a number is no text
