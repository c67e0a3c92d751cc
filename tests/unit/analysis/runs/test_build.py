from __future__ import annotations

from datetime import UTC, datetime

import pytest

from steploom.engine import Failure, Pending, Success
from steploom.views import run_model

LAMBDA = "arn:aws:states:::lambda:invoke"
DONE = {"Type": "Pass", "End": True}
ITEM = {"StartAt": "item", "States": {"item": {"Type": "Task", "Resource": LAMBDA, "End": True}}}


def outline(run, depth=0):
    lines = []
    for visit in run.visits:
        lines.append(f"{'  ' * depth}{visit.name} {visit.status}")
        for inner in visit.runs:
            lines.append(f"{'  ' * depth} {inner.kind} {inner.index}")
            lines.extend(outline(inner, depth + 1))
    return lines


def test_a_plain_run(model):
    run = model(
        {
            "first": {"Type": "Pass", "Output": 1, "Next": "wait"},
            "wait": {"Type": "Wait", "Seconds": 86_400, "Next": "end"},
            "end": {"Type": "Succeed"},
        },
        {"a": 1},
    )
    assert run.status == "SUCCEEDED"
    assert (run.input, run.output, run.error) == ('{"a":1}', "1", None)
    assert outline(run.run) == ["first succeeded", "wait succeeded", "end succeeded"]
    wait = run.run.visits[1]
    assert wait.seconds(run.last) == 86_400
    assert (wait.attempts, wait.input, wait.output) == (0, "1", "1")
    assert run.last - run.started == 86_400
    assert run.origin() is None


def test_retries_are_kept_one_by_one(model):
    answers = iter([Failure("Busy", "one"), Failure("Busy", "two"), Success("done")])
    state = {
        "Type": "Task",
        "Resource": LAMBDA,
        "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 2, "BackoffRate": 3}],
        "End": True,
    }
    run = model({"work": state}, work=lambda _: next(answers))
    [visit] = run.visits()
    assert (visit.status, visit.attempts, visit.error) == ("succeeded", 3, "Busy")
    assert [(each.error, each.cause) for each in visit.tries] == [("Busy", "one"), ("Busy", "two"), (None, None)]
    assert [each.started - run.started for each in visit.tries] == [0, 2, 8]
    assert all(each.stopped == each.started and each.ended for each in visit.tries)


def test_a_caught_failure_and_the_end_it_leads_to(model):
    states = {
        "work": {
            "Type": "Task",
            "Resource": LAMBDA,
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "no"}],
            "End": True,
        },
        "no": {"Type": "Fail", "Error": "{% $states.input.Error %}", "Cause": "{% $states.input.Cause %}"},
    }
    run = model(states, work=lambda _: Failure("Declined", "no money"))
    assert outline(run.run) == ["work caught", "no failed"]
    assert (run.status, run.error, run.cause) == ("FAILED", "Declined", "no money")
    assert run.origin().name == "work"
    assert run.run.visits[1].error == "Declined"


def test_a_fail_state_without_an_error_is_its_own_origin(model):
    run = model({"no": {"Type": "Fail"}})
    assert (run.status, run.error, run.origin().name) == ("FAILED", None, "no")


def test_branches_and_iterations_keep_their_visits_apart(model):
    states = {
        "both": {
            "Type": "Parallel",
            "Branches": [
                {"StartAt": "slow", "States": {"slow": {"Type": "Wait", "Seconds": 5, "Next": "then"}, "then": DONE}},
                {"StartAt": "quick", "States": {"quick": DONE}},
            ],
            "Next": "each",
        },
        "each": {"Type": "Map", "Items": [1, 2], "ItemProcessor": ITEM, "End": True},
    }  # fmt: skip
    assert outline(model(states).run) == [
        "both succeeded",
        " branch 0",
        "  slow succeeded",
        "  then succeeded",
        " branch 1",
        "  quick succeeded",
        "each succeeded",
        " iteration 0",
        "  item succeeded",
        " iteration 1",
        "  item succeeded",
    ]


def test_what_a_failing_sibling_stops_is_aborted(model):
    states = {
        "both": {
            "Type": "Parallel",
            "Branches": [
                {"StartAt": "day", "States": {"day": {"Type": "Wait", "Seconds": 86_400, "End": True}}},
                {"StartAt": "bad", "States": {"bad": {"Type": "Fail", "Error": "Broken", "Cause": "here"}}},
            ],
            "End": True,
        }
    }
    run = model(states)
    assert outline(run.run) == ["both failed", " branch 0", "  day aborted", " branch 1", "  bad failed"]
    assert (run.status, run.error, run.cause) == ("FAILED", "Broken", "here")
    assert [(visit.name, visit.error) for visit in run.visits()] == [
        ("both", "Broken"),
        ("day", None),
        ("bad", "Broken"),
    ]
    assert run.origin().name == "bad"


def test_a_map_that_is_tried_again(model):
    answers = iter([Failure("Busy", ""), Success(1)])
    retry = [{"ErrorEquals": ["Busy"], "IntervalSeconds": 1}]
    state = {"Type": "Map", "Items": [7], "ItemProcessor": ITEM, "Retry": retry, "End": True}
    run = model({"each": state}, work=lambda _: next(answers))
    assert outline(run.run) == [
        "each succeeded",
        " iteration 0",
        "  item failed",
        " iteration 0",
        "  item succeeded",
    ]
    each = run.run.visits[0]
    assert [try_.error for try_ in each.tries] == ["Busy", None]


def test_a_task_that_waits_is_running(model):
    token = {"t": "{% $states.context.Task.Token %}"}
    state = {"Type": "Task", "Resource": f"{LAMBDA}.waitForTaskToken", "Arguments": token, "End": True}
    run = model({"ask": state}, work=lambda _: Pending())
    assert (run.status, outline(run.run)) == ("RUNNING", ["ask running"])


def test_every_event_knows_its_visit(model, record):
    states = {"each": {"Type": "Map", "Items": [1, 2], "ItemProcessor": ITEM, "End": True}}
    run, events = model(states), record(states)
    names = [run.places[event["id"]].name for event in events if event["id"] in run.places]
    assert [event["type"] for event in events if event["id"] not in run.places] == [
        "ExecutionStarted",
        "ExecutionSucceeded",
    ]
    assert names.count("item") == 2 * 5
    assert {name for name in names if name != "item"} == {"each"}


def test_times_may_be_datetimes():
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    run = run_model([{"id": 1, "previousEventId": 0, "type": "ExecutionStarted", "timestamp": moment}])
    assert (run.started, run.status) == (moment.timestamp(), "RUNNING")


@pytest.mark.parametrize(
    "kind", ["TaskScheduled", "TaskFailed", "TaskSucceeded", "WaitStateAborted", "EvaluationFailed"]
)
def test_a_history_that_begins_in_the_middle_does_no_harm(kind):
    details = {"evaluationFailedEventDetails": {"state": "gone", "error": "E"}} if kind == "EvaluationFailed" else {}
    run = run_model([{"id": 9, "previousEventId": 8, "type": kind, "timestamp": 1.0, **details}])
    assert list(run.visits()) == []
