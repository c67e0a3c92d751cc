"""ValidateStateMachineDefinition: severities, warnings, pages, and the same words as CreateStateMachine has."""

from __future__ import annotations

import json

import pytest

ROLE = "arn:aws:iam::123456789012:role/test"
END = {"Type": "Pass", "End": True}
STATIC = "Result is constant: this path is not evaluated"
NO_DOLLAR = "The value of 'x' looks like a path or a call, but the key does not end with '.$'"
NO_PATH = "The value looks like a path, but StringEquals does not end with 'Path'"
CHOICE = {"Type": "Choice", "Choices": [{"Variable": "$.a", "StringEquals": "$.b", "Next": "Z"}], "Default": "Z"}
BAD = {"A": {"Type": "Pass", "Parameters": {"x": "$.a"}}, "B": {"Type": "Pass"}}


def text(states, **fields):
    return json.dumps({"StartAt": next(iter(states)), "States": states, **fields})


@pytest.fixture
def validate(sfn):
    def call(states, **request):
        definition = states if isinstance(states, str) else text(states)
        answer = sfn.validate_state_machine_definition(definition=definition, **request)
        return answer["result"], answer["diagnostics"], answer["truncated"]

    return call


@pytest.mark.parametrize(
    ("state", "code", "location", "message"),
    [
        ({**END, "Parameters": {"x": "$.a"}}, "NO_DOLLAR", "/States/A/Parameters/x", NO_DOLLAR),
        ({**END, "Parameters": {"l": [{"x": "States.UUID()"}]}}, "NO_DOLLAR", "/States/A/Parameters/l[0]/x", NO_DOLLAR),
        ({**END, "Result": {"x": "$.a"}}, "PASS_RESULT_IS_STATIC", "/States/A/Result/x", STATIC),
        (CHOICE, "NO_PATH", "/States/A/Choices[0]/StringEquals", NO_PATH),
    ],
)
def test_warnings_are_told_where_they_are_asked_for(validate, state, code, location, message):
    states = {"A": state} | ({"Z": END} if "Choices" in state else {})
    told = {"severity": "WARNING", "code": code, "location": location, "message": message}
    assert validate(states, severity="WARNING") == ("OK", [told], False)
    assert validate(states) == validate(states, severity="ERROR") == ("OK", [], False)


def test_errors_come_with_both_severities(validate):
    errors = validate(BAD)
    assert errors[0] == "FAIL"
    assert [each["severity"] for each in errors[1]] == ["ERROR"] * len(errors[1])
    assert {each["code"] for each in validate(BAD, severity="WARNING")[1]} > {each["code"] for each in errors[1]}


@pytest.mark.parametrize(("most", "shown"), [(1, 1), (2, 2), (0, None), (100, None)])
def test_results_are_cut(validate, most, shown):
    whole = validate(BAD, severity="WARNING")[1]
    result, found, truncated = validate(BAD, severity="WARNING", maxResults=most)
    assert (result, found, truncated) == ("FAIL", whole[:shown], shown is not None)
    assert len(whole) > 2


@pytest.mark.parametrize(
    ("definition", "code"),
    [("nonsense", "INVALID_JSON_DESCRIPTION"), ("[]", "SCHEMA_VALIDATION_FAILED"), ("{}", "SCHEMA_VALIDATION_FAILED")],
)
def test_what_is_no_definition(validate, definition, code):
    result, (told,), truncated = validate(definition)
    assert (result, told["code"], truncated) == ("FAIL", code, False)


@pytest.mark.parametrize(
    ("state", "member"),
    [
        ({**END, "Output": "{% $states.result %}"}, "result"),
        ({**END, "Assign": {"v": "{% $states.errorOutput.Cause %}"}}, "errorOutput"),
        ({"Type": "Wait", "Seconds": "{% $states.result.n %}", "End": True}, "result"),
    ],
)
def test_members_of_states_that_are_not_there(validate, sfn, error_of, state, member):
    states = {"A": {"QueryLanguage": "JSONata", **state}}
    result, (told,), _ = validate(states)
    assert result == "FAIL"
    assert told["message"].endswith(f"reads $states.{member}, which is not available here")
    code, message = error_of(sfn.create_state_machine, name="m", roleArn=ROLE, definition=text(states))
    assert code == "InvalidDefinition"
    assert message == f"Invalid State Machine Definition: '{told['code']}: {told['message']} at {told['location']}'"


def test_members_of_states_where_they_are(validate):
    task = {
        "Type": "Task",
        "QueryLanguage": "JSONata",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Arguments": {"FunctionName": "f"},
        "Output": "{% $states.result.Payload %}",
        "Catch": [{"ErrorEquals": ["States.ALL"], "Output": "{% $states.errorOutput %}", "Next": "Z"}],
        "Next": "Z",
    }
    assert validate({"A": task, "Z": END}, severity="WARNING") == ("OK", [], False)
