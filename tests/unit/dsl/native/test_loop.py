from __future__ import annotations

import asyncio

import pytest

from steploom.dsl.native.loop import VirtualLoop, WaitsForever, outside_loop


@pytest.fixture
def loop():
    made = VirtualLoop()
    yield made
    made.close()


def test_time_jumps_to_the_next_timer(loop):
    async def main() -> list[float]:
        seen = [loop.time()]
        for seconds in (0.1, 0.2, 365 * 86_400, 0):
            await asyncio.sleep(seconds)
            seen.append(loop.time())
        return seen

    year = 365 * 86_400
    assert loop.run_until_complete(main()) == pytest.approx([0, 0.1, 0.3, year + 0.3, year + 0.3], abs=1e-6)


def test_a_very_late_timer(loop):
    late = 24_855 * 86_400.0

    async def main() -> float:
        await asyncio.sleep(late)
        await asyncio.sleep(1)
        return loop.time()

    assert loop.run_until_complete(main()) == late + 1


def test_timers_of_one_moment_fire_in_the_order_they_were_set(loop):
    fired: list[int] = []
    for number in range(50):
        loop.call_later(5, fired.append, number)
    loop.call_later(1, lambda: [loop.call_later(4, fired.append, number) for number in range(50, 60)])
    loop.call_later(6, loop.stop)
    loop.run_forever()
    assert fired == list(range(60))


def test_a_cancelled_timer_takes_no_time(loop):
    loop.call_later(100, lambda: None).cancel()
    loop.run_until_complete(asyncio.sleep(1))
    assert loop.time() == 1.0


def test_nothing_left_to_happen(loop):
    with pytest.raises(WaitsForever):
        loop.run_until_complete(loop.create_future())


def test_asyncios_own_tools_run_on_it(loop):
    async def slow() -> str:
        await asyncio.sleep(10)
        return "done"

    async def main() -> tuple[str, bool]:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(slow())
        try:
            async with asyncio.timeout(3):
                await slow()
        except TimeoutError:
            return task.result(), loop.time() == 13.0
        return "", False

    assert loop.run_until_complete(main()) == ("done", True)


def test_outside_the_loop_another_may_run(loop):
    async def inner() -> int:
        return 7

    async def main() -> int:
        with outside_loop():
            found = asyncio.run(inner())
        assert asyncio.get_running_loop() is loop
        return found

    assert loop.run_until_complete(main()) == 7
