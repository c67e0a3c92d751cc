"""Ways out of `try`: natively and compiled the same results, errors and calls."""

# ruff: noqa: B012 - what is tested

from __future__ import annotations

import pytest

from steploom import activity, workflow
from tests.e2e.both import assert_same, run_compiled, run_native


class Broken(Exception):
    pass


class Other(Exception):
    pass


@activity
def a(n: int) -> int:
    if n == 3:
        raise Broken("three")
    if n == 4:
        raise Other("four")
    return n


@activity
def note(text: str) -> None: ...


@workflow
async def plain(n: int) -> int:
    try:
        return await a(n)
    finally:
        await note("end")


@workflow
async def nested(n: int) -> str:
    for i in range(5):
        try:
            try:
                if n == i:
                    break
                if n == 10:
                    continue
                x = await a(i)
                if n == 20 and x > 0:
                    return "early"
            except Broken as error:
                await note(f"broken {error}")
                if n == 30:
                    raise
                if n == 31:
                    raise Other("x") from error
            else:
                await note("else")
            finally:
                await note("inner")
                if n == 40:
                    continue
                if n == 41:
                    return "final"
                if n == 42:
                    raise Broken("final")
        finally:
            await note(f"outer {i}")
    else:
        return "else"
    return "end"


@pytest.mark.parametrize("n", [0, 1, 3, 4, 5, 10, 20, 21, 22, 30, 31, 40, 41, 42])
@pytest.mark.parametrize("flow", [plain, nested], ids=lambda each: each.name)
def test_finally(flow, n):
    assert_same(run_native(flow, {"n": n}, dict), run_compiled(flow, {"n": n}, dict))
