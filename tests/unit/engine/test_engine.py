from __future__ import annotations

import json

import pytest

from steploom.asl import load
from steploom.engine import Failure, Pending, Success
from steploom.errors import DefinitionError

INVOKE = "arn:aws:states:::lambda:invoke"
CALLBACK = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"


def machine(states, start=None, **fields):
    return {"StartAt": start or next(iter(states)), "States": states, **fields}


WAIT = machine({"W": {"Type": "Wait", "Seconds": 60, "End": True}})


def test_a_stopped_execution(bench, shape):
    own = bench()
    execution = own.start(WAIT)
    own.engine.run_ready()
    own.engine.stop(execution, "Enough", "of it")
    assert shape(execution) == [(1, 0, "ExecutionStarted"), (2, 0, "WaitStateEntered"), (3, 0, "ExecutionAborted")]
    assert (execution.status, execution.error, execution.cause) == ("ABORTED", "Enough", "of it")
    own.engine.run_until_idle()
    assert own.clock.now == execution.stopped
    own.engine.stop(execution)
    assert len(execution.history) == 3


def test_a_stop_without_words_has_empty_details(bench):
    own = bench()
    execution = own.start(WAIT)
    own.engine.run_ready()
    own.engine.stop(execution)
    assert execution.events()[-1]["executionAbortedEventDetails"] == {}


def test_a_machine_s_own_timeout(run, shape):
    execution = run({**WAIT, "TimeoutSeconds": 10})
    assert shape(execution)[1:] == [(2, 0, "WaitStateEntered"), (3, 2, "ExecutionTimedOut")]
    assert (execution.status, execution.error, execution.cause) == ("TIMED_OUT", None, None)
    assert execution.stopped - execution.started == 10


def test_a_machine_s_timeout_ends_a_wait_for_a_callback(run):
    states = {"T": {"Type": "Task", "Resource": CALLBACK, "End": True}}
    execution = run(machine(states, TimeoutSeconds=100), {}, lambda _request: Pending())
    assert (execution.status, execution.stopped - execution.started) == ("TIMED_OUT", 100)


def test_express_lives_five_minutes(run):
    states = {"W": {"Type": "Wait", "Seconds": 301, "End": True}}
    execution = run(machine(states), type="EXPRESS")
    assert (execution.status, execution.stopped - execution.started) == ("TIMED_OUT", 300)
    assert execution.arn.startswith("arn:aws:states:us-east-1:123456789012:express:machine:")


LOOP = machine(
    {
        "A": {"Type": "Pass", "Next": "C"},
        "C": {"Type": "Choice", "Choices": [{"Variable": "$", "IsPresent": True, "Next": "A"}]},
    }
)


def test_the_history_is_full_at_25000_events(run):
    execution = run(LOOP)
    events = execution.events()
    assert len(events) == 25_000
    assert (events[-1]["id"], events[-1]["previousEventId"], events[-1]["type"]) == (25_000, 24_999, "ExecutionFailed")
    assert execution.error == "States.Runtime"
    assert execution.cause == "The execution reached the maximum number of history events (25000)."


def test_an_express_loop_without_end_is_timed_out(run):
    assert run(LOOP, type="EXPRESS").status == "TIMED_OUT"


def test_transitions_are_states_entered_and_retries(run):
    states = {
        "A": {"Type": "Pass", "Next": "T"},
        "T": {"Type": "Task", "Resource": INVOKE, "Retry": [{"ErrorEquals": ["Boom"]}], "Next": "S"},
        "S": {"Type": "Succeed"},
    }
    outcomes = iter([Failure("Boom", None), Success(1)])
    assert run(machine(states), {}, lambda _request: next(outcomes)).transitions == 4


def test_what_a_task_is_told(run):
    seen = []
    states = {"T": {"Type": "Task", "Resource": INVOKE, "TimeoutSecondsPath": "$.t", "End": True}}
    run(
        machine(states),
        {"t": 7},
        lambda request: seen.append(request) or Success(None),
        arn="arn:e",
        name="e",
        machine_arn="arn:m",
        machine_name="m",
        role_arn="arn:r",
    )
    (request,) = seen
    assert (request.state, request.arguments, request.timeout_seconds, request.token) == ("T", {"t": 7}, 7, None)
    assert (request.resource.service, request.resource.action) == ("lambda", "invoke")
    info = request.execution
    assert (info.arn, info.name, info.machine_arn, info.role_arn, info.input) == (
        "arn:e",
        "e",
        "arn:m",
        "arn:r",
        {"t": 7},
    )


def test_the_context_object(run):
    states = {"P": {"Type": "Pass", "InputPath": "$$", "End": True}}
    execution = run(
        machine(states), {"a": 1}, arn="arn:e", name="e", machine_arn="arn:m", machine_name="m", role_arn="arn:r"
    )
    assert execution.output == {
        "Execution": {
            "Id": "arn:e",
            "Input": {"a": 1},
            "StartTime": "2026-01-01T12:00:00Z",
            "Name": "e",
            "RoleArn": "arn:r",
            "RedriveCount": 0,
        },
        "StateMachine": {"Id": "arn:m", "Name": "m"},
        "State": {"Name": "P", "EnteredTime": "2026-01-01T12:00:00Z"},
    }


def test_an_execution_that_ends_is_announced_once(bench):
    own = bench()
    ended = []
    own.engine.on_end = ended.append
    execution = own.start(WAIT)
    own.engine.run_until_idle()
    assert ended == [execution]


def test_nested_executions_share_the_loop(bench):
    inner = machine(
        {"W": {"Type": "Wait", "Seconds": 30, "Next": "P"}, "P": {"Type": "Pass", "Result": 5, "End": True}}
    )
    states = {"T": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "End": True}}

    def start_inner(request):
        waiting[own.start(inner)] = request.token
        return Pending({"ExecutionArn": "arn:inner"})

    waiting = {}
    own = bench(start_inner)
    own.engine.on_end = lambda ended: ended in waiting and own.engine.send_success(waiting[ended], ended.output)
    outer = own.start(machine(states))
    own.engine.run_until_idle()
    assert (outer.output, outer.stopped - outer.started) == (5, 30)


def test_run_to_end_leaves_the_others_where_they_are(bench):
    own = bench()
    first, second = own.start(WAIT), own.start(machine({"W": {"Type": "Wait", "Seconds": 90, "End": True}}))
    own.engine.run_to_end(first)
    assert (first.status, second.status) == ("SUCCEEDED", "RUNNING")
    own.engine.run_to_end(second)
    assert own.clock.now - second.started == 90


def test_callbacks_of_the_caller_stand_in_the_same_order(bench):
    own = bench()
    seen = []
    execution = own.start(WAIT)
    own.engine.call_at(own.clock.now + 30, lambda: seen.append(execution.status))
    own.engine.call_at(own.clock.now + 90, lambda: seen.append(execution.status))
    own.engine.run_until_idle()
    assert seen == ["RUNNING", "SUCCEEDED"]


def test_a_text_is_compiled_once(bench):
    engine = bench().engine
    assert engine.compile(json.dumps(WAIT)) is engine.compile(json.dumps(WAIT))


@pytest.mark.parametrize(
    ("states", "code"),
    [
        ({"P": {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% 1 + %}", "End": True}}, "SL404"),
        ({"P": {"Type": "Pass", "InputPath": "$[", "End": True}}, "SL404"),
        ({"P": {"Type": "Pass", "Next": "Q"}}, "SL402"),
        ({"T": {"Type": "Task", "Resource": "nonsense", "End": True}}, "SL403"),
    ],
)
def test_definitions_that_cannot_run(bench, states, code):
    with pytest.raises(DefinitionError) as caught:
        bench().engine.compile(load(machine(states)))
    assert code in {each.code for each in caught.value.diagnostics}


def test_all_faults_are_told_at_once(bench):
    states = {
        "A": {"Type": "Pass", "InputPath": "$[", "Next": "B"},
        "B": {"Type": "Pass", "OutputPath": "$[", "End": True},
    }
    with pytest.raises(DefinitionError) as caught:
        bench().engine.compile(load(machine(states)))
    assert [each.location for each in caught.value.diagnostics] == ["/States/A", "/States/B"]


def test_a_fault_of_the_world_outside_reaches_the_caller(bench):
    def broken(_request):
        raise ZeroDivisionError

    own = bench(broken)
    own.start(machine({"T": {"Type": "Task", "Resource": INVOKE, "End": True}}))
    with pytest.raises(ZeroDivisionError):
        own.engine.run_until_idle()


ASKS = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "End": True}
YEAR = 365 * 24 * 3600


def test_a_year_ends_what_nobody_answers(bench):
    own = bench(lambda _request: Pending())
    execution = own.start({"StartAt": "A", "States": {"A": ASKS}})
    own.engine.run_until_idle()
    assert own.clock.now == execution.started
    own.engine.advance(YEAR - 1)
    assert execution.running
    own.engine.advance(YEAR)
    assert (execution.status, execution.stopped) == ("TIMED_OUT", execution.started + YEAR)


def test_a_year_ends_what_stands_still(bench):
    inner = {"StartAt": "B", "States": {"B": {"Type": "Pass", "End": True}}}
    stalls = {"Type": "Map", "MaxConcurrencyPath": "$.most", "ItemsPath": "$.xs", "ItemProcessor": inner, "End": True}
    own = bench()
    execution = own.start({"StartAt": "A", "States": {"A": stalls}}, {"most": -1, "xs": [1]})
    own.engine.run_until_idle()
    assert execution.running
    own.engine.advance(2 * YEAR)
    assert execution.status == "TIMED_OUT"


def test_a_wait_beyond_the_year_is_awaited_though_a_callback_is_not(bench):
    own = bench(lambda _request: Pending())
    branches = [
        {"StartAt": "B", "States": {"B": ASKS}},
        {"StartAt": "C", "States": {"C": {"Type": "Wait", "Seconds": 2 * YEAR, "End": True}}},
    ]
    execution = own.start({"StartAt": "A", "States": {"A": {"Type": "Parallel", "Branches": branches, "End": True}}})
    own.engine.run_until_idle()
    assert (execution.status, own.clock.now) == ("TIMED_OUT", execution.started + YEAR)
