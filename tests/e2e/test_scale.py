"""Long and large through boto3: everything can be listed, described and read in pages, and none is lost."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from steploom.jsontext import compact
from steploom.local import mock_cloud

ROLE = "arn:aws:iam::123456789012:role/scale"
WAIT = {"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 60, "End": True}}}
CHILD = {
    "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    "StartAt": "A",
    "States": {"A": {"Type": "Pass", "End": True}},
}
#: The items are made by a state: as an input with blanks, 40,000 numbers would be too large.
NUMBERS = "{{% [0..{}] %}}"


def loop(turns: int) -> dict[str, Any]:
    rule = {"Variable": "$.i", "NumericLessThan": turns, "Next": "Inc"}
    states = {
        "Check": {"Type": "Choice", "Choices": [rule], "Default": "Done"},
        "Inc": {"Type": "Pass", "Parameters": {"i.$": "States.MathAdd($.i, 1)"}, "Next": "Check"},
        "Done": {"Type": "Succeed"},
    }
    return {"StartAt": "Check", "States": states}


@pytest.fixture
def cloud():
    with mock_cloud() as made:
        yield made


@pytest.fixture
def sfn(cloud):
    return cloud.client("stepfunctions")


def create(sfn: Any, definition: dict[str, Any]) -> str:
    return sfn.create_state_machine(name="m", definition=json.dumps(definition), roleArn=ROLE)["stateMachineArn"]


def pages(sfn: Any, operation: str, **request: Any) -> list[dict[str, Any]]:
    return list(sfn.get_paginator(operation).paginate(**request))


@pytest.mark.parametrize("turns", [300, pytest.param(6_224, marks=pytest.mark.slow)])
def test_a_long_history_is_read_in_pages(sfn, turns):
    run = sfn.start_execution(stateMachineArn=create(sfn, loop(turns)), input='{"i": 0}')["executionArn"]
    count = 4 * turns + 6
    read = pages(sfn, "get_execution_history", executionArn=run, maxResults=1000)
    assert [len(page["events"]) for page in read] == [1000] * (count // 1000) + [count % 1000]
    events = [event for page in read for event in page["events"]]
    assert [event["id"] for event in events] == list(range(1, count + 1))
    assert json.loads(events[-1]["executionSucceededEventDetails"]["output"]) == {"i": turns}
    backwards = pages(sfn, "get_execution_history", executionArn=run, maxResults=1000, reverseOrder=True)
    assert [event for page in backwards for event in page["events"]] == events[::-1]


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.slow)])
def test_many_executions_at_once(cloud, sfn, count):
    machine = create(sfn, WAIT)
    for number in range(count):
        sfn.start_execution(stateMachineArn=machine, name=f"run-{number}", input=compact({"n": number}))
    assert len(pages(sfn, "list_executions", stateMachineArn=machine, statusFilter="RUNNING")) == count // 100
    cloud.run_until_idle()
    read = pages(sfn, "list_executions", stateMachineArn=machine)
    listed = [each for page in read for each in page["executions"]]
    assert [each["name"] for each in listed] == [f"run-{number}" for number in reversed(range(count))]
    assert Counter(each["status"] for each in listed) == {"SUCCEEDED": count}
    for number, each in enumerate(reversed(listed)):
        described = sfn.describe_execution(executionArn=each["executionArn"])
        assert json.loads(described["output"]) == {"n": number}
        assert (described["stopDate"] - described["startDate"]).total_seconds() == 60
    history = sfn.get_execution_history(executionArn=listed[0]["executionArn"])["events"]
    assert [event["type"] for event in history] == [
        "ExecutionStarted",
        "WaitStateEntered",
        "WaitStateExited",
        "ExecutionSucceeded",
    ]


@pytest.mark.parametrize("count", [400, pytest.param(40_000, marks=pytest.mark.slow)])
def test_a_distributed_map_of_many_children(cloud, sfn, count):
    prepare = {"Type": "Pass", "QueryLanguage": "JSONata", "Output": NUMBERS.format(count - 1), "Next": "M"}
    state = {"Type": "Map", "ItemProcessor": CHILD, "End": True}
    definition = {
        "StartAt": "P",
        "States": {"P": prepare, "M": state | {"ResultSelector": {"count.$": "States.ArrayLength($)"}}},
    }
    run = sfn.start_execution(stateMachineArn=create(sfn, definition))["executionArn"]
    cloud.run_until_idle()
    described = sfn.describe_execution(executionArn=run)
    assert (described["status"], json.loads(described["output"])) == ("SUCCEEDED", {"count": count})
    (listed,) = sfn.list_map_runs(executionArn=run)["mapRuns"]
    map_run = sfn.describe_map_run(mapRunArn=listed["mapRunArn"])
    for counts in (map_run["itemCounts"], map_run["executionCounts"]):
        assert (counts["succeeded"], counts["total"], counts["resultsWritten"]) == (count, count, count)
    read = pages(sfn, "list_executions", mapRunArn=listed["mapRunArn"], maxResults=1000)
    children = [each["executionArn"] for page in read for each in page["executions"]]
    assert len(set(children)) == count
    first = sfn.get_execution_history(executionArn=children[-1])["events"]
    assert first[0]["executionStartedEventDetails"]["input"] == "0"
    assert [event["type"] for event in first] == [
        "ExecutionStarted",
        "PassStateEntered",
        "PassStateExited",
        "ExecutionSucceeded",
    ]
