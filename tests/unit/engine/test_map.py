from __future__ import annotations

import pytest

from steploom.engine import Failure, Success

INVOKE = "arn:aws:states:::lambda:invoke"


def map_(state, **fields):
    states = {
        "M": {
            "Type": "Map",
            "ItemProcessor": {"StartAt": "I", "States": {"I": {"End": True, **state}}},
            "End": True,
            **fields,
        }
    }
    if "Catch" in fields:
        states["Z"] = {"Type": "Pass", "End": True}
    return {"StartAt": "M", "States": states}


def pass_(**fields):
    return {"Type": "Pass", **fields}


TASK = {"Type": "Task", "Resource": INVOKE}
CATCH = [{"ErrorEquals": ["States.ALL"], "Next": "Z"}]


def test_one_after_the_other(run, shape):
    execution = run(map_(pass_(), MaxConcurrency=1), ["a", "b"])
    assert shape(execution)[1:] == [
        (2, 0, "MapStateEntered"),
        (3, 2, "MapStateStarted"),
        (4, 3, "MapIterationStarted"),
        (5, 4, "PassStateEntered"),
        (6, 5, "PassStateExited"),
        (7, 6, "MapIterationSucceeded"),
        (8, 6, "MapIterationStarted"),
        (9, 8, "PassStateEntered"),
        (10, 9, "PassStateExited"),
        (11, 10, "MapIterationSucceeded"),
        (12, 11, "MapStateSucceeded"),
        (13, 11, "MapStateExited"),
        (14, 13, "ExecutionSucceeded"),
    ]
    events = execution.events()
    assert events[2]["mapStateStartedEventDetails"] == {"length": 2}
    assert events[7]["mapIterationStartedEventDetails"] == {"name": "M", "index": 1}
    assert execution.output == ["a", "b"]


def test_side_by_side_every_iteration_points_at_the_start(run):
    execution = run(map_(pass_()), [1, 2, 3])
    started = [each for each in execution.events() if each["type"] == "MapIterationStarted"]
    assert [each["previousEventId"] for each in started] == [3, 3, 3]


def test_no_items(run, shape):
    execution = run(map_(pass_()), [])
    assert execution.output == []
    assert shape(execution)[2:] == [
        (3, 2, "MapStateStarted"),
        (4, 3, "MapStateSucceeded"),
        (5, 3, "MapStateExited"),
        (6, 5, "ExecutionSucceeded"),
    ]


def test_items_path_and_selector(run):
    definition = map_(
        pass_(),
        InputPath="$.in",
        ItemsPath="$.xs",
        ItemSelector={"i.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value", "k.$": "$.k"},
        ResultPath="$.out",
    )
    value = {"in": {"xs": ["a", "b"], "k": 1}}
    assert run(definition, value).output == {**value, "out": [{"i": 0, "v": "a", "k": 1}, {"i": 1, "v": "b", "k": 1}]}


def test_the_old_iterator_and_parameters(run):
    definition = map_(pass_(), Parameters={"v.$": "$$.Map.Item.Value"})
    definition["States"]["M"]["Iterator"] = definition["States"]["M"].pop("ItemProcessor")
    assert run(definition, [1]).output == [{"v": 1}]


def test_items_and_selector_in_jsonata(run):
    definition = {
        "QueryLanguage": "JSONata",
        **map_(
            pass_(Output="{% $states.input.v * 2 %}"),
            Items="{% $states.input.xs %}",
            ItemSelector={"v": "{% $states.context.Map.Item.Value %}"},
            Output="{% $sum($states.result) %}",
        ),
    }
    assert run(definition, {"xs": [1, 2, 3]}).output == 12


def test_the_item_is_not_in_the_context_of_inner_states(run):
    execution = run(map_(pass_(Parameters={"i.$": "$$.Map.Item.Index"})), [1])
    assert execution.error == "States.Runtime"


@pytest.mark.parametrize(
    ("fields", "value", "text"),
    [
        ({"ItemsPath": "$.x"}, {"x": 1}, 'Reference path "$.x" must point to array.'),
        (
            {"ItemsPath": "$.x", "MaxConcurrencyPath": "$.n"},
            {"x": [], "n": "NoNumber"},
            'The MaxConcurrencyPath field refers to value "NoNumber" which is not a valid integer: $.n',
        ),
    ],
)
def test_what_it_cannot_map_over(run, shape, fields, value, text):
    execution = run(map_(pass_(), **fields), value)
    assert shape(execution)[1:] == [(2, 0, "MapStateEntered"), (3, 2, "ExecutionFailed")]
    assert execution.cause == f"An error occurred while executing the state 'M' (entered at the event id #2). {text}"


def test_a_negative_concurrency_stalls_for_good(run, shape):
    execution = run(map_(pass_(), ItemsPath="$.x", MaxConcurrencyPath="$.n"), {"x": [1], "n": -1})
    assert shape(execution) == [(1, 0, "ExecutionStarted")]
    assert execution.running


@pytest.mark.parametrize(
    ("items", "text", "location"),
    [
        (
            "{% {'foo': 'bar'} %}",
            "returned an unexpected result type. Expected 'array', but was 'object' for value: {\"foo\":\"bar\"}",
            "Items",
        ),
        (None, 'Map state input must be an array but was: {"foo":"bar"}', None),
    ],
)
def test_items_that_are_no_list(run, shape, items, text, location):
    fields = {} if items is None else {"Items": items}
    execution = run({"QueryLanguage": "JSONata", **map_(pass_(), **fields)}, {"foo": "bar"})
    assert shape(execution)[1:] == [
        (2, 0, "MapStateEntered"),
        (3, 0, "EvaluationFailed"),
        (4, 3, "MapStateFailed"),
        (5, 4, "ExecutionFailed"),
    ]
    assert execution.cause.endswith(text)
    assert execution.events()[2]["evaluationFailedEventDetails"].get("location") == location


def test_a_failing_iteration(run, shape):
    definition = map_({"Type": "Fail", "Error": "E", "Cause": "C"}, MaxConcurrency=1, Catch=CATCH)
    definition["States"]["M"]["ItemProcessor"]["States"]["I"].pop("End")
    execution = run(definition, [1, 2])
    assert shape(execution)[2:8] == [
        (3, 2, "MapStateStarted"),
        (4, 3, "MapIterationStarted"),
        (5, 4, "FailStateEntered"),
        (6, 5, "MapIterationFailed"),
        (7, 5, "MapStateFailed"),
        (8, 7, "MapStateExited"),
    ]
    assert execution.output == {"Error": "E", "Cause": "C"}


def test_a_retry_starts_directly_again(run, shape):
    definition = map_(TASK, MaxConcurrency=1, Retry=[{"ErrorEquals": ["Boom"], "MaxAttempts": 1}])
    execution = run(definition, [1], lambda _request: Failure("Boom", None))
    assert shape(execution)[7:] == [
        (8, 7, "TaskFailed"),
        (9, 8, "MapIterationFailed"),
        (10, 8, "TaskStateAborted"),
        (11, 8, "MapStateStarted"),
        (12, 11, "MapIterationStarted"),
        (13, 12, "TaskStateEntered"),
        (14, 13, "TaskScheduled"),
        (15, 14, "TaskStarted"),
        (16, 15, "TaskFailed"),
        (17, 16, "MapIterationFailed"),
        (18, 16, "TaskStateAborted"),
        (19, 16, "MapStateFailed"),
        (20, 19, "ExecutionFailed"),
    ]


def test_iterations_that_time_out_together(run, shape):
    definition = map_({**TASK, "TimeoutSeconds": 5})
    execution = run(definition, [1, 2], lambda _request: Success(None, took=60))
    assert shape(execution)[11:] == [
        (12, 8, "TaskTimedOut"),
        (13, 11, "TaskTimedOut"),
        (14, 12, "MapIterationFailed"),
        (15, 12, "TaskStateAborted"),
        (16, 12, "MapIterationAborted"),
        (17, 12, "TaskStateAborted"),
        (18, 12, "MapStateFailed"),
        (19, 18, "ExecutionFailed"),
    ]


def test_no_more_than_the_concurrency_at_once(run):
    execution = run(map_({"Type": "Wait", "Seconds": 10}, MaxConcurrency=2), [1, 2, 3, 4, 5])
    assert execution.stopped - execution.started == 30


def test_forty_at_once_where_nothing_is_said(run):
    execution = run(map_({"Type": "Wait", "Seconds": 10}), list(range(81)))
    assert execution.stopped - execution.started == 30


def test_a_concurrency_may_be_a_text_that_holds_a_number(run):
    definition = map_({"Type": "Wait", "Seconds": 10}, ItemsPath="$.x", MaxConcurrencyPath="$.n")
    execution = run(definition, {"x": [1, 2], "n": "1"})
    assert execution.stopped - execution.started == 20
