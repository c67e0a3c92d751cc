from __future__ import annotations

import pytest

from steploom.dsl import OutsideWorkflow, Retry, activity, emit, fakes, saga, workflow
from steploom.errors import CompensationFailed
from steploom.events import Event


class Busy(Exception):
    pass


class Ended(Event, source="test"):
    reason: str


@activity
def reserve(item: str) -> str: ...


@activity(retry=Retry(Busy, attempts=2, interval=10))
def release(item: str) -> None: ...


@activity
def refund(order_id: str, amount: float = 0.0) -> None: ...


@activity
def ship(order_id: str) -> str: ...


@workflow
async def order(order_id: str) -> str:
    try:
        async with saga() as undo:
            item = await reserve(order_id)
            undo(release, item)
            undo(refund, order_id, amount=1.5)
            label = await ship(order_id)
    except Exception as error:
        await emit(Ended(reason=str(error)))
        raise
    return label


def failing(*errors: Exception):
    left = list(errors)

    def fake(*_: object, **__: object) -> None:
        if left:
            raise left.pop(0)

    return fake


def run(**changes):
    table = {
        reserve: lambda name: f"item {name}",
        release: failing(),
        refund: failing(),
        ship: failing(Busy("no truck")),
    }
    named = {"release": release, "refund": refund, "ship": ship, "reserve": reserve}
    table |= {named[name]: fake for name, fake in changes.items()}
    with fakes(table):
        return order.native.run("o-1")


def names(found) -> list[str]:
    return [call.name for call in found.calls.calls]


def test_nothing_is_undone_after_success():
    found = run(ship=lambda _: "label")
    assert found.result == "label"
    assert names(found) == ["reserve", "ship"]


def test_undos_run_in_reverse_with_the_arguments_of_their_registration():
    found = run()
    assert names(found) == ["reserve", "ship", "refund", "release"]
    assert found.calls.of(refund) == [{"order_id": "o-1", "amount": 1.5}]
    assert found.calls.of(release) == [{"item": "item o-1"}]


def test_the_error_is_raised_again_unchanged():
    found = run()
    assert (type(found.error), found.cause, found.seconds) == (Busy, "no truck", 0.0)
    assert found.calls.events == [("Ended", {"reason": "no truck"})]


def test_what_was_not_registered_is_not_undone():
    found = run(reserve=failing(Busy("no stock")))
    assert names(found) == ["reserve"]


def test_an_undo_without_a_retrier_of_its_own_is_called_three_times():
    found = run(refund=failing(KeyError("a"), KeyError("b")))
    assert (type(found.error), found.seconds) == (Busy, 1 + 2)
    assert names(found) == ["reserve", "ship", "refund", "refund", "refund", "release"]


def test_its_own_retriers_come_first():
    # Its own retrier: two calls, 10 s apart; it hides the saga's.
    found = run(release=failing(Busy("1"), Busy("2"), Busy("3")))
    assert names(found).count("release") == 2
    assert found.seconds == 10.0
    assert found.cause == "Busy: no truck; undo release failed: Busy: 2"


def test_other_errors_are_for_the_retrier_of_the_saga():
    found = run(release=failing(KeyError("1"), Busy("2"), KeyError("3")))
    assert (type(found.error), names(found).count("release")) == (Busy, 4)
    assert found.seconds == 1 + 10 + 2


def test_a_failing_undo_does_not_stop_the_others():
    found = run(refund=failing(*(ConnectionError(str(number)) for number in range(5))))
    assert names(found) == ["reserve", "ship", "refund", "refund", "refund", "release"]
    assert isinstance(found.error, CompensationFailed)
    assert found.cause == "Busy: no truck; undo refund failed: ConnectionError: 2"
    assert found.error_name == "CompensationFailed"
    assert isinstance(found.error.__cause__, Busy)
    assert found.calls.events == [("Ended", {"reason": "Busy: no truck; undo refund failed: ConnectionError: 2"})]


def test_all_failed_undos_are_named_in_the_order_they_were_tried():
    never = [ValueError("x")] * 9
    found = run(refund=failing(*never), release=failing(*never))
    assert found.cause == "Busy: no truck; undo refund failed: ValueError: x; undo release failed: ValueError: x"


def test_a_step_that_ran_out_of_time_is_named_as_on_aws():
    import time

    @activity(timeout=5)
    def slow() -> None:
        time.sleep(6)

    @workflow
    async def timing() -> None:
        async with saga() as undo:
            undo(refund, "o-1")
            await slow()

    with fakes({refund: failing(*[ValueError("x")] * 3)}):
        found = timing.native.run()
    assert found.cause == "States.Timeout: ; undo refund failed: ValueError: x"


def test_sagas_nest():
    @workflow
    async def nesting() -> None:
        async with saga() as outer:
            outer(refund, "outer")
            async with saga() as inner:
                inner(release, "inner")
                await ship("o-1")

    table = {release: failing(*[ValueError("r")] * 3), refund: failing(), ship: failing(Busy("no truck"))}
    with fakes(table):
        found = nesting.native.run()
    assert names(found) == ["ship", "release", "release", "release", "refund"]
    assert found.cause == "Busy: no truck; undo release failed: ValueError: r"
    table[refund] = failing(*[ValueError("f")] * 3)
    table[release] = failing(*[ValueError("r")] * 3)
    table[ship] = failing(Busy("no truck"))
    with fakes(table):
        found = nesting.native.run()
    assert found.cause == "Busy: no truck; undo release failed: ValueError: r; undo refund failed: ValueError: f"


def test_leaving_the_block_by_return_undoes_nothing():
    @workflow
    async def leaving() -> str:
        async with saga() as undo:
            undo(refund, "o-1")
            return "left"

    found = leaving.native.run()
    assert (found.result, names(found)) == ("left", [])


def test_arguments_are_captured_by_value():
    @activity
    def put_back(items: list[str]) -> None: ...

    @workflow
    async def changing() -> None:
        items = ["a"]
        async with saga() as undo:
            undo(put_back, items)
            items.append("b")
            raise Busy

    with fakes({put_back: failing()}):
        assert changing.native.run().calls.of(put_back) == [{"items": ["a"]}]


def test_wrong_arguments_are_refused_where_they_are_registered():
    @workflow
    async def wrong() -> None:
        async with saga() as undo:
            undo(refund)  # type: ignore[call-arg]

    found = wrong.native.run()
    assert (found.error_name, found.cause) == ("TypeError", "missing a required argument: 'order_id'")


def test_outside_of_a_workflow():
    import asyncio

    async def main() -> None:
        async with saga():
            pass

    with pytest.raises(OutsideWorkflow, match="open a saga in a workflow"):
        asyncio.run(main())
