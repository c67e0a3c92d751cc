"""Names in `Assign`."""

from __future__ import annotations

import pytest

END = {"End": True}
PASS = {"Type": "Pass", **END}
SCOPE = {"StartAt": "X", "States": {"X": PASS}}
DISTRIBUTED = {**SCOPE, "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("total", None),
        ("größe2_x", None),
        ("states", "RESERVED_VARIABLE_NAME"),
        ("a.b", "INVALID_VARIABLE_NAME"),
        ("a-b", "INVALID_VARIABLE_NAME"),
        ("2a", "INVALID_VARIABLE_NAME"),
        ("_a", "INVALID_VARIABLE_NAME"),
        ("", "INVALID_VARIABLE_NAME"),
        ("a" * 80, None),
        ("a" * 81, "INVALID_VARIABLE_NAME"),
    ],
)
def test_variable_names(faults_of, name, code):
    expected = [] if code is None else [(code, "/States/A/Assign")]
    assert [each[:2] for each in faults_of({**PASS, "Assign": {name: 1}})] == expected
    assert [each[:2] for each in faults_of({**PASS, "Assign": {f"{name}.$": "$.x"}})] == expected


def test_variables_of_an_outer_scope(errors_of):
    inner = {"StartAt": "I", "States": {"I": {**PASS, "Assign": {"x": 1, "y": 1}}}}

    def found(state):
        first = {"Type": "Pass", "Assign": {"x": 1}, "Next": "M"}
        last = {**PASS, "Assign": {"y": 1}}
        states = {"F": first, "M": {**state, "Next": "L"}, "L": last}
        return [each[1:] for each in errors_of({"StartAt": "F", "States": states})]

    message = "The variable 'x' is assigned in an outer scope and cannot be assigned here"
    place = "/States/M/ItemProcessor/States/I/Assign"
    assert found({"Type": "Map", "ItemProcessor": inner}) == [(place, message)]
    far = {**inner, "ProcessorConfig": DISTRIBUTED["ProcessorConfig"]}
    assert found({"Type": "Map", "ItemProcessor": far}) == []


def test_a_catcher_may_assign_what_a_branch_assigns(faults_of):
    # Recorded: AWS takes it, for the catcher runs when the branch's variables are gone.
    branch = {"StartAt": "I", "States": {"I": {**PASS, "Assign": {"x": 1}}}}
    catch = [{"ErrorEquals": ["States.ALL"], "Assign": {"x": 2}, "Next": "B"}]
    state = {"Type": "Parallel", "Branches": [branch], "Catch": catch, "Next": "B"}
    assert faults_of(state) == []
