from __future__ import annotations

from collections.abc import Callable
from random import Random

from steploom.dsl import Retry, activity, fakes, workflow
from steploom.dsl.native.attempts import Attempts


class Down(Exception):
    pass


class Busy(Down):
    pass


class Declined(Exception):
    pass


def delays(errors: list[Exception], *retriers: Retry) -> list[float | None]:
    attempts = Attempts(retriers, Random(7))
    return [attempts.delay_after(error) for error in errors]


def failing(*errors: Exception | None) -> Callable[[], int]:
    """Return a fake that fails with each of `errors` in turn, and then answers the number of its calls."""
    left = list(errors)
    count = 0

    def fake() -> int:
        nonlocal count
        count += 1
        if left and (error := left.pop(0)) is not None:
            raise error
        return count

    return fake


def test_attempts_are_all_calls():
    assert delays([Down()] * 4, Retry(Down, attempts=4)) == [1.0, 2.0, 4.0, None]
    assert delays([Down()], Retry(Down, attempts=1)) == [None]


def test_no_retrier_no_repetition():
    assert delays([Down()]) == [None]
    assert delays([Declined()], Retry(Down)) == [None]


def test_subclasses_are_retried():
    assert delays([Busy(), Down()], Retry(Down, attempts=3)) == [1.0, 2.0]


def test_each_retrier_counts_for_itself():
    retriers = (Retry(Busy, attempts=3, interval=1), Retry(Down, attempts=3, interval=10))
    assert delays([Busy(), Down(), Busy(), Down(), Busy()], *retriers) == [1.0, 10.0, 2.0, 20.0, None]


def test_an_exhausted_retrier_hides_later_ones():
    assert delays([Busy(), Busy()], Retry(Busy, attempts=2), Retry(attempts=9)) == [1.0, None]


def test_jitter_is_drawn_between_nothing_and_the_delay():
    retrier = Retry(Down, attempts=50, max_delay=8, jitter=True)
    found = delays([Down()] * 49, retrier)
    assert all(delay is not None and 0 <= delay <= retrier.delay(place) for place, delay in enumerate(found, 1))
    assert len(set(found)) == 49
    assert found == delays([Down()] * 49, retrier)


@activity(retry=[Retry(Down, attempts=4, backoff=2.0), Retry(TimeoutError, attempts=2, interval=5)], timeout=30)
def count() -> int: ...


@workflow
async def counting() -> int:
    return await count()


def test_a_flaky_activity_recovers_and_time_passes():
    with fakes({count: failing(Down("1"), Busy("2"))}) as calls:
        run = counting.native.run()
    assert (run.result, run.seconds) == (3, 1 + 2)
    assert calls.of(count) == [{}, {}, {}]


def test_the_last_error_stands():
    with fakes({count: failing(*(Down(str(number)) for number in range(9)))}) as calls:
        run = counting.native.run()
    assert (run.error_name, run.cause, run.seconds) == ("Down", "3", 1 + 2 + 4)
    assert len(calls.of(count)) == 4


def test_an_error_without_retrier_stands_at_once():
    with fakes({count: failing(Declined("no funds"))}):
        run = counting.native.run()
    assert (run.error_name, run.cause, run.seconds) == ("Declined", "no funds", 0.0)


def test_a_result_of_the_wrong_type_can_be_retried():
    @activity(retry=Retry(attempts=2))
    def total() -> int: ...

    @workflow
    async def totalling() -> int:
        return await total()

    answers: list[object] = ["three", 3]
    with fakes({total: lambda: answers.pop(0)}):
        assert totalling.native() == 3


def test_jitter_comes_from_the_seed():
    @activity(retry=Retry(Down, attempts=4, jitter=True))
    def flaky() -> int: ...

    @workflow
    async def trying() -> int:
        return await flaky()

    def seconds(seed: int) -> float:
        with fakes({flaky: failing(Down(), Down(), Down())}):
            return trying.native.using(seed=seed).run().seconds

    assert seconds(1) == seconds(1)
    assert seconds(1) != seconds(2)
    assert 0 < seconds(1) < 1 + 2 + 4
