"""Loops: as Python and as a state machine alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from steploom import activity, gather, saga, sleep, workflow
from tests.e2e.both import assert_same, run_compiled, run_native


class Line(BaseModel):
    name: str
    parts: list[str] = []


class Broken(Exception):
    pass


@activity
def work(name: str, number: int) -> str:
    return f"{name}{number}"


@activity
def undo_work(name: str) -> None: ...


@workflow
async def collect(lines: list[Line], stop: str) -> str:
    last = ""
    for index, line in enumerate(lines):
        if line.name == stop:
            break
        if line.name == "":
            continue
        last = await work(line.name, index)
    else:
        last = await work("all", 0)
    return last


@workflow
async def nested(lines: list[Line]) -> str:
    text = "-"
    for line in lines:
        for part in line.parts:
            if part == "x":
                break
            text = await work(f"{text}{line.name}{part}", 1)
        else:
            text = f"{text}."
        if text == "-":
            continue
        await sleep(1)
    return text


@workflow
async def retry_by_hand(limit: int, name: str) -> str:
    for attempt in range(1, limit):
        try:
            async with saga() as undo:
                done = await work(name, attempt)
                undo(undo_work, done)
                return await work(done, attempt)
        except Broken as error:
            name = f"{name}+{error}"
            await sleep(attempt_seconds)
    return name


attempt_seconds = 3


@workflow
async def until(name: str) -> str:
    while name != "n333":
        name = await work(name, 3)
        if name == "stop3":
            return "stopped"
    return f"{name}!"


@workflow
async def forever(name: str) -> str:
    while True:
        name = await work(name, 1)
        if name in ("a11", "b1"):
            break
    return f"{name}!"


@workflow
async def snapshots(names: list[str]) -> str:
    current = "start"
    async with saga() as undo:
        undo(undo_work, current)
        for each in names:
            current = await work(each, 0)
        undo(undo_work, current)
        await work("end", 9)
    return current


@workflow
async def grown(rows: list[list[str]]) -> int:
    for row in rows:
        results = await gather(*(work(cell, 2) for cell in row), limit=2)
        for index in range(2):
            if results:
                await work("row", index)
    return 0


def lines(*names: str) -> list[dict[str, Any]]:
    return [{"name": name, "parts": list(name)} for name in names]


def broken_until(times: int) -> Callable[[], dict[Any, Callable[..., Any]]]:
    def table() -> dict[Any, Callable[..., Any]]:
        left = [times]

        def fake(name: str, number: int) -> str:
            if left[0]:
                left[0] -= 1
                raise Broken(f"{name}/{number}")
            return f"{name}{number}"

        return {work: fake}

    return table


CASES: list[tuple[Any, Any]] = [
    *((collect, {"lines": each, "stop": "s"}) for each in ([], lines("a"), lines("a", "", "b"), lines("a", "s", "b"))),
    *((nested, {"lines": each}) for each in ([], lines("ab"), lines("x", "ax", "b"), lines("", "a"))),
    *((retry_by_hand, {"limit": limit, "name": "n"}) for limit in (0, 1, 2, 4)),
    *((until, {"name": name}) for name in ("n", "n333", "stop")),
    *((forever, {"name": name}) for name in ("a", "b")),
    *((snapshots, {"names": names}) for names in ([], ["a"], ["a", "b"])),
    *((grown, {"rows": rows}) for rows in ([], [[]], [["a"]], [["a", "b", "c"], [], ["d"]])),
    (collect, {"lines": "no", "stop": 1}),
]


@pytest.mark.parametrize("failures", [0, 1, 2, 3])
@pytest.mark.parametrize(("flow", "data"), CASES)
def test_both_agree(flow: Any, data: Any, failures: int) -> None:
    table = broken_until(failures)
    assert_same(run_native(flow, data, table), run_compiled(flow, data, table))
