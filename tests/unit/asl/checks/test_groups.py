"""Fields of which one alone may stand."""

from __future__ import annotations

import pytest

SCHEMA = "SCHEMA_VALIDATION_FAILED"
END = {"End": True}
PASS = {"Type": "Pass", **END}
SCOPE = {"StartAt": "X", "States": {"X": PASS}}
TASK = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", **END}
PARAMETERS = {"Parameters": {"QueueUrl": "u", "MessageBody": "m"}}
DISTRIBUTED = {**SCOPE, "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}
MAP = {"Type": "Map", "ItemProcessor": SCOPE, **END}
FAR_MAP = {"Type": "Map", "ItemProcessor": DISTRIBUTED, **END}


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ({"Type": "Pass"}, "[Next, End]"),
        ({"Type": "Pass", "End": False}, "[Next, End]"),
        ({"Type": "Wait", **END}, "[SecondsPath, Seconds, TimestampPath, Timestamp]"),
    ],
)
def test_one_field_must_stand(errors_of, state, names):
    message = f"This object should have only one of the following fields: {names}"
    definition = {"StartAt": "A", "States": {"A": state, "Z": {"Type": "Fail"}}}
    assert (SCHEMA, "/States/A", message) in errors_of(definition)


@pytest.mark.parametrize(
    ("state", "place", "names"),
    [
        ({**PASS, "Next": "B"}, "", "[Next, End]"),
        (
            {"Type": "Wait", "Seconds": 1, "TimestampPath": "$.t", **END},
            "",
            "[SecondsPath, Seconds, TimestampPath, Timestamp]",
        ),
        (
            {**TASK, **PARAMETERS, "TimeoutSeconds": 9, "TimeoutSecondsPath": "$.t"},
            "",
            "[TimeoutSeconds, TimeoutSecondsPath]",
        ),
        (
            {**TASK, **PARAMETERS, "HeartbeatSeconds": 9, "HeartbeatSecondsPath": "$.t"},
            "",
            "[HeartbeatSeconds, HeartbeatSecondsPath]",
        ),
        ({"Type": "Fail", "Error": "e", "ErrorPath": "$.e"}, "", "[Error, ErrorPath]"),
        ({"Type": "Fail", "Cause": "e", "CausePath": "$.e"}, "", "[Cause, CausePath]"),
        ({**MAP, "MaxConcurrency": 1, "MaxConcurrencyPath": "$.n"}, "", "[MaxConcurrency, MaxConcurrencyPath]"),
        ({**MAP, "Parameters": {}, "ItemSelector": {}}, "", "[ItemSelector, Parameters]"),
        (
            {**FAR_MAP, "ItemBatcher": {"MaxItemsPerBatch": 1, "MaxItemsPerBatchPath": "$.n"}},
            "/ItemBatcher",
            "[MaxItemsPerBatch, MaxItemsPerBatchPath]",
        ),
    ],
)
def test_one_field_too_many(faults_of, state, place, names):
    message = f"There should only be one of the following fields: {names}"
    assert faults_of(state) == [(SCHEMA, f"/States/A{place}", message)]


def test_a_faulty_field_still_counts(faults_of):
    assert faults_of({"Type": "Wait", "Timestamp": "noon", **END}) == [
        (SCHEMA, "/States/A/Timestamp", "String does not match RFC3339 timestamp")
    ]


@pytest.mark.parametrize(("timeout", "heartbeat", "fine"), [(10, 9, True), (10, 10, False), (None, 10, True)])
def test_heartbeat_below_timeout(faults_of, timeout, heartbeat, fine):
    times = {"HeartbeatSeconds": heartbeat} | ({} if timeout is None else {"TimeoutSeconds": timeout})
    found = faults_of({**TASK, **PARAMETERS, **times})
    assert [location for _, location, _ in found] == ([] if fine else ["/States/A/HeartbeatSeconds"])
