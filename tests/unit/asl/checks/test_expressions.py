"""Expressions seen from outside, and the call of whoever can look inside."""

from __future__ import annotations

import pytest

from steploom.asl import ExpressionUse, check
from steploom.diagnostics import Severity

SCHEMA = "SCHEMA_VALIDATION_FAILED"
END = {"End": True}
PASS = {"Type": "Pass", **END}
DELIMITERS = "JSONata string must start with {% and end with %}"
DYNAMIC = "must be a valid JSONPath or a valid intrinsic function call"
NO_START = "Value is not a Reference Path: Reference path didn't start with '$'"
LAMBDA = {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", **END}
MAP = {"Type": "Map", "ItemProcessor": {"StartAt": "X", "States": {"X": PASS}}, **END}


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("{% 10 %", ""),
        ("{% 10", ""),
        ("10 %}", ""),
        ({"a": [1, {"b": "{% x"}]}, "/a[1]/b"),
    ],
)
def test_half_an_expression(faults_of, value, place):
    assert faults_of({**PASS, "Output": value}, QueryLanguage="JSONata") == [
        (SCHEMA, f"/States/A/Output{place}", DELIMITERS)
    ]


@pytest.mark.parametrize("value", ["{% 1 %}", " {% 1 %} ", "text", "50 %", None, {"{%": 1}])
def test_whole_expressions_and_literals(faults_of, value):
    assert faults_of({**PASS, "Output": value}, QueryLanguage="JSONata") == []


@pytest.mark.parametrize(
    ("state", "place", "message"),
    [
        ({**LAMBDA, "Arguments": "text"}, "Arguments", "Expected value of type [OBJECT]"),
        ({**LAMBDA, "Arguments": [1]}, "Arguments", "Expected value of type [OBJECT]"),
        ({**MAP, "Items": "text"}, "Items", "Expected value of type [ARRAY]"),
        ({**MAP, "Items": {"a": 1}}, "Items", "Expected value of type [ARRAY]"),
        (
            {"Type": "Choice", "Choices": [{"Condition": "yes", "Next": "A"}]},
            "Choices[0]/Condition",
            DELIMITERS,
        ),
    ],
)
def test_fields_that_take_one_kind(state, place, message):
    states = {"A": state, "Z": {"Type": "Fail"}}
    found = check({"StartAt": "A", "States": states, "QueryLanguage": "JSONata"})
    assert (found[0].service_code, found[0].location, found[0].message) == (SCHEMA, f"/States/A/{place}", message)


def test_a_distributed_map_takes_an_object(faults_of):
    config = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
    state = {**MAP, "ItemProcessor": {**MAP["ItemProcessor"], "ProcessorConfig": config}, "Items": {"a": 1}}
    assert faults_of(state, QueryLanguage="JSONata") == []


@pytest.mark.parametrize(
    ("state", "place", "message"),
    [
        ({**PASS, "InputPath": "bug$.x"}, "InputPath", "Value must be a valid JSONPath."),
        ({**PASS, "OutputPath": "States.UUID()"}, "OutputPath", "Value must be a valid JSONPath."),
        ({**PASS, "OutputPath": "$$23"}, "OutputPath", "Value must be a valid JSONPath."),
        ({**PASS, "ResultPath": ".x"}, "ResultPath", NO_START),
        ({**PASS, "ResultPath": "$...", "Result": 1}, "ResultPath", "Value is not a Reference Path"),
        ({**PASS, "ResultPath": "$x"}, "ResultPath", "Value is not a Reference Path"),
        ({**PASS, "ResultPath": "$$.x"}, "ResultPath", "Value is not a Reference Path"),
        ({**MAP, "ItemsPath": "$.a[*]"}, "ItemsPath", "Value is not a Reference Path"),
        ({**MAP, "MaxConcurrencyPath": "$$.Execution.Input.n"}, "MaxConcurrencyPath", "Value is not a Reference Path"),
        ({**LAMBDA, "TimeoutSecondsPath": "$.a[1:2]"}, "TimeoutSecondsPath", "Value is not a Reference Path"),
        ({"Type": "Fail", "CausePath": "cause"}, "CausePath", f"The value for the field 'CausePath' {DYNAMIC}"),
    ],
)
def test_paths_that_are_none(faults_of, state, place, message):
    assert faults_of(state) == [(SCHEMA, f"/States/A/{place}", message)]


@pytest.mark.parametrize(
    "state",
    [
        {**PASS, "InputPath": "$$.Execution.Id", "OutputPath": "$[(@.length-1)].bar", "ResultPath": "$.a['b,*'].c[0]"},
        {**PASS, "InputPath": None, "OutputPath": "$variable.x", "ResultPath": "$", "Result": 1},
        {**MAP, "ItemsPath": "$$.Execution.Input", "MaxConcurrencyPath": "$n"},
        {"Type": "Wait", "TimestampPath": "$$.Execution.Input.expiry", **END},
        {"Type": "Fail", "ErrorPath": "States.Format('{}', $.e)", "CausePath": "$cause"},
    ],
)
def test_paths(faults_of, state):
    assert faults_of(state) == []


def test_choice_variables():
    logic = {
        "And": [{"Variable": "States.UUID()", "IsNull": True}, {"Not": {"Variable": "$.a", "StringEqualsPath": "b"}}]
    }
    states = {"A": {"Type": "Choice", "Choices": [{**logic, "Next": "B"}]}, "B": {"Type": "Fail"}}
    assert [(each.location, each.message) for each in check({"StartAt": "A", "States": states})] == [
        ("/States/A/Choices[0]/And[0]/Variable", NO_START),
        ("/States/A/Choices[0]/And[1]/Not/StringEqualsPath", NO_START),
    ]


@pytest.mark.parametrize(
    "value",
    [
        23,
        "23",
        [1],
        {"x": 1},
        None,
        "$$23",
        "  States.UUID()",
        "States.JsonToString($",
        "States. ",
        "JsonToString($)",
        "States\nUUID()",
    ],
)
def test_dynamic_fields_that_are_none(faults_of, value):
    assert faults_of({**PASS, "Parameters": {"a": [{"b.$": value}]}}) == [
        (SCHEMA, "/States/A/Parameters/a[0]", f"The value for the field 'b.$' {DYNAMIC}")
    ]


@pytest.mark.parametrize("value", ["$", "$.a", "$$", "$$.x", "$v", "$['a']", "States.UUID()", "States.Format('\n')  "])
def test_dynamic_fields(faults_of, value):
    assert faults_of({**PASS, "Parameters": {"a": [{"b.$": value}]}, "Assign": {"v.$": value}}) == []


def test_a_field_with_and_without_its_ending(faults_of):
    ((_, location, message),) = faults_of({**PASS, "Parameters": {"x": {"a": 1, "a.$": "$.a"}}})
    assert location == "/States/A/Parameters/x"
    assert message.startswith("Duplicate field 'a'")


@pytest.mark.parametrize(
    ("state", "code", "place"),
    [
        ({**PASS, "Parameters": {"a": {"b": "$.x"}}}, "NO_DOLLAR", "Parameters/a/b"),
        ({**PASS, "Parameters": {"b": "States.UUID()"}}, "NO_DOLLAR", "Parameters/b"),
        ({**PASS, "Result": {"a.$": "$.x"}}, "PASS_RESULT_IS_STATIC", "Result/a.$"),
        ({**PASS, "Result": ["$.x"]}, "PASS_RESULT_IS_STATIC", "Result[0]"),
    ],
)
def test_warnings(state, code, place):
    (found,) = check({"StartAt": "A", "States": {"A": state}})
    assert (found.severity, found.service_code, found.location) == (Severity.WARNING, code, f"/States/A/{place}")


def test_a_path_where_a_constant_stands():
    rule = {"Variable": "$.a", "StringEquals": "$.b", "Next": "B"}
    (found,) = check({"StartAt": "A", "States": {"A": {"Type": "Choice", "Choices": [rule]}, "B": {"Type": "Fail"}}})
    assert (found.severity, found.service_code) == (Severity.WARNING, "NO_PATH")


def seen(definition):
    uses = []

    def look(use: ExpressionUse):
        uses.append(use)
        return ()

    check(definition, check_expression=look)
    return uses


def test_every_expression_of_jsonata_is_shown():
    task = {
        **LAMBDA,
        "Arguments": {"a": ["{%  1 %}", "literal"]},
        "TimeoutSeconds": "{% 2 %}",
        "Credentials": {"RoleArn": "{% 3 %}"},
        "Assign": {"x": {"y": "{% 4 %}"}},
        "Output": "{% 5 %}",
        "Catch": [{"ErrorEquals": ["E"], "Output": {"o": "{% 6 %}"}, "Next": "A"}],
        "Comment": "{% no expression %}",
    }
    plain, result, caught = {"input", "context"}, {"input", "context", "result"}, {"input", "context", "errorOutput"}
    uses = seen({"StartAt": "A", "States": {"A": task}, "QueryLanguage": "JSONata"})
    assert {(each.text, each.field, each.members) for each in uses} == {
        ("1", "Arguments/a[0]", frozenset(plain)),
        ("2", "TimeoutSeconds", frozenset(plain)),
        ("3", "Credentials/RoleArn", frozenset(plain)),
        ("4", "Assign/x/y", frozenset(result)),
        ("5", "Output", frozenset(result)),
        ("6", "Catch[0]/Output/o", frozenset(caught)),
    }
    assert all(each.location == f"/States/A/{each.field}" for each in uses)
    assert {(each.kind, each.state) for each in uses} == {("jsonata", "A")}


def test_assign_of_a_pass_has_no_result():
    (use,) = seen({"StartAt": "A", "States": {"A": {**PASS, "Assign": {"x": "{% 1 %}"}}}, "QueryLanguage": "JSONata"})
    assert use.members == {"input", "context"}


def test_every_path_is_shown():
    task = {
        **LAMBDA,
        "InputPath": "$.a",
        "Parameters": {"p": {"q.$": "States.UUID()"}},
        "TimeoutSecondsPath": "$.b",
        "ResultSelector": {"r.$": "$.c"},
        "ResultPath": "$.d",
        "Catch": [{"ErrorEquals": ["E"], "ResultPath": "$.e", "Next": "F"}],
    }
    del task["End"]
    rule = {"Or": [{"Variable": "$.f[*]", "NumericEqualsPath": "$.g"}], "Next": "F", "Assign": {"v.$": "$.h"}}
    states = {
        "A": {**task, "Next": "C"},
        "C": {"Type": "Choice", "Choices": [rule]},
        "F": {"Type": "Fail", "ErrorPath": "$.i", "CausePath": "States.UUID()"},
    }
    assert [(each.kind, each.text, each.field) for each in seen({"StartAt": "A", "States": states})] == [
        ("path", "$.a", "InputPath"),
        ("template", "States.UUID()", "Parameters/p/q.$"),
        ("reference path", "$.b", "TimeoutSecondsPath"),
        ("template", "$.c", "ResultSelector/r.$"),
        ("reference path", "$.d", "ResultPath"),
        ("reference path", "$.e", "Catch[0]/ResultPath"),
        ("template", "$.h", "Choices[0]/Assign/v.$"),
        ("path", "$.f[*]", "Choices[0]/Or[0]/Variable"),
        ("path", "$.g", "Choices[0]/Or[0]/NumericEqualsPath"),
        ("dynamic", "$.i", "ErrorPath"),
        ("dynamic", "States.UUID()", "CausePath"),
    ]


def test_what_the_checker_finds_is_told():
    def look(use: ExpressionUse):
        return [use.fault("INVALID_JSONATA_EXPRESSION", "Unexpected end of expression", hint="h")]

    text = '{"StartAt": "A", "QueryLanguage": "JSONata", "States": {"A": {"Type": "Succeed", "Output": "{% 1 + %}"}}}'
    (found,) = check(text, file="f", check_expression=look)
    assert (found.code, found.service_code, found.location, found.hint) == (
        "SL404", "INVALID_JSONATA_EXPRESSION", "/States/A/Output", "h",
    )  # fmt: skip
    assert found.span is not None
    assert text[found.span.column - 1 : found.span.end_column - 1] == '"{% 1 + %}"'


def test_a_template_is_told_at_the_object_around_the_key():
    uses = seen({"StartAt": "A", "States": {"A": {**PASS, "Parameters": {"a": {"b.$": "$.x"}}}}})
    assert [each.location for each in uses] == ["/States/A/Parameters/a"]
    fault = uses[0].fault("SCHEMA_VALIDATION_FAILED", "m")
    assert (fault.code, fault.location) == ("SL404", "/States/A/Parameters/a")
