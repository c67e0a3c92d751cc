"""From text and objects to the model, with all faults of form."""

from __future__ import annotations

import json

import pytest

from steploom.asl import (
    ABSENT,
    ChoiceRule,
    ChoiceState,
    MapState,
    PassState,
    Retrier,
    StateMachine,
    SucceedState,
    TaskState,
    load,
    load_state,
    to_json,
)
from steploom.errors import DefinitionError

END = {"End": True}
SCHEMA = "SCHEMA_VALIDATION_FAILED"


def refused(source, **options):
    with pytest.raises(DefinitionError) as caught:
        load(source, **options)
    return [(each.code, each.location, each.message) for each in caught.value.diagnostics]


def state_faults(state):
    with pytest.raises(DefinitionError) as caught:
        load_state(state, location="/States/A")
    return [(each.location, each.message) for each in caught.value.diagnostics]


def test_json_text():
    machine = load('{"Comment": "c", "StartAt": "A", "States": {"A": {"Type": "Succeed", "Output": null}}}')
    assert machine == StateMachine(
        comment="c", start_at="A", states={"A": SucceedState(output=None, input_path=ABSENT)}
    )


def test_yaml_text():
    machine = load("""
        QueryLanguage: JSONata
        StartAt: A
        States:
          A:
            Type: Pass
            Output: {country: NO, at: 2016-03-14T01:59:00Z, tries: 3, rate: 1.5, ok: true, none: ~, text: "3"}
            End: true
        """)
    assert machine.states["A"] == PassState(
        end=True,
        output={
            "country": "NO",
            "at": "2016-03-14T01:59:00Z",
            "tries": 3,
            "rate": 1.5,
            "ok": True,
            "none": None,
            "text": "3",
        },
    )


def test_an_object_is_copied():
    result = {"a": [1]}
    machine = load({"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": result, "End": True}}})
    result["a"].append(2)
    assert to_json(machine.states["A"]) == {"Type": "Pass", "Result": {"a": [1]}, "End": True}


def test_null_and_absence_differ():
    state = load_state({"Type": "Pass", "InputPath": None, "Result": None, "End": True})
    assert state.input_path is None
    assert state.result is None
    assert state.output_path is ABSENT
    assert state.parameters is ABSENT


def test_task_with_everything_in_jsonpath():
    text = {
        "Type": "Task",
        "Comment": "c",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Credentials": {"RoleArn": "r"},
        "InputPath": "$.a",
        "Parameters": {"x.$": "$"},
        "TimeoutSecondsPath": "$.t",
        "HeartbeatSeconds": 5,
        "ResultSelector": {"y.$": "$.z"},
        "ResultPath": None,
        "OutputPath": "$",
        "Assign": {"v.$": "$.v"},
        "Retry": [
            {
                "ErrorEquals": ["A", "B"],
                "IntervalSeconds": 2,
                "MaxAttempts": 0,
                "BackoffRate": 1.5,
                "MaxDelaySeconds": 9,
                "JitterStrategy": "FULL",
            }
        ],
        "Catch": [{"Comment": "k", "ErrorEquals": ["States.ALL"], "ResultPath": "$.e", "Next": "B"}],
        "Next": "B",
    }
    state = load_state(text)
    assert isinstance(state, TaskState)
    assert state.retry == (
        Retrier(
            error_equals=("A", "B"),
            interval_seconds=2,
            max_attempts=0,
            backoff_rate=1.5,
            max_delay_seconds=9,
            jitter_strategy="FULL",
        ),
    )
    assert state.catch is not None
    assert state.catch[0].output is ABSENT
    assert to_json(state) == text


def test_choice_keeps_the_logic_as_it_is_written():
    rule = {"And": [{"Variable": "$.a", "IsPresent": True}, {"Not": {"Variable": "$.a", "NumericEquals": 1}}]}
    state = load_state(
        {"Type": "Choice", "Choices": [{**rule, "Next": "B"}, {"Condition": True, "Next": "C"}], "Default": "D"}
    )
    assert isinstance(state, ChoiceState)
    assert state.choices == (ChoiceRule(comparison=rule, next="B"), ChoiceRule(condition=True, next="C"))


def test_iterator_is_a_processor_by_another_name():
    scope = {"StartAt": "X", "States": {"X": {"Type": "Pass", **END}}}
    old = load_state({"Type": "Map", "Iterator": scope, **END})
    new = load_state({"Type": "Map", "ItemProcessor": scope, **END})
    assert isinstance(old, MapState)
    assert isinstance(new, MapState)
    assert (old.item_processor.legacy, new.item_processor.legacy) == (True, False)
    assert to_json(old) == {"Type": "Map", "Iterator": scope, **END}


def test_all_faults_of_all_states_are_told():
    found = refused(
        {
            "StartAt": "A",
            "States": {
                "A": {"Type": "Task", "TimeoutSeconds": 0, "Retry": [{"ErrorEquals": []}], "Foo": 1},
                "B": {"Type": "Nap"},
                "C": 5,
            },
        }
    )
    assert found == [
        ("SL401", "/States/A", "These fields are required: [Resource]"),
        ("SL401", "/States/A/TimeoutSeconds", "Minimum value is 1"),
        ("SL401", "/States/A/Retry[0]/ErrorEquals", "Value cannot be empty"),
        ("SL401", "/States/A", "Field 'Foo' is not supported"),
        (
            "SL401",
            "/States/B/Type",
            (
                "The field 'Type' should have one of these values: "
                "[Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]"
            ),
        ),
        ("SL401", "/States/C", "Expected value of type [OBJECT]"),
    ]


@pytest.mark.parametrize(
    ("source", "location", "message"),
    [
        ({}, "/", "These fields are required: [States, StartAt]"),
        ({"States": {}}, "/", "These fields are required: [StartAt]"),
        ({"StartAt": "A", "States": {}}, "/States", "Value cannot be empty"),
        ({"StartAt": "A", "States": []}, "/States", "Expected value of type [OBJECT]"),
    ],
)
def test_faults_of_the_top(source, location, message):
    assert ("SL401", location, message) in refused(source)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("Version", "1.1", "Value should be one of the following: [1.0]"),
        ("QueryLanguage", "jsonata", "Value should be one of the following: [JSONPath, JSONata]"),
        ("QueryLanguage", 5, "Expected value of type [STRING]"),
        ("TimeoutSeconds", "60", "Expected value of type [INTEGER]"),
        ("TimeoutSeconds", 1.5, "Expected value of type [INTEGER]"),
        ("TimeoutSeconds", True, "Expected value of type [INTEGER]"),
        ("TimeoutSeconds", 100_000_000, "Maximum value is 99999999"),
        ("Comment", None, "Expected value of type [STRING]"),
    ],
)
def test_faulty_fields_of_the_top(field, value, message):
    source = {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}, field: value}
    assert refused(source) == [("SL401", f"/{field}", message)]


@pytest.mark.parametrize(
    ("state", "field"),
    [
        ({"Type": "Pass", **END}, "TimeoutSeconds"),
        ({"Type": "Pass", **END}, "Catch"),
        ({"Type": "Pass", **END}, "Arguments"),
        ({"Type": "Wait", "Seconds": 1, **END}, "ResultPath"),
        ({"Type": "Wait", "Seconds": 1, **END}, "Retry"),
        ({"Type": "Choice", "Choices": [{"Condition": True, "Next": "A"}]}, "Next"),
        ({"Type": "Choice", "Choices": [{"Condition": True, "Next": "A"}]}, "Parameters"),
        ({"Type": "Succeed"}, "End"),
        ({"Type": "Succeed"}, "Assign"),
        ({"Type": "Fail"}, "InputPath"),
        ({"Type": "Fail"}, "Output"),
        ({"Type": "Task", "Resource": "r:r", **END}, "Seconds"),
        ({"Type": "Parallel", "Branches": [{"StartAt": "X", "States": {"X": {"Type": "Fail"}}}]}, "TimeoutSeconds"),
        ({"Type": "Map", "Iterator": {"StartAt": "X", "States": {"X": {"Type": "Fail"}}}}, "TimeoutSeconds"),
    ],
)
def test_fields_that_a_type_does_not_have(state, field):
    assert state_faults({**state, field: 1}) == [("/States/A", f"Field '{field}' is not supported")]


@pytest.mark.parametrize(
    ("state", "location", "message"),
    [
        ({"Type": "Wait", "Seconds": -1}, "/States/A/Seconds", "Minimum value is 0"),
        ({"Type": "Wait", "Seconds": "5"}, "/States/A/Seconds", "Expected value of type [INTEGER]"),
        (
            {"Type": "Wait", "Timestamp": "2016-12-05T21:29:29"},
            "/States/A/Timestamp",
            "String does not match RFC3339 timestamp",
        ),
        ({"Type": "Pass", "Assign": []}, "/States/A/Assign", "Expected value of type [OBJECT]"),
        ({"Type": "Pass", "End": "true"}, "/States/A/End", "Expected value of type [BOOLEAN]"),
        ({"Type": "Parallel", "Branches": []}, "/States/A/Branches", "Value cannot be empty"),
        ({"Type": "Parallel", "Branches": [[]]}, "/States/A/Branches[0]", "Expected value of type [OBJECT]"),
        ({"Type": "Choice", "Choices": []}, "/States/A/Choices", "Value cannot be empty"),
        ({"Type": "Choice", "Choices": [7]}, "/States/A/Choices[0]", "Expected value of type [OBJECT]"),
        ({"Type": "Fail", "Cause": 1}, "/States/A/Cause", "Expected value of type [STRING]"),
        (
            {"Type": "Map", "QueryLanguage": "JSONata"},
            "/States/A",
            "This object should have only one of the following fields: [ItemProcessor, Iterator]",
        ),
    ],
)
def test_faulty_values(state, location, message):
    assert state_faults(state) == [(location, message)]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("BackoffRate", 0.3, "Minimum value is 1.0"),
        ("BackoffRate", "2", "Expected value of type [NUMBER]"),
        ("MaxAttempts", -1, "Minimum value is 0"),
        ("MaxDelaySeconds", 31_622_401, "Maximum value is 31622400"),
        ("JitterStrategy", "PARTIAL", "Value should be one of the following: [NONE, FULL]"),
        ("ErrorEquals", [True], "Expected value of type [STRING]"),
        ("ErrorEquals", "States.ALL", "Expected value of type [ARRAY]"),
    ],
)
def test_faulty_retriers(field, value, message):
    retrier = {"ErrorEquals": ["E"], field: value}
    place = f"/States/A/Retry[0]/{field}" + ("[0]" if isinstance(value, list) else "")
    state = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Retry": [retrier], **END}
    assert state_faults(state) == [(place, message)]


@pytest.mark.parametrize(
    ("rule", "place", "message"),
    [
        ({}, "", "The object must have only one of the following fields, [And, Or, Not, Variable, Condition]"),
        (
            {"Variable": "$.a", "Condition": True},
            "",
            "The object must have only one of the following fields, [And, Or, Not, Variable, Condition]",
        ),
        ({"Variable": "$.a"}, "", "A rule with a Variable needs a comparison"),
        (
            {"Variable": "$.a", "IsNull": True, "IsString": True},
            "",
            "There should only be one of the following fields: [IsNull, IsString]",
        ),
        ({"Variable": 1, "IsNull": True}, "/Variable", "Expected value of type [STRING]"),
        ({"Variable": "$.a", "IsNull": "yes"}, "/IsNull", "Expected value of type [BOOLEAN]"),
        ({"Variable": "$.a", "StringEquals": 1}, "/StringEquals", "Expected value of type [STRING]"),
        ({"Variable": "$.a", "NumericLessThan": "1"}, "/NumericLessThan", "Expected value of type [NUMBER]"),
        ({"Variable": "$.a", "BooleanEqualsPath": True}, "/BooleanEqualsPath", "Expected value of type [STRING]"),
        (
            {"Variable": "$.a", "TimestampEquals": "noon"},
            "/TimestampEquals",
            "String does not match RFC3339 timestamp",
        ),
        ({"Variable": "$.a", "Equals": 1}, "", "Field 'Equals' is not supported"),
        ({"And": []}, "/And", "Value cannot be empty"),
        ({"Or": {"Variable": "$.a", "IsNull": True}}, "/Or", "Expected value of type [ARRAY]"),
        ({"Not": [{"Variable": "$.a", "IsNull": True}]}, "/Not", "Expected value of type [OBJECT]"),
        ({"Not": {"Variable": "$.a", "IsNull": True, "Next": "B"}}, "/Not", "Field 'Next' is not supported"),
        (
            {"And": [{"Variable": "$.a", "IsNull": True}, {"Condition": True}]},
            "/And[1]",
            "Field 'Condition' is not supported",
        ),
    ],
)
def test_faulty_rules(rule, place, message):
    found = state_faults({"Type": "Choice", "Choices": [{**rule, "Next": "B"}]})
    assert (f"/States/A/Choices[0]{place}", message) in found


def test_a_rule_needs_next():
    found = state_faults({"Type": "Choice", "Choices": [{"Condition": True, "End": True}]})
    assert found == [
        ("/States/A/Choices[0]", "These fields are required: [Next]"),
        ("/States/A/Choices[0]", "Field 'End' is not supported"),
    ]


def test_both_processors_are_one_too_many():
    scope = {"StartAt": "X", "States": {"X": {"Type": "Pass", **END}}}
    found = state_faults({"Type": "Map", "Iterator": scope, "ItemProcessor": scope, **END})
    assert found == [("/States/A", "There should only be one of the following fields: [ItemProcessor, Iterator]")]


def test_an_object_that_is_no_json():
    (fault,) = refused({"StartAt": {1, 2}})
    assert fault[:2] == ("SL400", None)
    assert fault[2].startswith("Definition must be a valid JSON object: Object of type set")


def test_a_hint_where_a_template_waits_for_a_value():
    with pytest.raises(DefinitionError) as caught:
        load_state({"Type": "Task", "Resource": {"Fn::GetAtt": ["F", "Arn"]}, **END})
    (fault,) = caught.value.diagnostics
    assert fault.message == "Expected value of type [STRING]"
    assert fault.hint == "CloudFormation puts a value here when it deploys; write that value"


def test_too_many_scopes_in_each_other():
    scope = {"StartAt": "s", "States": {"s": {"Type": "Pass", **END}}}
    for _ in range(50):
        scope = {"StartAt": "s", "States": {"s": {"Type": "Parallel", "Branches": [scope], **END}}}
    ((code, location, message),) = refused(scope)
    assert code == "SL401"
    assert location is not None
    assert location.count("/Branches[0]") == 50
    assert message == "More than 50 scopes stand inside each other"


@pytest.mark.parametrize("depth", [500, 100_000])
def test_too_many_levels(depth):
    text = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": ' + "[" * depth + "]" * depth + "}}}"
    ((code, _, message),) = refused(text)
    assert (code, "nest" in message) == ("SL401", True)


def test_a_definition_that_is_too_large():
    text = json.dumps({"Comment": "ä" * 600_000, "StartAt": "A", "States": {"A": {"Type": "Fail"}}}, ensure_ascii=False)
    ((code, _, message),) = refused(text)
    assert code == "SL601"
    assert message.endswith("AWS accepts 1048576")
