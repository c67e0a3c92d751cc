"""Replays of the project's own histories: faithful definitions follow, planted changes are caught where they arise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from steploom import activity, workflow
from steploom.analysis.replaying import replay
from steploom.analysis.runs import HistoryError, read_history
from steploom.asl import load
from steploom.compiler import compile_workflow
from steploom.errors import DefinitionError
from steploom.local import mock_cloud

FOLDER = Path(__file__).parents[3] / "histories"
NAMES = sorted(each.name.removesuffix(".history.json") for each in FOLDER.glob("*.history.json"))


def history(name):
    return json.loads((FOLDER / f"{name}.history.json").read_text())


def definition(name):
    return json.loads((FOLDER / f"{name.partition('_')[0]}.asl.json").read_text())


@pytest.mark.parametrize("name", NAMES)
def test_each_follows_its_own_definition(name):
    made = replay(FOLDER / f"{name}.history.json", FOLDER / f"{name.partition('_')[0]}.asl.json")
    made.check()
    assert made.undecided == ()
    assert made.visits == sum(event["type"].endswith("StateEntered") for event in history(name)["events"])


def test_where_a_running_execution_stands():
    made = replay(history("orders_running"), definition("orders_running"))
    assert (made.status, made.standing) == ("RUNNING", ("/States/rest",))
    assert replay(history("orders_paid"), definition("orders_paid")).standing == ()


def test_what_a_running_execution_has_not_reached_may_change():
    changed = definition("orders_running")
    changed["States"]["charge"] = {"Type": "Pass", "Next": "done"}
    assert replay(history("orders_running"), changed).agrees
    assert not replay(history("orders_paid"), changed).agrees


def test_a_running_execution_that_would_fail_at_once():
    recorded = history("orders_paid")["events"]
    busy = next(index for index, event in enumerate(recorded) if event["type"] == "TaskFailed")
    cut = recorded[: busy + 1]
    assert replay(cut, definition("orders")).failing == ""
    changed = definition("orders")
    del changed["States"]["prepare"]["Branches"][0]["States"]["reserve"]["Retry"]
    found = replay(cut, changed)
    assert (found.agrees, found.failing) == (True, "Busy")


def change(path, value):
    """Set what stands at a path, or drop it where the value is None."""

    def apply(states):
        *way, last = path
        for key in way:
            states = states[key]
        if value is None:
            del states[last]
        else:
            states[last] = value

    return apply


BRANCH = ("prepare", "Branches", 0, "States", "reserve")
MAP = ("prepare", "Branches", 1, "States", "each")
LABEL = (*MAP, "ItemProcessor", "States", "label")
OTHER_LAMBDA = "arn:aws:states:::sns:publish"
STEPS = [
    # name, path, value, kind, type of the event, path of the state, words
    ("orders_paid", ("price", "Output" ), "{% $states.input %}", "output", "PassStateExited", "price", "at $.total"),
    ("orders_paid", ("price", "Assign", "id"), "other", "output", "PassStateExited", "price", "variables differ"),
    ("orders_paid", ("dear?", "Choices", 0, "Condition"), "{% $states.input.total > 500 %}", "choice",
     "ParallelStateEntered", "prepare", "goes to another state"),
    ("orders_cheap", ("dear?", "Choices", 0, "Condition"), "{% $states.input.total > 5 %}", "choice",
     "SucceedStateEntered", "done", "goes to another state"),
    ("orders_paid", ("dear?", "Choices", 0, "Condition"), "{% $number('x') > 5 %}", "failure", "ChoiceStateExited",
     "dear?", "fails with States.QueryEvaluationError"),
    ("orders_paid", ("price", "Next"), "rest", "steps", "ChoiceStateEntered", "dear?", "goes to another state"),
    ("orders_paid", ("rest", "Seconds"), 3600, "time", "WaitStateExited", "rest", "the wait differs"),
    ("orders_paid", ("rest", "Seconds"), 5, "time", "WaitStateExited", "rest", "the wait differs"),
    ("orders_paid", ("rest", "Type"), "Pass", "state", "WaitStateEntered", "rest", "was a Wait, and is a Pass"),
    ("orders_paid", (*BRANCH, "Arguments", "FunctionName"), "other", "arguments", "TaskScheduled",
     "prepare/Branches[0]/States/reserve", "at $.FunctionName"),
    ("orders_paid", (*BRANCH, "Resource"), OTHER_LAMBDA, "arguments", "TaskScheduled",
     "prepare/Branches[0]/States/reserve", "another resource"),
    ("orders_paid", (*BRANCH, "Retry"), None, "failure", "TaskScheduled", "prepare/Branches[0]/States/reserve",
     "after Busy, the history tries again, and the definition fails"),
    ("orders_paid", (*BRANCH, "Retry", 0, "MaxAttempts"), 1, "failure", "TaskScheduled",
     "prepare/Branches[0]/States/reserve", "tries again, and the definition fails"),
    ("orders_paid", (*BRANCH, "Retry", 0, "ErrorEquals"), ["Other"], "failure", "TaskScheduled",
     "prepare/Branches[0]/States/reserve", "tries again, and the definition fails"),
    ("orders_paid", (*BRANCH, "Retry", 0, "IntervalSeconds"), 60, "time", "TaskScheduled",
     "prepare/Branches[0]/States/reserve", "the wait before the retry differs"),
    ("orders_paid", (*BRANCH, "TimeoutSeconds"), 30, "time", "TaskScheduled", "prepare/Branches[0]/States/reserve",
     "the time allowed differs"),
    ("orders_paid", (*MAP, "Items"), "{% [$states.input.items[0]] %}", "input", "MapStateStarted",
     "prepare/Branches[1]/States/each", "the number of items differs"),
    ("orders_paid", (*MAP, "ItemSelector" ), "{% {'item': $states.context.Map.Item.Value} %}", "input",
     "TaskStateEntered", "prepare/Branches[1]/States/each/ItemProcessor/States/label", "the input differs at $.n"),
    ("orders_paid", (*LABEL, "Catch"), None, "failure", "TaskStateExited",
     "prepare/Branches[1]/States/each/ItemProcessor/States/label", "catches it, and the definition fails"),
    ("orders_paid", (*LABEL, "Catch", 0, "Output"), "other", "output", "TaskStateExited",
     "prepare/Branches[1]/States/each/ItemProcessor/States/label", "output differs"),
    ("orders_paid", (*LABEL, "Output"), "other", "output", "TaskStateExited",
     "prepare/Branches[1]/States/each/ItemProcessor/States/label", "output differs"),
    ("orders_paid", ("prepare", "Output"), "{% $states.result %}", "output", "ParallelStateExited", "prepare", "at $"),
    ("orders_paid", ("charge", "Output"), "{% $number('x') %}", "failure", "TaskStateExited", "charge",
     "the history shows no failure, and the definition fails with States.QueryEvaluationError"),
    ("orders_refused", ("charge", "Catch"), None, "failure", "TaskStateExited", "charge", "after Declined"),
    ("orders_refused", ("undo", "Error"), "Other", "failure", "ExecutionFailed", "undo", "fails otherwise"),
    ("orders_refused", ("undo", "Cause"), "{% 'no ' & $id %}", "failure", "ExecutionFailed", "undo", "fails otherwise"),
    ("orders_refused", ("charge", "Retry"), [{"ErrorEquals": ["Declined"]}], "failure", "TaskStateExited", "charge",
     "leaves the state, and the definition tries again"),
    ("orders_running", ("rest",), None, "state", "WaitStateEntered", "rest", "no state 'rest'"),
    ("asking_answered", ("ask", "Arguments", "MessageBody", "question"), "what?", "arguments", "TaskScheduled", "ask",
     "at $.MessageBody.question"),
    ("asking_answered", ("answered", "Choices", 0, "Condition"), "{% $not($states.input.yes) %}", "choice",
     "SucceedStateEntered", "go", "another state"),
    ("asking_timeout", ("ask", "Catch"), [{"ErrorEquals": ["States.Timeout"], "Next": "go"}], "failure",
     "ExecutionFailed", "ask", "the definition does not"),
    ("asking_timeout", ("ask", "Retry"), [{"ErrorEquals": ["States.ALL"]}], "failure", "ExecutionFailed", "ask",
     "the definition does not"),
    ("asking_timeout", ("ask", "TimeoutSeconds"), 60, "time", "TaskScheduled", "ask", "time allowed differs"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "path", "value", "kind", "event", "state", "words"),
    STEPS,
    ids=[f"{each[0]}-{'.'.join(map(str, each[1]))}-{each[3]}" for each in STEPS],
)
def test_a_planted_change_is_caught_where_it_arises(name, path, value, kind, event, state, words):
    changed = definition(name)
    change(path, value)(changed["States"])
    if path == ("rest", "Type"):
        del changed["States"]["rest"]["Seconds"]
    if path == ("rest",):
        changed["States"]["prepare"]["Next"] = "charge"
    found = replay(history(name), changed).divergence
    assert found is not None
    assert (found.kind, found.type, found.path) == (kind, event, f"/States/{state}"), found
    assert words in str(found)
    assert history(name)["events"][found.event - 1]["type"] == event


def test_two_changes_show_the_first():
    changed = definition("orders_paid")
    changed["States"]["price"]["Output"] = "{% $states.input %}"
    changed["States"]["charge"]["Output"] = "other"
    assert replay(history("orders_paid"), changed).divergence.path == "/States/price"


def test_branches_may_change_places_but_not_vanish():
    changed = definition("orders_paid")
    changed["States"]["prepare"]["Branches"].reverse()
    assert replay(history("orders_paid"), changed).divergence.path == "/States/prepare", "their results change places"
    changed = definition("orders_paid")
    del changed["States"]["prepare"]["Branches"][1]
    found = replay(history("orders_paid"), changed).divergence
    assert "no branch that starts at 'each'" in found.message
    assert found.kind == "steps"


def test_one_more_branch_is_a_missing_step():
    changed = definition("orders_paid")
    changed["States"]["prepare"]["Branches"].append({"StartAt": "more", "States": {"more": {"Type": "Succeed"}}})
    found = replay(history("orders_paid"), changed).divergence
    assert found.path == "/States/prepare"
    assert "number 2 ends in the history" in found.message


def test_a_state_more_at_the_end():
    changed = definition("orders_cheap")
    changed["States"]["done"] = {"Type": "Pass", "Next": "more"}
    changed["States"]["more"] = {"Type": "Succeed"}
    assert replay(history("orders_cheap"), changed).divergence.kind == "state"
    changed["States"]["done"] = {"Type": "Succeed"}
    recorded = history("orders_cheap")
    del recorded["events"][-3:-1]
    for number, event in enumerate(recorded["events"], 1):
        event["id"] = number
    found = replay(recorded, {**changed, "States": {**changed["States"]}}).divergence
    assert found.kind == "steps"
    assert "the history ends here, and the definition goes on to 'done'" in found.message


def test_times_may_be_left_out():
    changed = definition("orders_paid")
    changed["States"]["rest"]["Seconds"] = 3600
    assert replay(history("orders_paid"), changed, timings=False).agrees


def test_members_may_be_left_out():
    changed = definition("orders_paid")
    changed["States"]["price"]["Output"] = (
        "{% {'id': $states.input.id, 'items': $states.input.items, 'total': 130, 'trace': $uuid()} %}"
    )
    assert not replay(history("orders_paid"), changed).agrees
    assert replay(history("orders_paid"), changed, ignore=("trace",)).agrees


def test_names_made_from_the_execution():
    arn = "arn:aws:states:us-east-1:123456789012:execution:asking:asking_answered"
    assert replay(history("asking_answered"), definition("asking"), execution_arn=arn).agrees
    found = replay(history("asking_answered"), definition("asking"), execution_arn=f"{arn}x").divergence
    assert found.where == "$.MessageBody.run"


# What a history may come as.


def test_pages_events_and_times_of_any_kind():
    events = history("orders_paid")["events"]
    pages = [{"events": events[:10], "nextToken": "x"}, {"events": events[10:]}]
    assert read_history(pages) == read_history(list(reversed(events))) == read_history({"events": events})
    with_seconds = [{**event, "timestamp": read_history([event])[0]["timestamp"]} for event in events[:1]]
    assert read_history(with_seconds)[0]["timestamp"] == 1772355600.0


def without(event_type):
    return [event for event in history("orders_paid")["events"] if event["type"] != event_type]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([], "this is no history"),
        ({"events": []}, "this is no history"),
        ({"pages": 1}, "an event has an id and a type"),
        (["x"], "this is no history"),
        ([{"events": history("orders_paid")["events"], "nextToken": "more"}], "has further pages"),
        (history("orders_paid")["events"][1:], "gaps"),
        (without("TaskFailed"), "gaps"),
        ([{"id": 1, "type": "ExecutionStarted", "timestamp": "soon"}], "'soon' is no timestamp"),
        ([{"id": 1, "type": "ExecutionStarted"}], "an event has a timestamp"),
        ([{"id": 1, "type": "ExecutionStarted", "timestamp": 1}], "holds no payloads"),
        ([{"id": 1, "type": "LambdaFunctionStarted", "timestamp": 1}], "does not begin with ExecutionStarted"),
        (FOLDER / "none.json", "cannot be read"),
        (Path(__file__), "cannot be read"),
    ],
)
def test_what_is_no_history(given, words):
    with pytest.raises(HistoryError, match="SL905") as caught:
        replay(given, definition("orders_paid"))
    assert words in str(caught.value)


def test_a_definition_with_faults_is_refused():
    changed = definition("orders_paid")
    changed["States"]["price"]["Next"] = "nowhere"
    with pytest.raises(DefinitionError):
        replay(history("orders_paid"), changed)


# Workflows.


@activity
def charge(total: float) -> str:
    return f"paid {total}"


@activity
def thank(text: str) -> str:
    return text


@workflow
async def buy(total: float) -> str:
    paid = await charge(total)
    return await thank(paid)


@workflow
async def buy_later(total: float) -> str:  # noqa: ARG001 - the same input
    paid = await charge(7.5)
    return await thank(paid)


def test_a_workflow_and_its_line():
    with mock_cloud() as cloud:
        run = cloud.start(buy, {"total": 5}).finish()
        events = run.history()
    assert replay(events, buy).agrees
    assert replay(events, compile_workflow(buy)).agrees
    found = replay(events, buy_later).divergence
    assert (found.kind, found.where) == ("arguments", "$.Payload.total")
    assert found.span is not None
    assert "test_replay.py:" in str(found)
    assert "await charge(7.5)" in Path(__file__).read_text().splitlines()[found.span.line - 1]


def test_check_is_an_assertion():
    with mock_cloud() as cloud:
        events = cloud.start(buy, {"total": 5}).finish().history()
    replay(events, buy).check()
    with pytest.raises(AssertionError, match="diverges from the definition"):
        replay(events, buy_later).check()
    assert load(definition("orders_paid"))
