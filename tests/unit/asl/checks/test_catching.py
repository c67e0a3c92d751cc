"""Where `States.ALL` may stand."""

from __future__ import annotations

import pytest

SCHEMA = "SCHEMA_VALIDATION_FAILED"
END = {"End": True}
TASK = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", **END}
PARAMETERS = {"Parameters": {"QueueUrl": "u", "MessageBody": "m"}}


@pytest.mark.parametrize(
    ("names", "faulty"),
    [
        ([["A"], ["States.ALL"]], []),
        ([["States.ALL"], ["A"]], [0]),
        ([["A", "States.ALL"]], [0]),
        ([["A", "States.ALL"], ["States.ALL"]], [0]),
    ],
)
def test_states_all_stands_alone_and_last(faults_of, names, faulty):
    message = "States.ALL must appear alone and at end of list"
    retry = [{"ErrorEquals": each} for each in names]
    found = faults_of({**TASK, **PARAMETERS, "Retry": retry})
    assert found == [(SCHEMA, f"/States/A/Retry[{index}]/ErrorEquals", message) for index in faulty]
    catch = [{"ErrorEquals": each, "Next": "A"} for each in names]
    found = faults_of({**TASK, **PARAMETERS, "Catch": catch})
    assert found == [(SCHEMA, f"/States/A/Catch[{index}]/ErrorEquals", message) for index in faulty]


def test_a_longest_delay_below_the_first(doubts_of):
    retry = [{"ErrorEquals": ["E"], "IntervalSeconds": 5, "MaxDelaySeconds": 4}]
    assert doubts_of({**TASK, **PARAMETERS, "Retry": retry}) == [("SL401", "/States/A/Retry[0]/MaxDelaySeconds")]
