"""States and data flow."""

from __future__ import annotations

import json
import time

import pytest


def output(told):
    assert told["status"] == "SUCCEEDED", told
    return json.loads(told["output"])


def test_pass_with_parameters(run):
    states = {"A": {"Type": "Pass", "Parameters": {"sum.$": "States.MathAdd($.a, $.b)"}, "End": True}}
    assert output(run(states, {"a": 1, "b": 2})) == {"sum": 3}


@pytest.mark.parametrize(("total", "size"), [(5, "small"), (500, "large")])
def test_choice(run, total, size):
    states = {
        "Which": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.total", "NumericGreaterThan": 100, "Next": "Large"}],
            "Default": "Small",
        },
        "Large": {"Type": "Pass", "Result": {"size": "large"}, "End": True},
        "Small": {"Type": "Pass", "Result": {"size": "small"}, "End": True},
    }
    assert output(run(states, {"total": total})) == {"size": size}


def test_parallel(run):
    def branch(value):
        return {"StartAt": value, "States": {value: {"Type": "Pass", "Result": value, "End": True}}}

    states = {"Both": {"Type": "Parallel", "Branches": [branch("a"), branch("b")], "End": True}}
    assert output(run(states)) == ["a", "b"]


def test_map(run):
    states = {
        "Each": {
            "Type": "Map",
            "ItemsPath": "$.items",
            "ItemSelector": {"item.$": "$$.Map.Item.Value", "index.$": "$$.Map.Item.Index"},
            "ItemProcessor": {"StartAt": "One", "States": {"One": {"Type": "Pass", "End": True}}},
            "End": True,
        }
    }
    assert output(run(states, {"items": ["x", "y"]})) == [{"item": "x", "index": 0}, {"item": "y", "index": 1}]


def test_wait(run):
    states = {"Wait": {"Type": "Wait", "Seconds": 1, "Next": "Done"}, "Done": {"Type": "Succeed"}}
    assert output(run(states, {"a": 1})) == {"a": 1}


def test_fail(run):
    told = run({"No": {"Type": "Fail", "Error": "Broken", "Cause": "on purpose"}})
    assert (told["status"], told["error"], told["cause"]) == ("FAILED", "Broken", "on purpose")


def test_catch(run):
    states = {
        "Put": {
            "Type": "Task",
            "Resource": "arn:aws:states:::dynamodb:putItem",
            "Parameters": {"TableName": "none", "Item": {"pk": {"S": "a"}}},
            "Catch": [
                {"ErrorEquals": ["DynamoDB.ResourceNotFoundException"], "ResultPath": "$.problem", "Next": "Told"}
            ],
            "End": True,
        },
        "Told": {"Type": "Pass", "End": True},
    }
    told = output(run(states, {"order": 7}))
    assert (told["order"], told["problem"]["Error"]) == (7, "DynamoDB.ResourceNotFoundException")


def test_context_object(run):
    states = {"A": {"Type": "Pass", "Parameters": {"name.$": "$$.StateMachine.Name"}, "End": True}}
    assert output(run(states)) == {"name": "machine"}


def test_result_selector_and_paths(run):
    states = {
        "A": {"Type": "Pass", "Result": {"x": {"y": [1, 2, 3]}}, "ResultPath": "$.found", "Next": "B"},
        "B": {"Type": "Pass", "InputPath": "$.found.x", "OutputPath": "$.y", "End": True},
    }
    assert output(run(states, {"kept": True})) == [1, 2, 3]


@pytest.mark.moto_cannot("moto waits in real time", run=False)
def test_a_day_of_waiting(run):
    began = time.monotonic()
    states = {"Wait": {"Type": "Wait", "Seconds": 86_400, "Next": "Done"}, "Done": {"Type": "Succeed"}}
    assert output(run(states)) == {}
    assert time.monotonic() - began < 15


@pytest.mark.moto_cannot("moto's parser does not know JSONata")
def test_jsonata(run):
    states = {"A": {"Type": "Pass", "Output": {"total": "{% $sum($states.input.prices) %}"}, "End": True}}
    assert output(run(states, {"prices": [1, 2]}, top={"QueryLanguage": "JSONata"})) == {"total": 3}


@pytest.mark.moto_cannot("moto's parser does not know variables")
def test_variables(run):
    states = {
        "A": {"Type": "Pass", "Assign": {"kept.$": "$.a"}, "Next": "B"},
        "B": {"Type": "Pass", "Parameters": {"b.$": "$kept"}, "End": True},
    }
    assert output(run(states, {"a": 1})) == {"b": 1}
