"""Virtual time."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest

from steploom.clock import VirtualClock, handler_time


def test_the_clock_moves_forward_only():
    clock = VirtualClock(datetime(2026, 1, 1, tzinfo=UTC))
    start = clock.now
    clock.set(start + 1.5)
    assert clock.moment() == datetime(2026, 1, 1, 0, 0, 1, 500_000, tzinfo=UTC)
    with pytest.raises(ValueError, match="cannot run backwards"):
        clock.set(start)


def test_sleep_takes_virtual_time_only():
    before = time.perf_counter()
    with handler_time(1_000.0) as taken:
        assert time.time() == 1_000.0
        time.sleep(3600)
        assert time.time() == 4_600.0
    assert taken.slept == 3600
    assert time.perf_counter() - before < 60


def test_blocks_nest_and_end_also_by_an_exception():
    def fail() -> None:
        with handler_time(5.0):
            time.sleep(7)
            raise KeyError

    with handler_time(0.0) as outer:
        time.sleep(1)
        with pytest.raises(KeyError):
            fail()
        time.sleep(1)
    assert outer.slept == 2
    assert abs(time.time() - datetime.now(UTC).timestamp()) < 60


def test_other_threads_keep_real_time():
    seen: list[float] = []
    with handler_time(0.0):
        thread = threading.Thread(target=lambda: seen.append(time.time()))
        thread.start()
        thread.join()
    assert seen[0] > 1_000_000_000


def test_a_negative_sleep_is_refused_as_by_python():
    with handler_time(0.0), pytest.raises(ValueError, match="non-negative"):
        time.sleep(-1)
