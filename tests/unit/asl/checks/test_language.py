"""Which fields the query language of a state allows."""

from __future__ import annotations

import pytest

from steploom.asl import check

SCHEMA = "SCHEMA_VALIDATION_FAILED"
END = {"End": True}
PASS = {"Type": "Pass", **END}
SCOPE = {"StartAt": "X", "States": {"X": PASS}}
TASK = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", **END}
PARAMETERS = {"Parameters": {"QueueUrl": "u", "MessageBody": "m"}}
ARGUMENTS = {"Arguments": {"QueueUrl": "u", "MessageBody": "m"}}
DISTRIBUTED = {**SCOPE, "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}
MAP = {"Type": "Map", "ItemProcessor": SCOPE, **END}
FAR_MAP = {"Type": "Map", "ItemProcessor": DISTRIBUTED, **END}


@pytest.mark.parametrize(
    ("state", "field"),
    [
        ({**PASS, "InputPath": "$.a"}, "InputPath"),
        ({**PASS, "OutputPath": None}, "OutputPath"),
        ({**PASS, "Result": None}, "Result"),
        ({**PASS, "ResultPath": None}, "ResultPath"),
        ({**TASK, **ARGUMENTS, "ResultSelector": {}}, "ResultSelector"),
        ({**TASK, **ARGUMENTS, "TimeoutSecondsPath": "$.t"}, "TimeoutSecondsPath"),
        ({"Type": "Fail", "ErrorPath": "$.e"}, "ErrorPath"),
        ({"Type": "Wait", "SecondsPath": "$.s", **END}, "SecondsPath"),
        ({**MAP, "ItemsPath": "$.s"}, "ItemsPath"),
        ({**MAP, "MaxConcurrencyPath": "$.s"}, "MaxConcurrencyPath"),
    ],
)
def test_fields_of_jsonpath_in_jsonata(faults_of, state, field):
    message = (
        f"The QueryLanguage is set to 'JSONata', but field '{field}' is only supported for the 'JSONPath' QueryLanguage"
    )
    assert faults_of(state, QueryLanguage="JSONata") == [(SCHEMA, "/States/A", message)]
    assert faults_of({**state, "QueryLanguage": "JSONata"}) == [(SCHEMA, "/States/A", message)]


@pytest.mark.parametrize(
    ("state", "field"),
    [
        ({**PASS, "Output": None}, "Output"),
        ({**TASK, **PARAMETERS, **ARGUMENTS}, "Arguments"),
        ({**MAP, "Items": [1]}, "Items"),
    ],
)
def test_fields_of_jsonata_in_jsonpath(faults_of, state, field):
    message = (
        f"The QueryLanguage is set to 'JSONPath', but field '{field}' is only supported for the 'JSONata' QueryLanguage"
    )
    assert faults_of(state) == [(SCHEMA, "/States/A", message)]


@pytest.mark.parametrize(
    ("part", "place", "field", "language"),
    [
        ({"Catch": [{"ErrorEquals": ["E"], "ResultPath": None, "Next": "B"}]}, "Catch[0]", "ResultPath", "JSONata"),
        ({"Catch": [{"ErrorEquals": ["E"], "Output": 1, "Next": "B"}]}, "Catch[0]", "Output", "JSONPath"),
        ({"ItemBatcher": {"MaxItemsPerBatchPath": "$.n"}}, "ItemBatcher", "MaxItemsPerBatchPath", "JSONata"),
        (
            {"ItemReader": {"Resource": "arn:aws:states:::s3:listObjectsV2", "ReaderConfig": {"MaxItemsPath": "$.n"}}},
            "ItemReader/ReaderConfig",
            "MaxItemsPath",
            "JSONata",
        ),
        (
            {"ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Arguments": {"Bucket": "b"}}},
            "ResultWriter",
            "Arguments",
            "JSONPath",
        ),
    ],
)
def test_fields_of_inner_objects(faults_of, part, place, field, language):
    other = "JSONPath" if language == "JSONata" else "JSONata"
    state = {**FAR_MAP, "Next": "B", **part, "QueryLanguage": language}
    del state["End"]
    assert faults_of(state) == [
        (
            SCHEMA,
            f"/States/A/{place}",
            (
                f"The QueryLanguage is set to '{language}', "
                f"but field '{field}' is only supported for the '{other}' QueryLanguage"
            ),
        )
    ]


def test_rules_of_the_other_language():
    by_condition = {"Type": "Choice", "Choices": [{"Condition": True, "Next": "B"}], "Next": "B"}
    del by_condition["Next"]
    found = check({"StartAt": "A", "States": {"A": by_condition, "B": {"Type": "Fail"}}})
    assert [(each.location, "'Condition'" in each.message) for each in found] == [("/States/A/Choices[0]", True)]
    by_variable = {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "B"}]}
    found = check({"StartAt": "A", "States": {"A": by_variable, "B": {"Type": "Fail"}}, "QueryLanguage": "JSONata"})
    assert [(each.location, "'Variable'" in each.message, "'IsNull'" in each.message) for each in found] == [
        ("/States/A/Choices[0]", True, False),
        ("/States/A/Choices[0]", False, True),
    ]


def test_no_way_back_to_jsonpath(faults_of):
    found = faults_of({**PASS, "QueryLanguage": "JSONPath", "Output": 1}, QueryLanguage="JSONata")
    message = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"
    assert found == [(SCHEMA, "/States/A", message)]


@pytest.mark.parametrize("outer", [{}, {"QueryLanguage": "JSONata"}])
def test_the_language_of_a_map_is_not_inherited(faults_of, outer):
    inner = {"StartAt": "P", "States": {"P": {**PASS, "Output": 1}}}
    found = faults_of({"Type": "Map", "ItemProcessor": inner, **END, **outer})
    assert [location for _, location, _ in found] == ["/States/A/ItemProcessor/States/P"]
    assert faults_of({"Type": "Map", "ItemProcessor": inner, **END}, QueryLanguage="JSONata") == []


@pytest.mark.parametrize(
    ("state", "place", "message"),
    [
        ({"Type": "Wait", "Seconds": "{% 1 %}", **END}, "Seconds", "Expected value of type [INTEGER]"),
        ({"Type": "Wait", "Timestamp": "{% 1 %}", **END}, "Timestamp", "String does not match RFC3339 timestamp"),
        (
            {**MAP, "ToleratedFailurePercentage": "{% 1 %}"},
            "ToleratedFailurePercentage",
            "Expected value of type [NUMBER]",
        ),
    ],
)
def test_expressions_where_jsonpath_takes_constants(faults_of, state, place, message):
    assert faults_of(state) == [(SCHEMA, f"/States/A/{place}", message)]
    assert faults_of(state, QueryLanguage="JSONata") == []
