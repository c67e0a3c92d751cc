from __future__ import annotations

import pytest


def one(**fields):
    return {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True, **fields}}}


def test_history_of_one_pass(run, shape):
    execution = run(one(), {"a": 1})
    assert shape(execution) == [
        (1, 0, "ExecutionStarted"),
        (2, 0, "PassStateEntered"),
        (3, 2, "PassStateExited"),
        (4, 3, "ExecutionSucceeded"),
    ]
    assert execution.events()[2]["stateExitedEventDetails"] == {
        "name": "P",
        "output": '{"a":1}',
        "outputDetails": {"truncated": False},
    }


def test_the_second_state_follows_the_exit_of_the_first(run, shape):
    definition = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "End": True}}}
    assert shape(run(definition))[3:] == [
        (4, 3, "PassStateEntered"),
        (5, 4, "PassStateExited"),
        (6, 5, "ExecutionSucceeded"),
    ]


@pytest.mark.parametrize(
    ("fields", "value", "output"),
    [
        ({"Result": {"a.$": "$.x"}}, {"x": 1}, {"a.$": "$.x"}),  # a Result is never evaluated
        ({"Result": None}, {"x": 1}, None),
        ({"Result": 7, "ResultPath": "$.r"}, {"x": 1}, {"x": 1, "r": 7}),
        ({"Result": 7, "ResultPath": None}, {"x": 1}, {"x": 1}),
        ({"Result": 7, "Parameters": {"p": 1}}, {}, 7),
        ({"InputPath": None}, {"x": 1}, {}),
        ({"OutputPath": None}, {"x": 1}, {}),
        ({"InputPath": "$.x"}, {"x": [1]}, [1]),
        ({"InputPath": "$.x", "ResultPath": "$.y"}, {"x": 1}, {"x": 1, "y": 1}),  # into the raw input
        ({"Parameters": {"v.$": "$.x", "c": "$.x"}}, {"x": 1}, {"v": 1, "c": "$.x"}),
        ({"Parameters": {"v.$": "$.items[*].v"}}, {}, {"v": []}),
        ({"InputPath": "$.x", "Parameters": {"v.$": "$.y"}, "OutputPath": "$.v"}, {"x": {"y": 2}}, 2),
        ({"ResultPath": "$.a.b"}, {"x": 1}, {"x": 1, "a": {"b": {"x": 1}}}),
    ],
)
def test_jsonpath_data_flow(run, fields, value, output):
    assert run(one(**fields), value).output == output


@pytest.mark.parametrize(
    ("fields", "value", "output"),
    [
        ({}, {"x": 1}, {"x": 1}),
        ({"Output": "{% $states.input.x + 1 %}"}, {"x": 1}, 2),
        ({"Output": {"a": "{% $states.input.x %}", "b": ["{% 1 %}", 2]}}, {"x": 5}, {"a": 5, "b": [1, 2]}),
        ({"Output": " {% $states.input %} "}, {}, " {% $states.input %} "),
        ({"Output": None}, {"x": 1}, None),
        ({"Output": "{% $states.context.State.Name %}"}, {}, "P"),
    ],
)
def test_jsonata_data_flow(run, fields, value, output):
    assert run(one(QueryLanguage="JSONata", **fields), value).output == output


def test_variables_are_set_together_and_seen_from_the_next_state_on(run):
    definition = {
        "QueryLanguage": "JSONata",
        "StartAt": "A",
        "States": {
            "A": {"Type": "Pass", "Assign": {"x": 1, "s": "PENDING"}, "Next": "B"},
            "B": {
                "Type": "Pass",
                "Assign": {"x": "{% $x + 10 %}", "y": "{% $x %}"},
                "Output": "{% $x %}",
                "Next": "C",
            },
            "C": {"Type": "Pass", "Output": "{% [$x, $y, $states.input] %}", "End": True},
        },
    }
    execution = run(definition)
    assert execution.output == [11, 1, 1]
    exited = execution.events()[2]["stateExitedEventDetails"]
    assert exited["assignedVariables"] == {"x": "1", "s": '"PENDING"'}
    assert exited["assignedVariablesDetails"] == {"truncated": False}


def test_variables_cross_the_languages(run):
    definition = {
        "StartAt": "A",
        "States": {
            "A": {"Type": "Pass", "Assign": {"n.$": "$.x"}, "Next": "B"},
            "B": {"Type": "Pass", "QueryLanguage": "JSONata", "Assign": {"m": "{% $n * 2 %}"}, "Next": "C"},
            "C": {"Type": "Pass", "Parameters": {"m.$": "$m", "n.$": "$n"}, "End": True},
        },
    }
    assert run(definition, {"x": 21}).output == {"m": 42, "n": 21}


def test_a_path_that_finds_nothing_ends_the_execution(run, shape):
    execution = run(one(InputPath="$.Nope"), {})
    assert shape(execution) == [(1, 0, "ExecutionStarted"), (2, 0, "PassStateEntered"), (3, 2, "ExecutionFailed")]
    assert execution.error == "States.Runtime"
    assert execution.cause == (
        "An error occurred while executing the state 'P' (entered at the event id #2)."
        " Invalid path '$.Nope' : No results for path: $['Nope']"
    )


def test_a_template_that_finds_nothing_quotes_the_input(run):
    execution = run(one(Parameters={"value.$": "$.no"}), {"a": 1})
    assert execution.cause == (
        "An error occurred while executing the state 'P' (entered at the event id #2). The JSONPath '$.no' specified"
        " for the field 'value.$' could not be found in the input '{\"a\":1}'"
    )


def test_an_undefined_expression_points_at_what_came_before_the_state(run, shape):
    definition = {
        "QueryLanguage": "JSONata",
        "StartAt": "A",
        "States": {
            "A": {"Type": "Pass", "Next": "B"},
            "B": {"Type": "Pass", "Output": {"r": "{% $states.input.no %}"}, "End": True},
        },
    }
    execution = run(definition)
    assert shape(execution)[3:] == [(4, 3, "PassStateEntered"), (5, 3, "EvaluationFailed"), (6, 5, "ExecutionFailed")]
    cause = (
        "An error occurred while executing the state 'B' (entered at the event id #4). The JSONata expression"
        " '$states.input.no' specified for the field 'Output/r' returned nothing (undefined)."
    )
    assert execution.events()[4]["evaluationFailedEventDetails"] == {
        "error": "States.QueryEvaluationError",
        "cause": cause,
        "location": "Output/r",
        "state": "B",
    }
    assert (execution.error, execution.cause) == ("States.QueryEvaluationError", cause)


def test_variables_over_the_quota(run):
    execution = run(one(Assign={"a.$": "$.x", "b.$": "$.x"}), {"x": "y" * 200_000})
    assert execution.error == "States.DataLimitExceeded"


def test_an_output_over_the_quota(run, shape):
    execution = run(one(Parameters={"a.$": "$.x", "b.$": "$.x"}), {"x": "y" * 200_000})
    assert shape(execution)[2:] == [(3, 2, "ExecutionFailed")]
    assert execution.error == "States.DataLimitExceeded"
    assert execution.cause.startswith("The state/task 'P' returned a result with a size")
