"""Sagas that register on some ways only, in loops, nested and side by side: natively and compiled the same."""

from __future__ import annotations

import pytest

from steploom import CompensationFailed, activity, gather, saga, workflow
from tests.e2e.both import assert_same, run_compiled, run_native


class Broken(Exception):
    pass


@activity
def do(n: int) -> int:
    if n == 3:
        raise Broken("three")
    return n


@activity
def undo_it(n: int) -> None:
    if n == 7:
        raise Broken("undo seven")


@activity
def note(text: str) -> None: ...
@workflow
async def loop(xs: list[int], *, extra: bool) -> str:
    async with saga() as undo:
        undo(note, "first")
        for x in xs:
            y = await do(x)
            undo(undo_it, y)
        if extra:
            undo(note, "extra")
        try:
            await do(3)
        except Broken:
            undo(note, "in handler")
        if extra:
            raise ValueError("no")
    return "done"


@workflow
async def nested(n: int) -> str:
    try:
        async with saga() as outer:
            outer(undo_it, 1)
            async with saga() as inner:
                inner(undo_it, 2)
                if n > 1:
                    outer(undo_it, 7)
                await do(n)
                inner(undo_it, 4)
            await do(3)
    except CompensationFailed as error:
        return f"failed {error}"
    except Broken as error:
        return f"broken {error}"
    return "ok"


async def one(n: int) -> int:
    async with saga() as undo:
        undo(undo_it, n)
        return await do(n)


@workflow
async def in_map(xs: list[int]) -> list[int]:
    return await gather(*(one(x) for x in xs), limit=1)


@workflow
async def counted(n: int, xs: list[int]) -> str:
    for i in range(n, 0, -2):
        await do(i)
    for at, x in enumerate(xs, 5):
        await note(f"{at} {x}")
    return f"{n}"


RUNS = [
    *((loop, {"xs": xs, "extra": extra}) for xs in ([], [1], [1, 7, 2], [1, 2, 3]) for extra in (True, False)),
    *((nested, {"n": n}) for n in (1, 2, 3, 0)),
    *((in_map, {"xs": xs}) for xs in ([1], [1, 2], [1, 3, 2])),
    *((counted, {"n": n, "xs": [7, 8]}) for n in (0, 1, 4, 5)),
]


@pytest.mark.parametrize(("flow", "data"), RUNS, ids=[f"{flow.name}-{at}" for at, (flow, _) in enumerate(RUNS)])
def test_same(flow, data):
    assert_same(run_native(flow, data, dict), run_compiled(flow, data, dict))
