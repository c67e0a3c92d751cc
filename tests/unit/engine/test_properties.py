"""What holds for every machine: generated ones, with branches, iterations, waits, failures and retries."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from steploom.asl import load
from steploom.clock import VirtualClock
from steploom.engine import Engine, Failure, FunctionIntegration, Success

INVOKE = "arn:aws:states:::lambda:invoke"
ENDS = {"ExecutionSucceeded", "ExecutionFailed"}

# A block is a list of steps; a step is a kind with what it holds.
steps = st.recursive(
    st.lists(
        st.one_of(
            st.tuples(st.just("pass")),
            st.tuples(st.just("wait"), st.integers(0, 5)),
            st.tuples(st.just("task"), st.integers(0, 3), st.integers(0, 4), st.booleans()),
        ),
        min_size=1,
        max_size=3,
    ),
    lambda inner: st.lists(
        st.one_of(
            st.tuples(st.just("parallel"), st.lists(inner, min_size=1, max_size=3), st.booleans()),
            st.tuples(st.just("map"), inner, st.integers(0, 3), st.booleans()),
        ),
        min_size=1,
        max_size=2,
    ),
    max_leaves=8,
)


def scope_of(block, numbers):
    """Return the States object of a block; every state keeps its input, so that the output is known."""
    names = [f"{step[0]} {next(numbers)}" for step in block]
    states = {}
    for position, (name, step) in enumerate(zip(names, block, strict=True)):
        last = position == len(block) - 1
        states[name] = state_of(step, numbers, None if last else names[position + 1])
    return {"StartAt": names[0], "States": states}


def state_of(step, numbers, following):
    way = {"End": True} if following is None else {"Next": following}
    match step:
        case ("pass",):
            return {"Type": "Pass", **way}
        case ("wait", seconds):
            return {"Type": "Wait", "Seconds": seconds, **way}
        case ("task", failures, took, retried):
            retry = [{"ErrorEquals": ["Flaky"], "MaxAttempts": 2, "JitterStrategy": "FULL"}] if retried else []
            parameters = {"id": next(numbers), "failures": failures, "took": took}
            keep = {"Parameters": parameters, "ResultPath": None, "Retry": retry}
            return {"Type": "Task", "Resource": INVOKE, **keep, **way}
        case ("parallel", blocks, retried):
            branches = [scope_of(each, numbers) for each in blocks]
            return {"Type": "Parallel", "Branches": branches, "ResultPath": None, **again(retried), **way}
        case ("map", inner, concurrency, retried):
            fields = {"ItemsPath": "$.xs", "MaxConcurrency": concurrency, "ResultPath": None}
            selector = {"ItemSelector": {"xs.$": "$.xs"}}
            return {
                "Type": "Map",
                "ItemProcessor": scope_of(inner, numbers),
                **fields,
                **selector,
                **again(retried),
                **way,
            }
        case _:
            raise AssertionError(step)


def again(retried):
    return {"Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}]} if retried else {}


def flaky():
    """Fail as often as each task's arguments say, counted by task."""
    seen = {}

    def call(request):
        wanted = request.arguments
        seen[wanted["id"]] = seen.get(wanted["id"], 0) + 1
        if seen[wanted["id"]] <= wanted["failures"]:
            return Failure("Flaky", None, took=wanted["took"])
        return Success({"done": True}, took=wanted["took"])

    return call


def run(definition, value, task=None, seed=0):
    clock = VirtualClock(datetime(2026, 1, 1, tzinfo=UTC))
    engine = Engine(FunctionIntegration(task or flaky()), clock=clock, seed=seed)
    execution = engine.start(engine.compile(load(definition)), value)
    engine.run_until_idle()
    assert engine._host.scheduler.next_moment() is None  # nothing is left behind
    return execution


@given(steps)
@settings(deadline=None, max_examples=150)
def test_histories_are_well_formed(block):
    execution = run(scope_of(block, count()), {"xs": [1, 2, 3]})
    events = execution.events()
    assert [each["id"] for each in events] == list(range(1, len(events) + 1))
    assert all(each["previousEventId"] < each["id"] for each in events)
    assert [each["type"] for each in events if each["type"] in ENDS] == [events[-1]["type"]]
    assert all(one["timestamp"] <= two["timestamp"] for one, two in pairwise(events))
    left = {each["type"].removesuffix("Exited") for each in events if each["type"].endswith("StateExited")}
    assert left <= {each["type"].removesuffix("Entered") for each in events if each["type"].endswith("StateEntered")}
    if execution.status == "SUCCEEDED":
        assert execution.output == {"xs": [1, 2, 3]}


@given(steps, st.integers(0, 5))
@settings(deadline=None, max_examples=50)
def test_one_seed_one_history(block, seed):
    definition = scope_of(block, count())
    first = run(definition, {"xs": [1, 2]}, seed=seed)
    second = run(definition, {"xs": [1, 2]}, seed=seed)
    assert first.events() == second.events()


@given(
    st.lists(st.tuples(st.integers(), st.integers(0, 9), st.booleans()), max_size=60),
    st.integers(0, 50),
)
@settings(deadline=None, max_examples=100)
def test_a_map_gives_the_same_at_any_concurrency(items, concurrency):
    inner = {
        "StartAt": "W",
        "States": {
            "W": {"Type": "Wait", "SecondsPath": "$.wait", "Next": "T"},
            "T": {"Type": "Task", "Resource": INVOKE, "Parameters": {"n.$": "$.n"}, "End": True},
        },
    }
    value = [{"n": number, "wait": wait, "slow": slow} for number, wait, slow in items]

    def double(request):
        return Success(request.arguments["n"] * 2, took=request.arguments["n"] % 3)

    def output(most):
        states = {"M": {"Type": "Map", "MaxConcurrency": most, "ItemProcessor": inner, "End": True}}
        return run({"StartAt": "M", "States": states}, value, double).output

    assert output(concurrency) == output(1) == [number * 2 for number, _, _ in items]


@given(st.lists(st.integers(0, 100), min_size=1, max_size=20))
@settings(deadline=None, max_examples=50)
def test_waits_side_by_side_take_as_long_as_the_longest(waits):
    branches = [
        {"StartAt": f"W{index}", "States": {f"W{index}": {"Type": "Wait", "Seconds": seconds, "End": True}}}
        for index, seconds in enumerate(waits)
    ]
    execution = run({"StartAt": "P", "States": {"P": {"Type": "Parallel", "Branches": branches, "End": True}}}, {})
    assert execution.stopped - execution.started == max(waits)
