"""Redrive: what ended well stays, the rest runs again."""

from __future__ import annotations

from typing import Any

import pytest

from steploom.asl import load
from steploom.clock import VirtualClock
from steploom.engine import Engine, Execution, Failure, FunctionIntegration, Outcome, Success, TaskRequest

TASK = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke"}


class Flaky:
    """Fails what it is told to fail, until it is mended."""

    def __init__(self, *bad: Any) -> None:
        self.bad = set(bad)
        self.calls: list[Any] = []

    def __call__(self, request: TaskRequest) -> Outcome:
        self.calls.append(request.arguments)
        return Failure("Bad", "it is") if request.arguments in self.bad else Success(request.arguments)


class Bench:
    def __init__(self, work: Flaky) -> None:
        self.work = work
        self.children: list[Execution] = []
        self.engine = Engine(FunctionIntegration(work), clock=VirtualClock())
        self.engine.hooks.on_child = lambda _run, child, _items: self.children.append(child)
        self.engine.hooks.on_map_run = self.keep

    def keep(self, run: Any) -> None:
        self.map_run = run

    def run(self, states: dict[str, Any], value: Any) -> Execution:
        definition = {"StartAt": next(iter(states)), "States": states}
        execution = self.engine.start(self.engine.compile(load(definition)), value)
        self.engine.run_until_idle()
        return execution

    def redrive(self, execution: Execution) -> None:
        self.work.bad = set()
        self.work.calls = []
        self.engine.redrive(execution)
        self.engine.run_until_idle()


def types(execution: Execution, since: int = 0) -> list[str]:
    return [each["type"] for each in execution.events()[since:]]


def test_a_task_is_scheduled_again():
    bench = Bench(Flaky("x"))
    run = bench.run({"A": {"Type": "Pass", "Next": "B"}, "B": {**TASK, "End": True}}, "x")
    ended = len(run.history)
    assert run.status.value == "FAILED"
    bench.redrive(run)
    assert (run.status.value, run.output, run.error) == ("SUCCEEDED", "x", None)
    assert types(run, ended) == [
        "ExecutionRedriven",
        "TaskScheduled",
        "TaskStarted",
        "TaskSucceeded",
        "TaskStateExited",
        "ExecutionSucceeded",
    ]
    redriven = run.events()[ended]
    assert redriven["previousEventId"] == ended
    assert redriven["executionRedrivenEventDetails"] == {"redriveCount": 1}
    assert run.events()[ended + 1]["previousEventId"] == ended + 1


def test_retries_count_anew():
    bench = Bench(Flaky("x"))
    retry = [{"ErrorEquals": ["Bad"], "MaxAttempts": 1}]
    run = bench.run({"B": {**TASK, "Retry": retry, "End": True}}, "x")
    bench.engine.redrive(run)
    bench.work.calls = []
    bench.engine.run_until_idle()
    assert (run.status.value, bench.work.calls) == ("FAILED", ["x", "x"])
    assert (run.redrives, run.retries) == (1, 2)


def test_only_branches_that_did_not_end_well_run():
    bench = Bench(Flaky("b"))
    branches = [
        {"StartAt": name, "States": {name: {**TASK, "Parameters": name, "End": True}}} for name in ("a", "b", "c")
    ]
    branches[2] = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 9, "End": True}}}
    run = bench.run({"P": {"Type": "Parallel", "Branches": branches, "End": True}}, "in")
    assert run.status.value == "FAILED"
    bench.redrive(run)
    assert (run.output, bench.work.calls) == (["a", "b", "in"], ["b"])


def test_only_iterations_that_did_not_end_well_run():
    bench = Bench(Flaky(2))
    processor = {"StartAt": "T", "States": {"T": {**TASK, "End": True}}}
    run = bench.run({"M": {"Type": "Map", "MaxConcurrency": 1, "ItemProcessor": processor, "End": True}}, [1, 2, 3])
    assert bench.work.calls == [1, 2]
    bench.redrive(run)
    assert (run.output, bench.work.calls) == ([1, 2, 3], [2, 3])


def test_a_stopped_wait_and_the_states_that_follow():
    bench = Bench(Flaky())
    definition = {
        "StartAt": "W",
        "States": {"W": {"Type": "Wait", "Seconds": 9, "Next": "B"}, "B": {**TASK, "End": True}},
    }
    run = bench.engine.start(bench.engine.compile(load(definition)), "x")
    bench.engine.run_ready()
    bench.engine.stop(run)
    bench.redrive(run)
    assert (run.status.value, run.output) == ("SUCCEEDED", "x")


@pytest.mark.parametrize("kind", ["STANDARD", "EXPRESS"])
def test_unsuccessful_children_run_again(kind):
    bench = Bench(Flaky(2))
    config = {"Mode": "DISTRIBUTED", "ExecutionType": kind}
    processor = {"ProcessorConfig": config, "StartAt": "T", "States": {"T": {**TASK, "End": True}}}
    run = bench.run({"M": {"Type": "Map", "MaxConcurrency": 1, "ItemProcessor": processor, "End": True}}, [1, 2, 3])
    assert (run.error, bench.work.calls) == ("States.ExceedToleratedFailureThreshold", [1, 2])
    ended = len(run.history)
    bench.redrive(run)
    assert (run.output, bench.work.calls) == ([1, 2, 3], [2, 3])
    assert types(run, ended) == [
        "ExecutionRedriven",
        "MapRunRedriven",
        "MapRunSucceeded",
        "MapStateSucceeded",
        "MapStateExited",
        "ExecutionSucceeded",
    ]
    assert (bench.map_run.status.value, bench.map_run.redrives) == ("SUCCEEDED", 1)
    assert (bench.map_run.items.succeeded, bench.map_run.items.failed, bench.map_run.items.total) == (3, 0, 3)
    assert bench.children[1].redrives == (1 if kind == "STANDARD" else 0)


def test_what_runs_or_succeeded_is_not_redriven():
    bench = Bench(Flaky())
    run = bench.run({"B": {**TASK, "End": True}}, "x")
    with pytest.raises(ValueError, match="Execution is SUCCEEDED and cannot be redriven"):
        bench.engine.redrive(run)


def test_the_context_tells_of_it():
    bench = Bench(Flaky("x"))
    states = {"B": {**TASK, "Next": "C"}, "C": {"Type": "Pass", "InputPath": "$$.Execution.RedriveCount", "End": True}}
    run = bench.run(states, "x")
    bench.redrive(run)
    assert run.output == 1
