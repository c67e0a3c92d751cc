"""Steps where no workflow is running, and the small rooms beside them."""

from __future__ import annotations

import gc
import weakref
from datetime import timedelta

import pytest

from steploom.dsl import OutsideWorkflow, TaskToken, activity, aws, emit, error_name, sleep
from steploom.dsl.naming import describe, timed_out
from steploom.dsl.seconds import seconds_of, whole_seconds
from steploom.events import Event


class Told(Event, source="test"):
    pass


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (lambda: sleep(1), r"sleep\(\.\.\.\) is a step of a workflow, and none is running here; write time\.sleep"),
        (lambda: emit(Told()), r"emit\(\.\.\.\) is a step of a workflow"),
        (aws.sqs.list_queues, r"aws\.sqs\.list_queues\(\.\.\.\) is a step .* use a boto3 client"),
    ],
)
def test_outside_of_a_workflow(step, message):
    with pytest.raises(OutsideWorkflow, match=message):
        step()


def test_durations():
    assert seconds_of(timedelta(minutes=2)) == 120.0
    assert seconds_of(1.5) == 1.5
    assert whole_seconds(timedelta(days=3)) == 259_200.0
    assert whole_seconds(0, least=0) == 0.0


@pytest.mark.parametrize("wrong", [timedelta(milliseconds=1500), float("nan"), float("inf"), 100_000_000, -1])
def test_durations_that_aws_cannot_count(wrong):
    with pytest.raises(ValueError, match="it must be whole seconds from 1 to 99999999, not "):
        whole_seconds(wrong)


def test_names_of_errors():
    class SlowGateway(TimeoutError):
        pass

    assert error_name(KeyError("a")) == "KeyError"
    assert error_name(SlowGateway()) == "SlowGateway"
    assert error_name(TimeoutError()) == "TimeoutError"
    assert error_name(timed_out()) == "States.Timeout"
    assert describe(timed_out()) == "States.Timeout: "
    assert describe(ValueError("x")) == "ValueError: x"


def test_a_token_is_no_text():
    token = TaskToken("AQC4")
    assert not isinstance(token, str)
    assert token.value == "AQC4"
    assert token == TaskToken("AQC4")


def test_a_declaration_keeps_no_names_alive_that_it_does_not_need():
    class Big:
        pass

    def declare() -> tuple[object, weakref.ref[Big]]:
        big = Big()

        @activity
        def work(number: int) -> int:
            return number

        return work, weakref.ref(big)

    work, big = declare()
    gc.collect()
    assert work is not None
    assert big() is None
