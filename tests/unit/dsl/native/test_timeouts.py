from __future__ import annotations

import asyncio
import time

import pytest

from steploom.dsl import NO_ANSWER, Retry, TaskToken, activity, emit, fakes, gather, saga, sleep, workflow
from steploom.dsl.native import WaitsForever
from steploom.events import Event

done: list[str] = []


class Ended(Event, source="test"):
    how: str


@activity(timeout=10)
def work(seconds: float, fail: bool = False) -> str:  # noqa: FBT001, FBT002 - arguments travel as JSON
    time.sleep(seconds)
    done.append("worked")
    if fail:
        raise ValueError("broken")
    return "worked"


@activity(timeout=100)
def ask(token: TaskToken, question: str) -> str:
    done.append(f"asked {question} with {token.value}")
    time.sleep(4)
    return "not the answer"


@activity(heartbeat=20)
def listen(token: TaskToken) -> str: ...


@activity
def undo_work() -> None:
    done.append("undone")


@workflow
async def working(seconds: float, fail: bool = False) -> str:  # noqa: FBT001, FBT002 - arguments travel as JSON
    return await work(seconds, fail)


@workflow
async def asking(question: str) -> str:
    return await ask(question)


@workflow
async def listening() -> str:
    return await listen()


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


def test_a_call_within_its_time():
    run = working.native.run(9.5)
    assert (run.result, run.seconds) == ("worked", 9.5)


def test_a_call_that_takes_exactly_its_time():
    assert working.native.run(10).result == "worked"


def test_a_late_result_is_dropped_and_its_effects_stay():
    run = working.native.run(10.5)
    assert type(run.error) is TimeoutError
    assert (run.cause, run.error_name, run.status, run.seconds) == ("", "States.Timeout", "FAILED", 10.0)
    assert done == ["worked"]


def test_a_late_error_is_dropped_too():
    run = working.native.run(60, fail=True)
    assert (type(run.error), run.seconds) == (TimeoutError, 10.0)


def test_an_error_comes_when_it_is_raised():
    run = working.native.run(3, fail=True)
    assert (run.error_name, run.cause, run.seconds) == ("ValueError", "broken", 3.0)


def test_real_time_does_not_pass():
    before = time.monotonic()
    working.native.run(10_000_000)
    assert time.monotonic() - before < 1


def test_time_inside_an_activity_is_virtual():
    seen: list[float] = []

    @activity
    def look() -> None:
        seen.append(time.time())
        time.sleep(5)
        seen.append(time.time())

    @workflow
    async def looking() -> None:
        await sleep(100)
        await look()
        await look()

    looking.native()
    assert [round(moment - seen[0], 3) for moment in seen] == [0, 5, 5, 10]


def test_a_timeout_can_be_retried():
    @activity(timeout=10, retry=Retry(TimeoutError, attempts=2, interval=3))
    def slow() -> str: ...

    @workflow
    async def trying() -> str:
        return await slow()

    naps = [60, 1]

    def fake() -> str:
        time.sleep(naps.pop(0))
        return "at last"

    with fakes({slow: fake}):
        run = trying.native.run()
    assert (run.result, run.seconds) == ("at last", 10 + 3 + 1)


def test_a_timeout_can_be_caught():
    @workflow
    async def catching() -> str:
        try:
            return await work(60)
        except TimeoutError as error:
            return f"late: {error!s}"

    assert catching.native() == "late: "


def test_a_callback_is_answered_by_its_fake():
    def answer(question: str) -> str:
        time.sleep(50)
        return f"yes, {question}"

    with fakes({ask: answer}):
        run = asking.native.run("really?")
    assert (run.result, run.seconds) == ("yes, really?", 50.0)
    assert done == []


def test_an_answer_may_be_an_error():
    def refuse(question: str) -> str:
        raise PermissionError(question)

    with fakes({ask: refuse}):
        assert asking.native.run("really?").error_name == "PermissionError"


def test_a_callback_that_nobody_answers():
    with fakes({ask: lambda _: NO_ANSWER}):
        run = asking.native.run("really?")
    assert (run.error_name, run.cause, run.seconds) == ("States.Timeout", "", 100.0)


def test_an_unfaked_callback_sends_its_token_and_waits():
    run = asking.native.run("really?")
    assert (run.error_name, run.seconds) == ("States.Timeout", 100.0)
    assert done == ["asked really? with native-1"]


def test_a_callback_that_stays_silent_longer_than_its_heartbeat():
    with fakes({listen: lambda: NO_ANSWER}):
        run = listening.native.run()
    assert (run.error_name, run.seconds) == ("States.Timeout", 20.0)


def test_the_heartbeat_of_a_real_callback_counts_from_the_return_of_its_function():
    @activity(timeout=100, heartbeat=20)
    def send(token: TaskToken) -> str:
        time.sleep(7)
        return token.value

    @workflow
    async def sending() -> str:
        return await send()

    assert sending.native.run().seconds == 27.0


def test_a_run_that_can_never_end():
    @activity
    def hold(token: TaskToken) -> str: ...

    @workflow
    async def holding() -> str:
        try:
            return await hold()
        except Exception:  # noqa: BLE001 - no handler of a workflow may see it
            return "caught"

    with fakes({hold: lambda: NO_ANSWER}), pytest.raises(WaitsForever, match=r"waits for hold, .* give it a timeout"):
        holding.native.run()


def test_no_answer_is_for_callbacks():
    with fakes({work: lambda *_: NO_ANSWER}):
        run = working.native.run(1)
    assert run.error_name == "ResultError"


@workflow(timeout=60)
async def long_running(seconds: int) -> str:
    try:
        async with saga() as undo:
            undo(undo_work)
            await gather(sleep(seconds), work(1))
            await emit(Ended(how="well"))
    except BaseException:
        await emit(Ended(how="badly"))
        raise
    finally:
        await undo_work()
    return "ended"


def test_a_workflow_within_its_time():
    run = long_running.native.run(59)
    assert (run.result, run.status, run.seconds) == ("ended", "SUCCEEDED", 59.0)
    assert run.calls.events == [("Ended", {"how": "well"})]
    assert done == ["worked", "undone"]


def test_a_workflow_stops_where_it_stands_when_its_time_is_over():
    run = long_running.native.run(600)
    # describe_execution shows neither error nor cause of an execution that has timed out.
    assert (run.status, run.error_name, run.cause, run.seconds) == ("TIMED_OUT", None, None, 60.0)
    assert type(run.error) is TimeoutError
    assert run.calls.events == []
    assert done == ["worked"]


def test_calling_it_raises_the_timeout():
    with pytest.raises(TimeoutError) as caught:
        long_running.native(600)
    assert str(caught.value) == ""


def test_a_timeout_inside_is_no_timeout_of_the_workflow():
    assert working.native.run(60).status == "FAILED"


def test_asyncio_sleep_is_virtual_too():
    @workflow
    async def napping() -> None:
        await asyncio.sleep(3600)

    assert napping.native.run().seconds == 3600.0


@pytest.mark.parametrize("duration", [-1, 0.5, 24_856 * 86_400])
def test_a_wait_that_no_wait_state_can_wait(duration):
    @workflow
    async def waiting() -> None:
        await sleep(duration)

    run = waiting.native.run()
    assert run.error_name == "ValueError"
    assert run.cause == "a wait takes whole seconds from 0 to 99999999"
