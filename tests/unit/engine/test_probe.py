"""Probes: single states, with what AWS's TestState shows of their data flow."""

from __future__ import annotations

from typing import Any

import pytest

from steploom.asl import load_state
from steploom.engine import MockedFailure, MockedResult, ProbeRequest, ProbeResult

TASK = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "After"}
ONE = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}
DISTRIBUTED = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, **ONE}


@pytest.fixture
def probe(bench):
    def prober(state: dict[str, Any], value: Any, **asked: Any) -> ProbeResult:
        engine = bench().engine
        begun = engine.probe(ProbeRequest(name="Here", state=load_state(state), input=value, **asked))
        engine.run_to_end(begun.execution)
        assert begun.refused is None
        return begun.result()

    return prober


def test_stages_of_a_task(probe):
    state = {
        **TASK,
        "InputPath": "$.order",
        "Parameters": {"id.$": "$.id"},
        "ResultSelector": {"paid.$": "$.amount"},
        "ResultPath": "$.payment",
        "OutputPath": "$.payment",
    }
    result = probe(state, {"order": {"id": 7}}, mock=MockedResult({"amount": 3, "by": "card"}))
    assert (result.status, result.output, result.next) == ("SUCCEEDED", {"paid": 3}, "After")
    assert result.stages == {
        "afterInputPath": {"id": 7},
        "afterParameters": {"id": 7},
        "result": {"amount": 3, "by": "card"},
        "afterResultSelector": {"paid": 3},
        "afterResultPath": {"order": {"id": 7}, "payment": {"paid": 3}},
    }


def test_stages_under_jsonata(probe):
    state = {**TASK, "Arguments": {"id": "{% $states.input.id %}"}, "Output": "{% $states.result.amount %}"}
    result = probe(state, {"id": 7}, language="JSONata", mock=MockedResult({"amount": 3}))
    assert (result.output, result.stages) == (3, {"afterArguments": {"id": 7}, "result": {"amount": 3}})


def test_the_world_answers_without_a_mock(probe):
    result = probe(TASK, {"ping": 1})
    assert (result.status, result.output) == ("SUCCEEDED", {"ping": 1})


def test_a_retry_would_follow(probe):
    retry = [{"ErrorEquals": ["Other"]}, {"ErrorEquals": ["Busy"], "IntervalSeconds": 3, "MaxAttempts": 2}]
    failing = MockedFailure("Busy", "later")
    second = probe({**TASK, "Retry": retry}, {}, mock=failing, retries=1)
    assert (second.status, second.error, second.cause, second.next) == ("RETRIABLE", "Busy", "later", None)
    assert second.details == {"retryIndex": 1, "retryBackoffIntervalSeconds": 6}
    third = probe({**TASK, "Retry": retry}, {}, mock=failing, retries=2)
    assert (third.status, third.details) == ("FAILED", {"retryIndex": 1})


def test_a_caught_error_goes_on(probe):
    catch = [{"ErrorEquals": ["Other"], "Next": "No"}, {"ErrorEquals": ["States.ALL"], "Next": "Mend"}]
    result = probe({**TASK, "Catch": catch}, {}, mock=MockedFailure("Busy", "later"))
    assert (result.status, result.next, result.details) == ("CAUGHT_ERROR", "Mend", {"catchIndex": 1})
    assert (result.error, result.output) == ("Busy", {"Error": "Busy", "Cause": "later"})


def test_variables_and_a_given_context(probe):
    state = {
        "Type": "Pass",
        "QueryLanguage": "JSONata",
        "Output": "{% $states.context.Execution.Name & ':' & $rate %}",
        "Assign": {"twice": "{% $rate * 2 %}"},
        "Next": "After",
    }
    result = probe(state, {}, variables={"rate": 4}, context={"Execution": {"Name": "mine"}})
    assert (result.output, result.variables) == ("mine:4", {"rate": 4, "twice": 8})


def test_faults_have_no_prefix(probe):
    result = probe({"Type": "Pass", "InputPath": "$.a", "End": True}, {})
    assert (result.status, result.error) == ("FAILED", "States.Runtime")
    assert result.cause is not None
    assert "An error occurred while executing the state" not in result.cause


@pytest.mark.parametrize(("failures", "status"), [(1, "SUCCEEDED"), (2, "FAILED")])
def test_failures_of_a_map_beyond_what_it_tolerates(probe, failures, status):
    state = {"Type": "Map", "ItemsPath": "$.v", "ItemProcessor": DISTRIBUTED, "ToleratedFailureCount": 1, "End": True}
    result = probe(state, {"v": [1, 2, 3]}, mock=MockedResult([0, 0, 1]), failures=failures)
    assert result.status == status
    assert result.stages["toleratedFailureCount"] == 1
    if status == "FAILED":
        assert result.error == "States.ExceedToleratedFailureThreshold"


def test_items_of_a_map(probe):
    state = {
        "Type": "Map",
        "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "JSON"}},
        "ItemSelector": {"n.$": "$$.Map.Item.Value", "at.$": "$$.Map.Item.Index"},
        "ItemBatcher": {"MaxItemsPerBatch": 2},
        "ItemProcessor": DISTRIBUTED,
        "End": True,
    }
    result = probe(state, {}, mock=MockedResult(["a", "b"]), items=[5, 6, 7])
    made = [{"n": 5, "at": 0}, {"n": 6, "at": 1}, {"n": 7, "at": 2}]
    assert result.output == ["a", "b"]
    assert result.stages["afterItemSelector"] == made
    assert result.stages["afterItemBatcher"] == [{"Items": made[:2]}, {"Items": made[2:]}]


def test_more_failures_than_items(bench):
    engine = bench().engine
    state = load_state({"Type": "Map", "ItemProcessor": ONE, "End": True})
    begun = engine.probe(ProbeRequest(name="Here", state=state, input=[1], mock=MockedResult([1]), failures=2))
    engine.run_to_end(begun.execution)
    assert begun.refused == "Map iteration failure count must be less than or equal to the number of Map iterations"


def test_branches_are_mocked(probe):
    state = {"Type": "Parallel", "Branches": [ONE, ONE], "ResultPath": "$.both", "End": True}
    result = probe(state, {"k": 1}, mock=MockedResult([1, 2]))
    assert result.output == {"k": 1, "both": [1, 2]}
    assert result.stages == {"afterResultSelector": [1, 2], "afterResultPath": {"k": 1, "both": [1, 2]}}


def test_items_that_a_pointer_names(probe):
    reader = {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "JSON", "ItemsPointer": "/rows"},
    }
    state = {"Type": "Map", "ItemReader": reader, "ItemProcessor": DISTRIBUTED, "End": True}
    result = probe(state, {}, mock=MockedResult([1, 2]), items={"rows": [5, 6]})
    assert result.stages["afterItemsPointer"] == [5, 6]
