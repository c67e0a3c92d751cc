from __future__ import annotations

from random import Random

import pytest

from steploom.asl import Retrier
from steploom.engine.failure import StateFailure
from steploom.engine.retry import matches, wait_before


@pytest.mark.parametrize(
    ("names", "error", "also", "expected"),
    [
        (("States.ALL",), "Anything", (), True),
        (("States.ALL",), None, (), True),
        (("States.ALL",), "States.DataLimitExceeded", (), True),
        (("States.ALL",), "States.Runtime", (), False),
        (("States.Runtime",), "States.Runtime", (), False),
        (("States.TaskFailed",), "Custom", (), True),
        (("States.TaskFailed",), "States.Timeout", (), False),
        (("States.TaskFailed",), "States.QueryEvaluationError", (), True),
        (("States.Timeout",), "States.Timeout", (), True),
        (("States.HeartbeatTimeout",), "States.Timeout", (), False),
        (("States.HeartbeatTimeout",), "States.Timeout", ("States.HeartbeatTimeout",), True),
        (("custom",), "Custom", (), False),
        (("A", "B"), "B", (), True),
    ],
)
def test_which_errors_a_name_matches(names, error, also, expected):
    assert matches(names, StateFailure(error, None, also=also)) is expected


def dice(seed=0):
    return Random(seed)


def retrier(**fields):
    return Retrier(error_equals=("States.ALL",), **fields)


def test_defaults_are_one_second_doubling():
    assert [wait_before(retrier(), used, dice()) for used in range(4)] == [1.0, 2.0, 4.0, 8.0]


def test_the_longest_delay_caps():
    rule = retrier(interval_seconds=2, backoff_rate=3.0, max_delay_seconds=10)
    assert [wait_before(rule, used, dice()) for used in range(4)] == [2.0, 6.0, 10.0, 10.0]


def test_a_rate_of_one_keeps_the_interval():
    rule = retrier(interval_seconds=5, backoff_rate=1.0)
    assert [wait_before(rule, used, dice()) for used in range(3)] == [5.0, 5.0, 5.0]


def test_full_jitter_lies_between_nothing_and_the_delay_and_follows_the_seed():
    rule = retrier(interval_seconds=10, jitter_strategy="FULL")
    made = [wait_before(rule, 1, dice(seed)) for seed in range(200)]
    assert all(0 <= each <= 20 for each in made)
    assert min(made) < 2
    assert max(made) > 18
    assert made == [wait_before(rule, 1, dice(seed)) for seed in range(200)]


def test_a_delay_past_every_number_is_capped():
    assert wait_before(retrier(interval_seconds=99_999_999, backoff_rate=1e300), 9, dice()) == 31_622_400.0
