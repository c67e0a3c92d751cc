"""Long and large executions: right histories, and work that grows with the number of pieces, counted in calls."""

from __future__ import annotations

import sys
import tracemalloc
from collections import Counter
from types import FrameType
from typing import Any

import pytest

from steploom.jsontext import compact

WAIT = {"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 60, "End": True}}}


def loop(turns: int) -> dict[str, Any]:
    """A loop of three states: six events around it, four for each turn."""
    rule = {"Variable": "$.i", "NumericLessThan": turns, "Next": "Inc"}
    states = {
        "Check": {"Type": "Choice", "Choices": [rule], "Default": "Done"},
        "Inc": {"Type": "Pass", "Parameters": {"i.$": "States.MathAdd($.i, 1)"}, "Next": "Check"},
        "Done": {"Type": "Succeed"},
    }
    return {"StartAt": "Check", "States": states}


def keeping(turns: int) -> dict[str, Any]:
    """A loop that keeps much in variables and changes one."""
    rule = {"Condition": f"{{% $i < {turns} %}}", "Next": "Inc"}
    states = {
        "Keep": {"Type": "Pass", "Assign": {"i": 0, "kept": "{% $states.input %}"}, "Output": {}, "Next": "Check"},
        "Check": {"Type": "Choice", "Choices": [rule], "Default": "Done"},
        "Inc": {"Type": "Pass", "Assign": {"i": "{% $i + 1 %}"}, "Next": "Check"},
        "Done": {"Type": "Succeed", "Output": "{% $i %}"},
    }
    return {"QueryLanguage": "JSONata", "StartAt": "Keep", "States": states}


def mapping(processor: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A Map over `$.items`."""
    inside = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}
    item_processor = inside | ({"ProcessorConfig": processor} if processor else {})
    state = {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": item_processor, "End": True}
    return {"StartAt": "M", "States": {"M": state | fields}}


DISTRIBUTED = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}


def calls(function) -> int:
    """How many Python and C functions a call calls: a clock that no machine slows down."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count


def assert_linear(run_of_size, small: int) -> None:
    """Four times the pieces take four times the calls."""
    run_of_size(small)
    assert calls(lambda: run_of_size(4 * small)) < 4.4 * calls(lambda: run_of_size(small))


@pytest.mark.parametrize("turns", [10, 6_224])
def test_a_long_execution_has_every_event(run, turns):
    execution = run(loop(turns), {"i": 0})
    assert (execution.status, execution.output) == ("SUCCEEDED", {"i": turns})
    events = execution.events()
    assert len(events) == 4 * turns + 6
    assert [each["id"] for each in events] == list(range(1, len(events) + 1))
    assert [each["previousEventId"] for each in events] == [0, 0, *range(2, len(events))]
    turn = ["ChoiceStateEntered", "ChoiceStateExited", "PassStateEntered", "PassStateExited"]
    around = ["ChoiceStateEntered", "ChoiceStateExited", "SucceedStateEntered", "SucceedStateExited"]
    types = ["ExecutionStarted", *turn * turns, *around, "ExecutionSucceeded"]
    assert [each["type"] for each in events] == types
    inputs = [each["stateEnteredEventDetails"]["input"] for each in events if each["type"] == "PassStateEntered"]
    assert inputs == [compact({"i": number}) for number in range(turns)]


def test_the_last_event_that_fits_may_be_the_end(run):
    # A turn more has four events more than 24,998, which is too many.
    fits, too_long = run(loop(6_248), {"i": 0}), run(loop(6_249), {"i": 0})
    assert (fits.status, len(fits.history)) == ("SUCCEEDED", 24_998)
    assert (too_long.status, too_long.error, len(too_long.history)) == ("FAILED", "States.Runtime", 25_000)
    assert too_long.cause == "The execution reached the maximum number of history events (25000)."


def test_a_history_is_rendered_from_any_event_on(run):
    execution = run(loop(1_000), {"i": 0})
    whole = execution.events()
    assert next(execution.iter_events(4_000)) == whole[3_999]
    few = calls(lambda: next(execution.iter_events(4_000)))
    assert few < 100
    assert list(execution.iter_events(4_000)) == whole[3_999:]
    assert list(execution.select_events([9, 5])) == [whole[8], whole[4]]


def test_a_value_that_many_events_show_is_written_once(run):
    states = {f"S{n}": {"Type": "Pass", "Next": f"S{n + 1}"} for n in range(100)}
    states["S100"] = {"Type": "Succeed"}
    large = run({"StartAt": "S0", "States": states}, [{"n": number} for number in range(2_000)])
    events = list(large.select_events(range(1, 101)))
    texts = {id(event["stateEnteredEventDetails"]["input"]) for event in events if "stateEnteredEventDetails" in event}
    assert len(texts) == 1


def test_an_inline_map_of_thousands_has_every_iteration(run):
    execution = run(mapping(), {"items": list(range(4_000))})
    assert execution.output == list(range(4_000))
    kinds = Counter(entry[0].name for entry in execution.history)
    assert kinds["MapIterationStarted"] == kinds["MapIterationSucceeded"] == kinds["PassStateExited"] == 4_000
    assert len(execution.history) == 4 * 4_000 + 6


@pytest.mark.parametrize("count", [400, pytest.param(40_000, marks=pytest.mark.slow)])
def test_a_distributed_map_of_many_children(bench, count):
    made = bench()
    children = []
    made.engine.hooks.on_child = lambda _run, child, _items: children.append(child)
    execution = made.start(mapping(DISTRIBUTED), {"items": list(range(count))})
    made.engine.run_until_idle()
    assert execution.output == list(range(count))
    assert [entry[0].name for entry in execution.history] == [
        "ExecutionStarted",
        "MapStateEntered",
        "MapStateStarted",
        "MapRunStarted",
        "MapRunSucceeded",
        "MapStateSucceeded",
        "MapStateExited",
        "ExecutionSucceeded",
    ]
    assert [child.input for child in children] == list(range(count))
    assert {len(child.history) for child in children} == {4}
    assert len({child.arn for child in children}) == count


@pytest.mark.parametrize("count", [500, pytest.param(10_000, marks=pytest.mark.slow)])
def test_many_executions_at_once_keep_apart(bench, count):
    made = bench()
    runs = [made.start(WAIT, {"n": number}) for number in range(count)]
    made.engine.run_ready()
    assert {run.status for run in runs} == {"RUNNING"}
    made.engine.run_until_idle()
    assert [run.output for run in runs] == [{"n": number} for number in range(count)]
    assert {run.stopped - run.started for run in runs} == {60.0}
    assert all([entry[1] for entry in run.history] == [0, 0, 2, 3] for run in runs)


def test_the_work_of_a_long_execution_is_linear(run):
    assert_linear(lambda turns: run(loop(turns), {"i": 0}), 250)


def test_the_work_of_keeping_much_is_linear(run):
    kept = [{"n": number} for number in range(500)]
    assert_linear(lambda turns: run(keeping(turns), kept), 100)


@pytest.mark.parametrize("processor", [None, DISTRIBUTED])
def test_the_work_of_a_map_is_linear(run, processor):
    assert_linear(lambda size: run(mapping(processor), {"items": list(range(size))}), 250)


def test_the_work_of_many_executions_is_linear(bench):
    def many(count: int) -> None:
        made = bench()
        machine = made.engine.compile(compact(WAIT))
        for number in range(count):
            made.engine.start(machine, {"n": number})
        made.engine.run_until_idle()

    assert_linear(many, 250)


def test_the_work_of_cancelled_timers_is_linear(bench):
    """Each task sets a timeout that is cancelled: the heap must not keep them."""
    task = {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "TimeoutSeconds": 60}

    def many(count: int) -> None:
        states = {f"S{n}": task | {"Next": f"S{n + 1}"} for n in range(count)}
        made = bench()
        made.start({"StartAt": "S0", "States": states | {f"S{count}": {"Type": "Succeed"}}})
        made.engine.run_until_idle()

    assert_linear(many, 50)


@pytest.mark.parametrize(
    ("definition", "value", "pieces", "most"),
    [
        (loop(1_500), {"i": 0}, 6_006, 250),
        (mapping(), {"items": list(range(2_000))}, 8_006, 250),
        (mapping(DISTRIBUTED), {"items": list(range(2_000))}, 2_000, 4_500),
    ],
    ids=["events", "events of a map", "children that run at once"],
)
def test_memory_is_bounded_for_each_piece(run, definition, value, pieces, most):
    run(definition, value)
    tracemalloc.start()
    try:
        kept = run(definition, value)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert kept.status == "SUCCEEDED"
    assert peak / pieces < most
