from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import timedelta
from pathlib import Path

import pytest

from steploom.dsl import Retry
from steploom.errors import DeclarationError


def test_defaults_are_those_of_step_functions():
    retry = Retry()
    assert (retry.attempts, retry.interval, retry.backoff, retry.max_delay, retry.jitter) == (3, 1.0, 2.0, None, False)


def test_none_means_every_exception_a_timeout_included():
    assert Retry().matches(KeyError())
    assert Retry().matches(TimeoutError())
    assert Retry().matches_all
    assert Retry(Exception).matches_all
    assert not Retry(OSError).matches_all


def test_subclasses_match():
    assert Retry(OSError, KeyError).matches(ConnectionResetError())
    assert not Retry(OSError, KeyError).matches(ValueError())


def test_what_stops_a_program_is_not_retried():
    assert not Retry().matches(KeyboardInterrupt())


def test_delays():
    retry = Retry(interval=timedelta(seconds=2), backoff=3.0, max_delay=timedelta(minutes=1))
    assert [retry.delay(n) for n in (1, 2, 3, 4, 5)] == [2.0, 6.0, 18.0, 54.0, 60.0]


def test_a_delay_beyond_all_numbers():
    assert Retry(attempts=9999, max_delay=60).delay(5000) == 60.0
    assert Retry(attempts=9999).delay(5000) == float("inf")


def test_frozen():
    with pytest.raises(FrozenInstanceError):
        Retry().attempts = 4  # type: ignore[misc]
    assert Retry(OSError) == Retry(OSError)
    assert hash(Retry(OSError)) == hash(Retry(OSError))


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (["Down"], {}, "Retry takes exception classes, not 'Down'"),
        ([KeyboardInterrupt], {}, "Retry takes exception classes, not <class 'KeyboardInterrupt'>"),
        ([], {"attempts": 0}, "Retry(attempts=…) must be a whole number from 1, not 0"),
        ([], {"attempts": 2.0}, "Retry(attempts=…) must be a whole number from 1, not 2.0"),
        ([], {"attempts": True}, "Retry(attempts=…) must be a whole number from 1, not True"),
        ([], {"backoff": 0.5}, "Retry(backoff=…) must be at least 1.0, not 0.5"),
        ([], {"backoff": float("nan")}, "Retry(backoff=…) must be at least 1.0, not nan"),
        ([], {"interval": 0}, "Retry(interval=…): it must be whole seconds from 1 to 99999999, not 0"),
        ([], {"interval": 0.5}, "Retry(interval=…): it must be whole seconds from 1 to 99999999, not 0.5"),
        ([], {"interval": 5, "max_delay": 5}, "Retry(max_delay=5) must be more than its interval of 5 s"),
        ([], {"max_delay": 31_622_401}, "Retry(max_delay=…): it must be whole seconds from 1 to 31622400"),
    ],
)
def test_wrong_arguments(arguments, options, message):
    with pytest.raises(DeclarationError) as caught:
        Retry(*arguments, **options)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "SL207"
    assert diagnostic.message.startswith(message)
    text = Path(__file__).read_text().splitlines()[diagnostic.span.line - 1]
    assert text[diagnostic.span.column - 1 : diagnostic.span.end_column - 1] == "Retry(*arguments, **options)"
