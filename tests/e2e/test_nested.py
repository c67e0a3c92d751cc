"""Workflows that await others, and waits that are computed: natively and compiled the same."""

from __future__ import annotations

from datetime import datetime

import pytest
from pydantic import BaseModel

from steploom import activity, gather, sleep, sleep_until, workflow
from tests.e2e.both import assert_same, run_compiled, run_native


class Broken(Exception):
    pass


class Order(BaseModel):
    id: str
    n: int = 1


@activity
def get(n: int) -> int:
    if n == 3:
        raise Broken("three")
    return n


@workflow
async def child(order: Order) -> int:
    return await get(order.n)


@workflow(timeout=5)
async def slow(n: int) -> int:
    await sleep(n)
    if n == 4:
        raise Broken("four")
    return n


@workflow
async def parent(n: int) -> int:
    try:
        await child(Order(id="x", n=n))
        b, _ = await gather(slow(n), child(Order(id="y", n=2)))
    except Broken as error:
        raise ValueError(f"child: {error}") from error
    except TimeoutError:
        return -1
    return b


@workflow
async def bare(n: int) -> int:
    return await slow(n)


@workflow
async def until(when: datetime, n: float) -> str:
    await sleep_until(when)
    await sleep(n)
    return "ok"


RUNS = [
    *((parent, {"n": n}) for n in (1, 3, 4, 9)),
    *((bare, {"n": n}) for n in (1, 4, 9)),
    *((until, {"when": "2027-01-01T00:00:00Z", "n": n}) for n in (1, -1, 1.5)),
]


@pytest.mark.parametrize(("flow", "data"), RUNS, ids=[f"{flow.name}-{at}" for at, (flow, _) in enumerate(RUNS)])
def test_same(flow, data):
    native, compiled = run_native(flow, data, dict), run_compiled(flow, data, dict)
    assert_same(native, compiled)
    assert flow is until or abs(native.seconds - compiled.seconds) < 1e-3
