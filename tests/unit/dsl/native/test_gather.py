from __future__ import annotations

import time
from collections.abc import Coroutine
from typing import Any

import pytest

from steploom.dsl import TaskToken, activity, emit, fakes, gather, saga, sleep, workflow
from steploom.events import Event

done: list[str] = []


class Told(Event, source="test"):
    what: str


@activity
def work(name: str, seconds: float, fail: bool = False) -> str:  # noqa: FBT001, FBT002 - arguments travel as JSON
    done.append(name)
    time.sleep(seconds)
    if fail:
        raise ValueError(name)
    return name.upper()


@activity
def undo_work(name: str) -> None:
    done.append(f"undone {name}")


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


def test_they_run_at_once_and_results_keep_their_order():
    @workflow
    async def running() -> list[str]:
        return list(await gather(work("a", 5), work("b", 1), work("c", 3)))

    run = running.native.run()
    assert (run.result, run.seconds) == (["A", "B", "C"], 5.0)
    assert done == ["a", "b", "c"]


def test_the_result_is_a_list():
    @workflow
    async def running() -> bool:
        results = await gather(work("a", 0), work("b", 0))
        first, second = results
        return isinstance(results, list) and (first, second) == ("A", "B")

    assert running.native() is True


def test_nothing_to_await():
    @workflow
    async def running(names: list[str]) -> list[str]:
        return await gather(*(work(name, 1) for name in names), limit=3)

    run = running.native.run([])
    assert (run.result, run.seconds) == ([], 0.0)


def test_a_limit_is_kept_and_a_free_place_is_taken_at_once():
    @workflow
    async def running(naps: list[float]) -> list[str]:
        return await gather(*(work(f"w{place}", nap) for place, nap in enumerate(naps)), limit=2)

    # w0 0-5, w1 0-1, w2 1-3, w3 3-7, w4 5-6
    run = running.native.run([5, 1, 2, 4, 1])
    assert (run.result, run.seconds) == (["W0", "W1", "W2", "W3", "W4"], 7.0)
    assert done == ["w0", "w1", "w2", "w3", "w4"]


@pytest.mark.parametrize("limit", [0, -1, 1.5, True])
def test_a_limit_that_is_none(limit):
    @workflow
    async def running() -> None:
        await gather(sleep(1), limit=limit)

    run = running.native.run()
    assert run.cause == f"limit must be a whole number from 1, or None for no limit, not {limit!r}"


async def two_steps(name: str, seconds: float) -> str:
    first = await work(name, seconds)
    return await work(first, seconds)


def test_the_first_failure_stops_the_others():
    @workflow
    async def running() -> list[str]:
        return list(await gather(two_steps("a", 10), work("bad", 4, fail=True), two_steps("c", 1)))

    run = running.native.run()
    assert (run.error_name, run.cause, run.seconds) == ("ValueError", "bad", 4.0)
    # a had begun its first step; c was done with both at 2 s.
    assert done == ["a", "bad", "c", "C"]


def test_a_failure_that_takes_no_time_lets_the_others_begin():
    @workflow
    async def running() -> None:
        await gather(work("a", 0, True), work("b", 0), work("c", 0), limit=2)

    assert str(running.native.run().error) == "a"
    assert done == ["a", "b"]


def test_nothing_begins_in_the_moment_of_a_failure():
    @workflow
    async def running() -> None:
        await gather(work("a", 5), work("b", 5, True), work("c", 0), limit=2)

    assert str(running.native.run().error) == "b"
    assert done == ["a", "b"]


def test_an_answer_by_token_comes_after_what_returns_in_the_same_moment():
    @activity
    def asked(token: TaskToken) -> None:
        """Wait for somebody."""

    @workflow
    async def running() -> None:
        await gather(asked(), work("a", 0, True))

    def answer() -> None:
        raise ValueError("answered")

    with fakes({asked: answer}):
        assert str(running.native.run().error) == "a"


def test_what_was_about_to_go_on_in_the_same_moment_is_stopped_too():
    @workflow
    async def running() -> list[str]:
        return list(await gather(work("bad", 3, fail=True), two_steps("b", 3)))

    assert running.native.run().seconds == 3.0
    assert done == ["bad", "b"]


def test_the_first_of_two_failures_of_one_moment_is_the_one_that_was_set_first():
    @workflow
    async def running() -> None:
        await gather(work("x", 2), work("bad 1", 5, fail=True), work("bad 2", 5, fail=True))

    assert running.native.run().cause == "bad 1"


def test_steps_that_were_never_begun_are_dropped_without_a_warning():
    @workflow
    async def running() -> list[str]:
        steps = [work("bad", 1, fail=True), two_steps("b", 1), work("c", 1)]
        return await gather(*steps, limit=1)

    assert running.native.run().cause == "bad"
    assert done == ["bad"]


async def careful(name: str, seconds: float) -> str:
    try:
        async with saga() as undo:
            undo(undo_work, name)
            result = await work(name, seconds)
    except Exception:
        await emit(Told(what=f"{name} failed"))
        raise
    finally:
        await emit(Told(what=f"{name} is over"))
    return result


def test_a_stopped_branch_does_nothing_more():
    @workflow
    async def running() -> None:
        await gather(careful("a", 10), work("bad", 4, fail=True))

    run = running.native.run()
    assert run.cause == "bad"
    assert done == ["a", "bad"]
    assert run.calls.events == []


def test_a_failing_branch_undoes_its_own_work():
    @workflow
    async def running() -> None:
        await gather(careful("a", 10), work("bad", 40, fail=True), failing_saga("c"))

    run = running.native.run()
    assert run.cause == "c"
    assert done == ["a", "bad", "c", "undone c"]
    assert run.seconds == 2.0


async def failing_saga(name: str) -> None:
    async with saga() as undo:
        undo(undo_work, name)
        await work(name, 2, fail=True)


def test_gathers_nest_and_stop_all_the_way_down():
    async def inner(name: str) -> list[str]:
        return list(await gather(two_steps(f"{name}1", 3), two_steps(f"{name}2", 1)))

    @workflow
    async def running() -> None:
        await gather(inner("a"), work("bad", 3, fail=True), inner("b"))

    run = running.native.run()
    assert (run.cause, run.seconds) == ("bad", 3.0)
    assert sorted(done) == sorted(["a1", "a2", "bad", "b1", "b2", "A2", "B2"])


def test_an_inner_failure_can_be_caught_inside():
    async def inner() -> str:
        try:
            await gather(work("bad", 1, fail=True), two_steps("x", 1))
        except ValueError as error:
            return f"caught {error}"
        return "none"

    @workflow
    async def running() -> list[str]:
        return list(await gather(inner(), work("b", 5)))

    run = running.native.run()
    assert (run.result, run.seconds) == (["caught bad", "B"], 5.0)
    assert sorted(done) == ["b", "bad", "x"]


def test_after_a_caught_failure_the_workflow_goes_on():
    @workflow
    async def running() -> str:
        try:
            await gather(work("bad", 1, fail=True), work("b", 9))
        except ValueError:
            await sleep(1)
            return await work("after", 1)
        return "no error"

    run = running.native.run()
    assert (run.result, run.seconds) == ("AFTER", 3.0)


def test_recordings_know_the_outermost_gather():
    async def inner(name: str) -> None:
        await gather(work(f"{name}1", 1), work(f"{name}2", 0))
        await work(name, 0)

    @workflow
    async def running() -> None:
        await work("before", 0)
        await gather(inner("a"), inner("b"))
        await work("between", 0)
        await gather(work("c", 1), work("d", 0))

    calls = running.native.run().calls
    assert (
        calls._call_groups == [0, 1, 1, 1, 1, 1, 1, 0, 2, 2] or calls._call_groups[1:7] == [calls._call_groups[1]] * 6
    )
    other = type(calls)()
    order = [0, 6, 5, 4, 3, 2, 1, 7, 9, 8]
    for place in order:
        other.add_call(calls.calls[place])
    assert calls.differences(other) == []
    wrong = type(calls)()
    for place in [1, 0, *order[2:]]:
        wrong.add_call(calls.calls[place])
    assert calls.differences(wrong) != []


def test_awaitables_of_asyncio_can_be_gathered():
    @workflow
    async def running() -> list[Any]:
        return list(await gather(plain(), work("a", 1)))

    async def plain() -> int:
        return 7

    assert running.native() == [7, "A"]


def test_a_step_is_a_coroutine():
    @workflow
    async def running() -> bool:
        step = work("a", 0)
        kind = isinstance(step, Coroutine)
        await step
        return kind

    assert running.native()
