"""Coverage of what clouds run: every kind of point, hit and missed."""

from __future__ import annotations

import json

import boto3
import pytest

from steploom import activity, fakes, workflow
from steploom.analysis.coverage import Collector, Coverage, CoverageDataError, combine, from_json, to_json
from steploom.local import mock_cloud
from steploom.local.observing import observer, observing

ROLE = "arn:aws:iam::123456789012:role/demo"
LAMBDA = "arn:aws:states:::lambda:invoke"


@activity
def work(text: str) -> str:
    return text


@workflow
async def decide(text: str) -> str:
    if text == "a":
        return await work(text)
    return text


def run(definition, *inputs, stop=False, kind="STANDARD", name="machine", finish=True):
    with mock_cloud() as cloud:
        sfn = boto3.client("stepfunctions")
        made = sfn.create_state_machine(name=name, definition=json.dumps(definition), roleArn=ROLE, type=kind)
        for each in inputs:
            started = sfn.start_execution(stateMachineArn=made["stateMachineArn"], input=json.dumps(each))
            if stop:
                sfn.stop_execution(executionArn=started["executionArn"])
                sfn.redrive_execution(executionArn=started["executionArn"])
        if finish:
            cloud.run_until_idle()


def collected(*arguments, **named):
    collector = Collector()
    with observing(collector):
        run(*arguments, **named)
    return collector.coverage()


def hits(coverage):
    (machine,) = coverage.machines
    return {point.path: machine.hit(point) for point in machine.points}


CHOOSING = {
    "StartAt": "which",
    "States": {
        "which": {
            "Type": "Choice",
            "Choices": [
                {"Variable": "$.n", "NumericEquals": 1, "Next": "end"},
                {"Variable": "$.n", "NumericEquals": 2, "Next": "end"},
            ],
            "Default": "end",
        },
        "end": {"Type": "Succeed"},
    },
}


def test_rules_to_one_state_are_told_apart():
    assert hits(collected(CHOOSING, {"n": 2}, {"n": 3}, {"n": 3})) == {
        "/States/which": 3,
        "/States/which/Choices[0]": 0,
        "/States/which/Choices[1]": 1,
        "/States/which/Default": 2,
        "/States/end": 3,
    }


def test_bodies_and_branches():
    side = {"StartAt": "side", "States": {"side": {"Type": "Pass", "End": True}}}
    item = {"StartAt": "item", "States": {"item": {"Type": "Pass", "End": True}}}
    definition = {
        "StartAt": "each",
        "States": {
            "each": {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": item, "Next": "both"},
            "both": {"Type": "Parallel", "Branches": [side], "End": True},
        },
    }
    empty = hits(collected(definition, {"items": []}))
    assert (empty["/States/each"], empty["/States/each/ItemProcessor"]) == (1, 0)
    full = hits(collected(definition, {"items": [1, 2]}))
    assert full["/States/each/ItemProcessor"] == 2
    assert full["/States/both/Branches[0]"] == 1


def test_children_of_distributed_maps_count_once():
    config = {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}
    inner = {**CHOOSING, "ProcessorConfig": config}
    definition = {"StartAt": "each", "States": {"each": {"Type": "Map", "ItemProcessor": inner, "End": True}}}
    found = hits(collected(definition, [{"n": 1}, {"n": 1}, {"n": 9}]))
    place = "/States/each/ItemProcessor/States/which"
    assert [found[place], found[f"{place}/Choices[0]"], found[f"{place}/Default"]] == [3, 2, 1]


WAITING = {
    "StartAt": "first",
    "States": {
        "first": {"Type": "Pass", "Next": "wait"},
        "wait": {"Type": "Wait", "Seconds": 60, "Next": "last"},
        "last": {"Type": "Succeed"},
    },
}


def test_an_execution_that_still_runs_counts_as_far_as_it_came():
    assert hits(collected(WAITING, {}, finish=False)) == {"/States/first": 1, "/States/wait": 1, "/States/last": 0}


def test_a_redriven_execution_counts_nothing_twice():
    assert hits(collected(WAITING, {}, stop=True)) == {"/States/first": 1, "/States/wait": 2, "/States/last": 1}


def test_express_executions_count():
    assert hits(collected(CHOOSING, {"n": 1}, kind="EXPRESS"))["/States/which/Choices[0]"] == 1


def test_a_machine_that_never_ran_is_there():
    assert set(hits(collected(WAITING)).values()) == {0}


def test_states_left_without_an_error():
    fails = {
        "StartAt": "work",
        "States": {
            "work": {
                "Type": "Task",
                "Resource": LAMBDA,
                "Parameters": {"FunctionName": "none"},
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "end"}],
                "Next": "end",
            },
            "end": {"Type": "Succeed"},
        },
    }
    (machine,) = collected(fails, {}).machines
    assert machine.hits["/States/work/Catch[0]"] == 1
    assert "/States/work/Next" not in machine.hits


def test_a_workflow_has_its_lines():
    collector = Collector()
    with observing(collector), mock_cloud() as cloud, fakes({work: lambda text: text}):
        cloud.start(decide, {"text": "b"}).finish()
    (machine,) = collector.coverage().machines
    assert machine.name == "decide"
    assert machine.source.endswith("test_collect.py")
    missed = [(point.state, machine.spans[point.state].line) for point in machine.missing if point.kind == "state"]
    assert missed == [("work", 27), ("InputError", 25)]


def test_machines_of_one_shape_are_one_machine():
    parts = [collected(CHOOSING, {"n": 1}, name="one"), collected(CHOOSING, {"n": 2}, name="two")]
    both = combine(parts)
    (machine,) = both.machines
    assert machine.name == "one"
    assert both.count("rule").hit == 2
    assert both.count().percent == 80.0


def test_saved_and_read_again():
    part = collected(CHOOSING, {"n": 1})
    again = from_json(json.loads(json.dumps(to_json(part))))
    assert again == part
    assert to_json(part)["totals"]["rule"] == {"hit": 1, "total": 3}


@pytest.mark.parametrize("data", [{}, [], {"format": "steploom-coverage", "version": 1, "machines": [{}]}, None])
def test_other_data_is_refused(data):
    with pytest.raises(CoverageDataError, match="SL905"):
        from_json(data)


def test_who_is_not_asked_looks_at_nothing():
    assert observer() is None
    with mock_cloud() as cloud:
        assert cloud.world.observer is None
        run = cloud.start(decide, {"text": "b"})
        machine = cloud.world.hall.runs[run.arn].execution.machine
    assert machine.tally is None
    assert Coverage().count().percent == 100.0
