from __future__ import annotations

import asyncio
import gc
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypedDict

import pytest
from pydantic import BaseModel, Field

from steploom.dsl import OutsideWorkflow, activity, emit, fakes, gather, sleep, workflow
from steploom.errors import InputError, ResultError
from steploom.events import Event


class Item(BaseModel):
    sku: str
    quantity: int = Field(ge=1)


class Placed(Event, source="shop"):
    order_id: str
    items: list[Item]
    due: date = date(2026, 1, 31)


class Receipt(BaseModel):
    order_id: str
    paid: Decimal


@dataclass
class Address:
    city: str
    zip: str = "00000"


class Point(TypedDict):
    x: float


@activity
def price(items: list[Item], due: date) -> Decimal:
    assert all(isinstance(item, Item) for item in items)
    assert isinstance(due, date)
    return Decimal("1.50") * sum(item.quantity for item in items)


@workflow
async def fulfil(order: Placed) -> Receipt:
    await emit(order)
    return Receipt(order_id=order.order_id, paid=await price(order.items, order.due))


@workflow
async def area(width: float, height: float = 2.0, unit: str | None = None) -> str:
    return f"{width * height}{unit or ''}"


ORDER = Placed(order_id="o-1", items=[Item(sku="a", quantity=2), Item(sku="b", quantity=1)])
JSON = {"order_id": "o-1", "items": [{"sku": "a", "quantity": 2}, {"sku": "b", "quantity": 1}], "due": "2026-01-31"}


def test_python_objects():
    assert fulfil.native(ORDER) == Receipt(order_id="o-1", paid=Decimal("4.50"))


def test_json():
    run = fulfil.native.run_json(JSON)
    assert run.output == {"order_id": "o-1", "paid": "4.50"}
    assert run.result == Receipt(order_id="o-1", paid=Decimal("4.50"))
    assert run.calls.of(price) == [{"items": JSON["items"], "due": "2026-01-31"}]
    assert run.calls.events == [("Placed", JSON)]


def test_both_ways_are_the_same_run():
    assert fulfil.native.run(ORDER) == fulfil.native.run_json({**JSON, "unknown": 1, "_meta": {"version": 1}})


def test_parameters_by_name():
    assert area.native(3.0) == "6.0"
    assert area.native(3.0, unit="m", height=1.0) == "3.0m"
    assert area.native.run_json({"width": 3}).result == "6.0"
    assert area.native.run_json({"width": 3, "unit": None, "other": []}).result == "6.0"


def test_one_dataclass_or_typed_dict_is_the_whole_input():
    @workflow
    async def city(address: Address) -> str:
        return f"{address.zip} {address.city}"

    @workflow
    async def move(point: Point) -> Point:
        return {"x": point["x"] + 1}

    assert city.native(Address("Ulm")) == "00000 Ulm"
    assert city.native.run_json({"city": "Ulm", "zip": "89073"}).output == "89073 Ulm"
    assert move.native.run_json({"x": 1}).output == {"x": 2.0}


def test_a_wrong_input_names_every_path_and_nothing_runs():
    with fakes() as calls:
        run = fulfil.native.run_json({"order_id": 7, "items": [{"sku": "a", "quantity": 0}, {}], "due": "soon"})
    assert isinstance(run.error, InputError)
    assert run.cause == (
        "order_id: expected string, got number; items[0].quantity: must be >= 1; items[1].sku: missing; "
        "items[1].quantity: missing; due: expected date, got string"
    )
    assert (run.status, run.error_name, run.seconds) == ("FAILED", "InputError", 0.0)
    assert (run.calls.calls, run.calls.events, calls.calls, calls.events) == ([], [], [], [])


@pytest.mark.parametrize("given", [None, [], "o-1", 3])
def test_an_input_that_is_no_object(given):
    run = fulfil.native.run_json(given)
    assert run.error_name == "InputError"
    assert run.cause.startswith("input: expected object, got ")


def test_python_objects_go_through_the_contract_too():
    wrong = Placed.model_construct(order_id=7, items=[])
    with pytest.raises(InputError, match="order_id: expected string, got number"):
        fulfil.native(wrong)
    with pytest.raises(InputError, match="width: expected number, got string"):
        area.native("3")  # type: ignore[arg-type]


def test_arguments_that_fit_no_parameter():
    with pytest.raises(TypeError, match="missing a required argument: 'width'"):
        area.native()  # type: ignore[call-arg]


def test_the_result_is_checked():
    @workflow
    async def wrong() -> int:
        return "three"  # type: ignore[return-value]

    with pytest.raises(ResultError, match="result: expected integer, got string"):
        wrong.native()
    assert wrong.native.run().output is None


def test_what_an_activity_is_given_is_a_copy():
    @activity
    def spoil(items: list[Item]) -> None:
        items[0].quantity = 99
        items.clear()

    @workflow
    async def spoiling(order: Placed) -> int:
        await spoil(order.items)
        return order.items[0].quantity

    assert spoiling.native(ORDER) == 2


def test_an_activity_gets_its_declared_types():
    seen = []

    @activity
    def look(number: int, share: float, kind: str = "none") -> None:
        seen.append((number, share, kind, type(number), type(share)))

    @workflow
    async def looking(number: float) -> None:
        await look(number, 2)  # type: ignore[arg-type]

    looking.native.run_json({"number": 3.0})
    assert seen == [(3, 2.0, "none", int, float)]


def test_an_argument_of_the_wrong_type_fails_in_the_activity():
    @workflow
    async def wrong() -> str:
        try:
            await price([{"sku": "a"}], "soon")  # type: ignore[list-item, arg-type]
        except InputError as error:
            return error.cause
        return "none"

    assert wrong.native() == "items[0].quantity: missing; due: expected date, got string"


def test_an_argument_without_a_json_form():
    @workflow
    async def wrong() -> None:
        await price(object(), date(2026, 1, 1))  # type: ignore[arg-type]

    run = wrong.native.run()
    assert (run.error_name, run.cause) == ("TypeError", "price(...): items: expected list, got object")


def test_the_result_of_an_activity_is_checked():
    with fakes({price: lambda *_: 1.5}):
        run = fulfil.native.run(ORDER)
    assert (run.error_name, run.cause) == ("ResultError", "result: expected decimal, got number")


def test_a_fake_may_answer_json():
    with fakes({price: lambda *_: "7.25"}):
        assert fulfil.native(ORDER).paid == Decimal("7.25")


def test_the_error_of_an_activity_keeps_class_and_message():
    class Broken(Exception):
        def __init__(self, part: str) -> None:
            super().__init__(f"{part} is broken")
            self.part = part

    error = Broken("axle")

    def fail(*_: object) -> Decimal:
        raise error

    with fakes({price: fail}), pytest.raises(Broken, match="axle is broken") as caught:
        fulfil.native(ORDER)
    assert caught.value is error


def test_a_raised_timeout_of_its_own_keeps_its_name():
    def fail(*_: object) -> Decimal:
        raise TimeoutError("gateway")

    with fakes({price: fail}):
        run = fulfil.native.run(ORDER)
    assert (run.error_name, run.cause) == ("TimeoutError", "gateway")


def test_an_activity_is_no_place_for_steps():
    @activity
    def nested() -> str:
        return price([], date(2026, 1, 1))  # type: ignore[return-value]

    @workflow
    async def nesting() -> str:
        return await nested()

    with pytest.raises(OutsideWorkflow, match=r"write price\.local"):
        nesting.native()


def test_an_activity_may_run_a_loop_and_a_workflow_of_its_own():
    @activity
    def nested() -> str:
        async def inner() -> str:
            return "inner"

        return asyncio.run(inner()) + area.native(1.0)

    @workflow
    async def nesting() -> str:
        return await nested()

    assert nesting.native() == "inner2.0"


def test_inside_a_running_loop():
    async def main() -> str:
        found = area.native(3.0)
        await asyncio.sleep(0)
        return found

    assert asyncio.run(main()) == "6.0"


def test_runs_do_not_meet():
    @workflow
    async def waiting(seconds: int) -> int:
        await sleep(seconds)
        return seconds

    assert [waiting.native.run(seconds).seconds for seconds in (5, 1)] == [5.0, 1.0]


def test_the_first_moment_can_be_chosen():
    import time

    @activity
    def now() -> float:
        return time.time()

    @workflow
    async def telling() -> float:
        await sleep(60)
        return await now()

    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert telling.native.using(start=start)() == start.timestamp() + 60


def test_events_are_recorded_and_given_to_the_sender():
    sent: list[Placed] = []
    with fakes() as calls:
        fulfil.native.using(sender=sent.append)(ORDER)
    assert calls.events == [("Placed", JSON)]
    assert [each.order_id for each in sent] == ["o-1"]


def test_an_event_is_told_as_it_is_when_it_is_emitted():
    @workflow
    async def changing(order: Placed) -> None:
        step = emit(order)
        order.items.clear()
        await step

    assert changing.native.run(ORDER).calls.events == [("Placed", JSON)]


def test_the_recording_of_the_run_is_its_own():
    with fakes({price: lambda *_: "1"}) as calls:
        first, second = fulfil.native.run(ORDER), fulfil.native.run(ORDER)
    assert len(first.calls.calls) == len(second.calls.calls) == 1
    assert len(calls.calls) == 2


def test_unawaited_steps_warn_as_python_does():
    @workflow
    async def forgetful() -> None:
        sleep(1)  # type: ignore[unused-coroutine]

    with pytest.warns(RuntimeWarning, match="was never awaited"):
        forgetful.native()


def test_tasks_left_behind_end_with_the_run():
    ended = []

    async def background() -> None:
        try:
            await sleep(1000)
        finally:
            ended.append(True)

    @workflow
    async def leaving() -> str:
        task = asyncio.create_task(background())
        await sleep(1)
        return "left" if not task.done() else "done"

    run = leaving.native.run()
    assert (run.result, run.seconds, ended) == ("left", 1.0, [True])


@pytest.mark.parametrize("at_once", [False, True])
def test_what_stops_a_program_stops_the_run(at_once, caplog):
    def interrupt(*_: object) -> Decimal:
        raise KeyboardInterrupt

    @workflow
    async def pricing(order: Placed) -> None:
        step = price(order.items, order.due)
        await (gather(step, sleep(1)) if at_once else step)

    with fakes({price: interrupt}), pytest.raises(KeyboardInterrupt):
        pricing.native(ORDER)
    gc.collect()
    assert caplog.text == ""


def test_gather_outside_of_a_workflow():
    with pytest.raises(OutsideWorkflow, match="gather"):
        gather()  # type: ignore[call-overload]
