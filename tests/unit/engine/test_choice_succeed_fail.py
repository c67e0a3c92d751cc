from __future__ import annotations

import pytest


def choice(*rules, **fields):
    return {
        "StartAt": "C",
        "States": {
            "C": {"Type": "Choice", "Choices": list(rules), **fields},
            "Yes": {"Type": "Pass", "Result": "yes", "End": True},
            "No": {"Type": "Pass", "Result": "no", "End": True},
        },
    }


def rule(**comparison):
    return {"Next": "Yes", **comparison}


@pytest.mark.parametrize(
    ("value", "output"),
    [({"x": "a"}, "yes"), ({"x": "b"}, "no"), ({"x": None}, "no"), ({"x": 1}, "no")],
)
def test_the_first_rule_that_applies_or_the_default(run, value, output):
    assert run(choice(rule(Variable="$.x", StringEquals="a"), Default="No"), value).output == output


def test_history_of_a_choice(run, shape):
    execution = run(choice(rule(Variable="$.x", IsPresent=True), Default="No"), {"x": 1})
    assert shape(execution)[1:4] == [
        (2, 0, "ChoiceStateEntered"),
        (3, 2, "ChoiceStateExited"),
        (4, 3, "PassStateEntered"),
    ]


def test_no_rule_and_no_default(run, shape):
    execution = run(choice(rule(Variable="$.x", NumericEquals=1)), {"x": 2})
    assert shape(execution)[1:] == [(2, 0, "ChoiceStateEntered"), (3, 2, "ExecutionFailed")]
    assert execution.error == "States.Runtime"
    assert execution.cause == (
        "An error occurred while executing the state 'C' (entered at the event id #2)."
        " Failed to transition out of the state. The state does not point to a next state."
    )


def test_a_jsonata_rule_has_its_own_output_and_variables(run):
    definition = choice(
        {
            "Condition": "{% $states.input.x > 1 %}",
            "Next": "Show",
            "Output": "from the rule",
            "Assign": {"who": "rule"},
        },
        Default="Show",
        Output="from the state",
        Assign={"who": "state"},
    )
    definition["QueryLanguage"] = "JSONata"
    del definition["States"]["Yes"], definition["States"]["No"]
    definition["States"]["Show"] = {"Type": "Pass", "Output": "{% [$states.input, $who] %}", "End": True}
    assert run(definition, {"x": 2}).output == ["from the rule", "rule"]
    assert run(definition, {"x": 0}).output == ["from the state", "state"]


def test_a_condition_must_be_a_boolean(run):
    definition = choice({"Condition": "{% 1 %}", "Next": "Yes"})
    definition["QueryLanguage"] = "JSONata"
    for name in ("Yes", "No"):
        definition["States"][name] = {"Type": "Succeed"}
    execution = run(definition)
    assert execution.error == "States.QueryEvaluationError"
    assert "Expected 'boolean', but was 'number' for value: 1" in execution.cause


def test_history_of_a_succeed(run, shape):
    execution = run(
        {"StartAt": "S", "States": {"S": {"Type": "Succeed", "InputPath": "$.x", "OutputPath": "$.y"}}}, {"x": {"y": 5}}
    )
    assert shape(execution)[1:] == [
        (2, 0, "SucceedStateEntered"),
        (3, 2, "SucceedStateExited"),
        (4, 3, "ExecutionSucceeded"),
    ]
    assert execution.output == 5


def fail(**fields):
    return {"StartAt": "F", "States": {"F": {"Type": "Fail", **fields}}}


@pytest.mark.parametrize(
    ("fields", "details"),
    [
        ({}, {}),
        ({"Error": "E", "Cause": "C"}, {"error": "E", "cause": "C"}),
        ({"Cause": "C"}, {"cause": "C"}),
        ({"ErrorPath": "$.e", "CausePath": "States.Format('{}!', $.c)"}, {"error": "Boom", "cause": "why!"}),
        (
            {"QueryLanguage": "JSONata", "Error": "{% $states.input.e %}", "Cause": "{% 'so ' & $states.input.c %}"},
            {"error": "Boom", "cause": "so why"},
        ),
    ],
)
def test_a_fail_shows_what_it_is_given(run, shape, fields, details):
    execution = run(fail(**fields), {"e": "Boom", "c": "why"})
    assert shape(execution)[1:] == [(2, 0, "FailStateEntered"), (3, 2, "ExecutionFailed")]
    assert execution.events()[2]["executionFailedEventDetails"] == details
    assert (execution.error, execution.cause) == (details.get("error"), details.get("cause"))


def test_an_error_path_that_finds_nothing(run):
    execution = run(fail(ErrorPath="$.ErrorX"), {"a": 1})
    assert execution.error == "States.Runtime"
    assert execution.cause.endswith(
        "The JSONPath '$.ErrorX' specified for the field 'ErrorPath' could not be found in the input '{\"a\":1}'"
    )
