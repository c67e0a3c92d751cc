from __future__ import annotations

from datetime import UTC, datetime

import pytest

from steploom.clock import VirtualClock
from steploom.engine.scheduler import Scheduler


@pytest.fixture
def scheduler():
    return Scheduler(VirtualClock(datetime(1970, 1, 1, tzinfo=UTC)))


def test_timers_fire_by_moment_then_in_the_order_of_their_making(scheduler):
    seen = []
    for name, moment in (("late", 20.0), ("first", 10.0), ("second", 10.0)):
        scheduler.call_at(moment, lambda name=name: seen.append((name, scheduler.clock.now)))
    scheduler.run_until_idle()
    assert seen == [("first", 10.0), ("second", 10.0), ("late", 20.0)]


def test_all_timers_of_a_moment_fire_before_what_they_cause(scheduler):
    seen = []
    scheduler.call_at(5.0, lambda: scheduler.call_soon(lambda: seen.append("caused")))
    scheduler.call_at(5.0, lambda: seen.append("second timer"))
    scheduler.run_until_idle()
    assert seen == ["second timer", "caused"]


def test_a_cancelled_timer_neither_fires_nor_moves_the_clock(scheduler):
    timer = scheduler.call_at(1000.0, lambda: pytest.fail("cancelled"))
    scheduler.call_at(10.0, timer.cancel)
    scheduler.run_until_idle()
    assert scheduler.clock.now == 10.0
    assert scheduler.next_moment() is None


def test_a_timer_can_still_be_cancelled_by_another_of_the_same_moment(scheduler):
    timers = []
    scheduler.call_at(1.0, lambda: [each.cancel() for each in timers])
    timers.append(scheduler.call_at(1.0, lambda: pytest.fail("cancelled")))
    scheduler.run_until_idle()


def test_run_ready_leaves_the_clock_alone(scheduler):
    seen = []
    scheduler.call_soon(lambda: seen.append("now"))
    scheduler.call_at(1.0, lambda: seen.append("later"))
    scheduler.run_ready()
    assert (seen, scheduler.clock.now) == (["now"], 0.0)


def test_advance_runs_what_falls_into_the_time_and_stops_there(scheduler):
    seen = []
    for moment in (1.0, 2.0, 3.0):
        scheduler.call_at(moment, lambda moment=moment: seen.append(moment))
    scheduler.advance(2.5)
    assert (seen, scheduler.clock.now) == ([1.0, 2.0], 2.5)


def test_a_moment_in_the_past_means_now(scheduler):
    scheduler.clock.set(50.0)
    assert scheduler.call_at(1.0, lambda: None).moment == 50.0


def test_the_heap_forgets_cancelled_timers(scheduler):
    timers = [scheduler.call_at(float(moment), lambda: None) for moment in range(1, 1001)]
    for timer in timers[:900]:
        timer.cancel()
    assert len(scheduler._heap) < 300
    scheduler.run_until_idle()
    assert scheduler.clock.now == 1000.0


def test_run_until_idle_stops_early_when_told(scheduler):
    seen = []
    for moment in (1.0, 2.0):
        scheduler.call_at(moment, lambda moment=moment: seen.append(moment))
    scheduler.run_until_idle(lambda: bool(seen))
    assert seen == [1.0]


def test_what_nobody_waits_for_leaves_the_scheduler_idle():
    scheduler = Scheduler(VirtualClock(datetime(2026, 1, 1, tzinfo=UTC)))
    begun, told = scheduler.clock.now, []

    def tick() -> None:
        told.append(scheduler.clock.now - begun)
        scheduler.call_at(scheduler.clock.now + 10, tick, awaited=False)

    scheduler.call_at(begun + 10, tick, awaited=False)
    scheduler.run_until_idle()
    assert told == []
    timer = scheduler.call_at(begun + 25, lambda: told.append("work"))
    scheduler.call_at(begun + 90, lambda: told.append("never")).cancel()
    scheduler.run_until_idle()
    assert told == [10, 20, "work"]
    timer.cancel()
    scheduler.advance(20)
    assert told == [10, 20, "work", 30, 40]
    assert scheduler.clock.now == begun + 45
