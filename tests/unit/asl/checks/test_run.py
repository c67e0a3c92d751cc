"""The ways into the checks."""

from __future__ import annotations

from steploom.asl import load, load_state, validate, validate_state


def test_validate_takes_a_machine():
    machine = load({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}})
    assert [each.service_code for each in validate(machine)] == ["MISSING_END_STATE"]


def test_validate_state_looks_at_one_state():
    state = load_state({"Type": "Task", "Resource": "arn:aws:states:::dynamodb:query", "Next": "B", "Parameters": {}})
    assert [each.location for each in validate_state(state)] == ["/States/StateName/Resource"]
    state = load_state({"Type": "Pass", "Output": 1, "End": True})
    assert [each.location for each in validate_state(state, name="P")] == ["/States/P"]
    assert validate_state(state, language="JSONata") == ()
