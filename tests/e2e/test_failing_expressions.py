"""Expressions that fail in Python fail in the machine, as the same error at the same place."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from steploom import activity, workflow
from tests.e2e.both import assert_same, run_compiled, run_native


class Order(BaseModel):
    id: str
    total: float
    parts: int = 2
    stock: dict[str, int]


@activity
def charge(order_id: str, amount: float) -> float: ...


@activity
def stock_of(order_id: str) -> dict[str, int]: ...


@workflow
async def in_first_arguments(order: Order) -> float:
    return await charge(order.id, order.stock["tea"])


@workflow
async def in_result(order: Order) -> int:
    stock = await stock_of(order.id)
    return stock["mug"]


@workflow
async def in_condition(order: Order) -> str:
    await stock_of(order.id)
    if order.stock["tea"] > 3 and order.total / order.parts > 1:
        return "many"
    return "few"


@workflow
async def alone(order: Order) -> float:
    return order.total / order.parts


@workflow
async def caught(order: Order) -> float | str:
    share = -1.0
    try:
        share = order.stock["tea"] / order.parts
        await charge(order.id, share)
    except KeyError as error:
        return f"no {error}: {bool(share == -1)}"
    except ArithmeticError:
        return share
    return share


@workflow
async def caught_in_arguments(order: Order) -> str:
    await stock_of(order.id)
    try:
        await charge(order.id, order.stock["tea"] / order.parts)
    except LookupError as error:
        return f"lookup {error}"
    return "paid"


ORDER = {"id": "o-1", "total": 10, "parts": 2, "stock": {"tea": 8}}
INPUTS = (
    ORDER,
    ORDER | {"parts": 0},
    ORDER | {"stock": {}},
    ORDER | {"stock": {}, "parts": 0},
    ORDER | {"stock": {"tea": 0}, "parts": 0},
    {"id": 1, "stock": {"Python raises KeyError: 'x'": "InputError: "}},
)
FLOWS = (in_first_arguments, in_result, in_condition, alone, caught, caught_in_arguments)


@pytest.mark.parametrize("data", INPUTS, ids=range(len(INPUTS)))
@pytest.mark.parametrize("flow", FLOWS, ids=lambda each: each.name)
def test_fails_as_in_python(flow, data):
    def table():
        return {charge: lambda _, amount: amount, stock_of: lambda _: {"tea": 1}}

    assert_same(run_native(flow, data, table), run_compiled(flow, data, table))
