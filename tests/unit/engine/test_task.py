from __future__ import annotations

import pytest

from steploom.engine import Deferred, Failure, Pending, Refused, Success, TokenError

ARN = "arn:aws:lambda:us-east-1:123456789012:function:f"
INVOKE = "arn:aws:states:::lambda:invoke"
CALLBACK = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:work"


def task(resource=INVOKE, **fields):
    return {
        "StartAt": "T",
        "States": {
            "T": {"Type": "Task", "Resource": resource, "End": True, **fields},
            **({"Z": {"Type": "Pass", "End": True}} if "Catch" in fields else {}),
        },
    }


def catch_all(**fields):
    return [{"ErrorEquals": ["States.ALL"], "Next": "Z", **fields}]


def failing(*names):
    """Fail with each name once, then succeed."""
    left = list(names)
    return lambda _request: Failure(left.pop(0), "why") if left else Success("done")


def test_a_function_by_its_arn(run, shape):
    execution = run(task(ARN, TimeoutSeconds=9), {"a": 1})
    assert shape(execution)[1:] == [
        (2, 0, "TaskStateEntered"),
        (3, 2, "LambdaFunctionScheduled"),
        (4, 3, "LambdaFunctionStarted"),
        (5, 4, "LambdaFunctionSucceeded"),
        (6, 5, "TaskStateExited"),
        (7, 6, "ExecutionSucceeded"),
    ]
    events = execution.events()
    assert events[2]["lambdaFunctionScheduledEventDetails"] == {
        "resource": ARN,
        "input": '{"a":1}',
        "inputDetails": {"truncated": False},
        "timeoutInSeconds": 9,
    }
    assert "lambdaFunctionStartedEventDetails" not in events[3]


def test_a_service_request(run, shape):
    execution = run(task(Parameters={"FunctionName": "f", "Payload.$": "$"}), {"a": 1})
    assert [each[2] for each in shape(execution)[1:6]] == [
        "TaskStateEntered",
        "TaskScheduled",
        "TaskStarted",
        "TaskSucceeded",
        "TaskStateExited",
    ]
    events = execution.events()
    assert events[2]["taskScheduledEventDetails"] == {
        "resourceType": "lambda",
        "resource": "invoke",
        "region": "us-east-1",
        "parameters": '{"FunctionName":"f","Payload":{"a":1}}',
    }
    assert events[3]["taskStartedEventDetails"] == {"resourceType": "lambda", "resource": "invoke"}


def test_an_sdk_request_names_its_service_with_a_prefix(run):
    events = run(task("arn:aws:states:::aws-sdk:dynamodb:putItem", Parameters={})).events()
    assert events[3]["taskStartedEventDetails"] == {"resourceType": "aws-sdk:dynamodb", "resource": "putItem"}


def test_results_go_through_selector_path_and_output(run):
    definition = task(ResultSelector={"n.$": "$.Payload.n"}, ResultPath="$.r", OutputPath="$.r.n")
    assert run(definition, {}, lambda _request: Success({"Payload": {"n": 3}})).output == 3


def test_an_uncaught_failure_is_the_execution_s_own(run, shape):
    execution = run(task(), {}, failing("Boom"))
    assert shape(execution)[4:] == [(5, 4, "TaskFailed"), (6, 5, "ExecutionFailed")]
    assert (execution.error, execution.cause) == ("Boom", "why")


def test_retries_repeat_under_the_same_entry(run, shape):
    definition = task(Retry=[{"ErrorEquals": ["Boom"], "IntervalSeconds": 3, "BackoffRate": 2}])
    execution = run(definition, {}, failing("Boom", "Boom"))
    assert shape(execution)[1:] == [
        (2, 0, "TaskStateEntered"),
        (3, 2, "TaskScheduled"),
        (4, 3, "TaskStarted"),
        (5, 4, "TaskFailed"),
        (6, 5, "TaskScheduled"),
        (7, 6, "TaskStarted"),
        (8, 7, "TaskFailed"),
        (9, 8, "TaskScheduled"),
        (10, 9, "TaskStarted"),
        (11, 10, "TaskSucceeded"),
        (12, 11, "TaskStateExited"),
        (13, 12, "ExecutionSucceeded"),
    ]
    assert execution.stopped - execution.started == 3 + 6
    assert execution.transitions == 1 + 2


def test_three_retries_then_the_catcher(run):
    definition = task(Retry=[{"ErrorEquals": ["States.ALL"]}], Catch=catch_all())
    execution = run(definition, {}, lambda _request: Failure("Boom", "why"))
    types = [each["type"] for each in execution.events()]
    assert types.count("TaskFailed") == 4
    assert execution.output == {"Error": "Boom", "Cause": "why"}


def test_each_retrier_counts_for_itself_and_the_first_match_decides(run):
    definition = task(
        Retry=[
            {"ErrorEquals": ["A", "B"], "MaxAttempts": 2},
            {"ErrorEquals": ["C"], "MaxAttempts": 5},
            {"ErrorEquals": ["States.ALL"], "MaxAttempts": 9},
        ],
        Catch=catch_all(),
    )
    execution = run(definition, {}, failing("A", "C", "B", "B"))
    assert execution.output == {"Error": "B", "Cause": "why"}
    assert execution.retries == 3


def test_no_attempt_left_of_zero(run):
    definition = task(Retry=[{"ErrorEquals": ["Boom"], "MaxAttempts": 0}, {"ErrorEquals": ["States.ALL"]}])
    assert run(definition, {}, failing("Boom")).retries == 0


def test_entering_again_resets_the_counters(run):
    definition = {
        "StartAt": "T",
        "States": {
            "T": {
                "Type": "Task",
                "Resource": INVOKE,
                "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}],
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "T"}],
                "End": True,
            }
        },
    }
    execution = run(definition, {}, failing("1", "2", "3", "4"))
    assert (execution.status, execution.retries) == ("SUCCEEDED", 2)


def test_the_context_counts_retries(run):
    seen = []

    def fail_twice(request):
        seen.append((request.attempt, request.arguments["n"]))
        return Failure("Boom", None) if len(seen) < 3 else Success(None)

    definition = task(Parameters={"n.$": "$$.State.RetryCount"}, Retry=[{"ErrorEquals": ["Boom"]}])
    run(definition, {}, fail_twice)
    assert seen == [(0, 0), (1, 1), (2, 2)]


@pytest.mark.parametrize(
    ("fields", "output"),
    [
        ({}, {"Error": "Boom", "Cause": "why"}),
        ({"ResultPath": "$.e"}, {"a": 1, "e": {"Error": "Boom", "Cause": "why"}}),
        ({"ResultPath": None}, {"a": 1}),
    ],
)
def test_where_a_catcher_puts_the_error(run, shape, fields, output):
    execution = run(task(Catch=catch_all(**fields), OutputPath="$.no.such.path"), {"a": 1}, failing("Boom"))
    assert execution.output == output
    assert shape(execution)[4:7] == [(5, 4, "TaskFailed"), (6, 5, "TaskStateExited"), (7, 6, "PassStateEntered")]


def test_a_jsonata_catcher(run):
    definition = {
        "QueryLanguage": "JSONata",
        **task(
            Catch=catch_all(
                Output="{% $states.errorOutput.Error & $states.input.a %}", Assign={"e": "{% $states.errorOutput %}"}
            )
        ),
    }
    definition["States"]["Z"] = {"Type": "Pass", "Output": "{% [$states.input, $e.Cause] %}", "End": True}
    assert run(definition, {"a": 1}, failing("Boom")).output == ["Boom1", "why"]


def test_what_fails_in_a_catcher_is_not_caught_again(run):
    definition = {"QueryLanguage": "JSONata", **task(Catch=catch_all(Output="{% $nope %}"))}
    execution = run(definition, {}, failing("Boom"))
    assert execution.error == "States.QueryEvaluationError"


def test_an_argument_that_cannot_be_evaluated_can_be_caught(run, shape):
    definition = {
        "QueryLanguage": "JSONata",
        **task(Arguments={"x": "{% $states.input.no %}"}, Catch=catch_all(Output="{% $states.errorOutput.Error %}")),
    }
    execution = run(definition)
    assert execution.output == "States.QueryEvaluationError"
    assert shape(execution)[1:4] == [(2, 0, "TaskStateEntered"), (3, 0, "EvaluationFailed"), (4, 3, "TaskStateExited")]


def test_runtime_errors_are_neither_retried_nor_caught(run, shape):
    definition = task(InputPath="$.no", Retry=[{"ErrorEquals": ["States.ALL"]}], Catch=catch_all())
    execution = run(definition)
    assert shape(execution)[1:] == [(2, 0, "TaskStateEntered"), (3, 2, "ExecutionFailed")]
    assert execution.error == "States.Runtime"


def test_a_task_that_is_refused_was_never_scheduled(run, shape):
    execution = run(task(ACTIVITY), {}, lambda _request: Refused("The activity a does not exist."))
    assert shape(execution)[1:] == [(2, 0, "TaskStateEntered"), (3, 2, "ExecutionFailed")]
    assert execution.cause == (
        "An error occurred while executing the state 'T' (entered at the event id #2). The activity a does not exist."
    )


def test_a_timeout(run, shape):
    definition = task(TimeoutSeconds=5, Catch=catch_all())
    execution = run(definition, {}, lambda _request: Success("late", took=60))
    assert execution.output == {"Error": "States.Timeout", "Cause": ""}
    assert execution.stopped - execution.started == 5
    assert execution.events()[4]["taskTimedOutEventDetails"] == {
        "resourceType": "lambda",
        "resource": "invoke",
        "error": "States.Timeout",
    }
    uncaught = run(task(ARN, TimeoutSeconds=5), {}, lambda _request: Success("late", took=60))
    assert shape(uncaught)[4:] == [(5, 4, "LambdaFunctionTimedOut"), (6, 5, "ExecutionFailed")]
    assert (uncaught.error, uncaught.cause) == ("States.Timeout", None)


def test_work_takes_its_time(run):
    execution = run(task(TimeoutSeconds=60), {}, lambda _request: Success("done", took=59.5))
    assert (execution.output, execution.stopped - execution.started) == ("done", 59.5)


def test_a_result_over_the_quota_can_be_caught(run):
    definition = task(ARN, Catch=catch_all())
    execution = run(definition, {}, lambda _request: Success("x" * 300_000))
    assert execution.output["Error"] == "States.DataLimitExceeded"
    assert execution.output["Cause"].startswith(f"The state/task '{ARN}' returned a result")
    assert execution.events()[4]["type"] == "LambdaFunctionFailed"


def test_credentials_show_in_the_event(run):
    seen = []
    definition = task(Credentials={"RoleArn.$": "$.role"})
    execution = run(definition, {"role": "arn:r"}, lambda request: seen.append(request.credentials) or Success(1))
    assert seen == ["arn:r"]
    assert execution.events()[2]["taskScheduledEventDetails"]["taskCredentials"] == {"roleArn": "arn:r"}


# ---------------------------------------------------------------- task tokens


def waiting(bench, **fields):
    """A callback task that waits; returns the bench, the execution and the token."""
    tokens = []
    own = bench(lambda request: tokens.append(request.token) or Pending({"MessageId": "m"}))
    definition = task(CALLBACK, Parameters={"Body": {"Token.$": "$$.Task.Token"}}, **fields)
    execution = own.start(definition)
    own.engine.run_ready()
    return own, execution, tokens


def test_a_callback_task(bench, shape):
    own, execution, tokens = waiting(bench)
    assert own.world.calls[0].arguments == {"Body": {"Token": tokens[0]}}
    own.engine.run_until_idle()
    assert execution.running
    own.engine.advance(3600)
    own.engine.send_success(tokens[0], {"ok": True})
    own.engine.run_until_idle()
    assert execution.output == {"ok": True}
    assert execution.stopped - execution.started == 3600
    assert shape(execution)[1:] == [
        (2, 0, "TaskStateEntered"),
        (3, 2, "TaskScheduled"),
        (4, 3, "TaskStarted"),
        (5, 4, "TaskSubmitted"),
        (6, 5, "TaskSucceeded"),
        (7, 6, "TaskStateExited"),
        (8, 7, "ExecutionSucceeded"),
    ]
    events = execution.events()
    assert events[2]["taskScheduledEventDetails"]["resource"] == "sendMessage.waitForTaskToken"
    assert events[4]["taskSubmittedEventDetails"]["output"] == '{"MessageId":"m"}'


def test_a_callback_that_fails_without_a_name(bench):
    own, execution, tokens = waiting(bench, Catch=catch_all())
    own.engine.send_failure(tokens[0])
    own.engine.run_until_idle()
    assert execution.output == {"Error": None, "Cause": None}
    assert execution.events()[5]["taskFailedEventDetails"] == {
        "resourceType": "sqs",
        "resource": "sendMessage.waitForTaskToken",
    }


def test_an_answer_that_comes_before_the_call_is_back(bench):
    own = bench(lambda request: own.engine.send_success(request.token, "fast") or Pending("submitted"))
    execution = own.start(task(CALLBACK))
    own.engine.run_until_idle()
    assert execution.output == "fast"
    assert [each["type"] for each in execution.events()[3:6]] == ["TaskStarted", "TaskSubmitted", "TaskSucceeded"]


@pytest.mark.parametrize("answer", ["send_success", "send_failure", "send_heartbeat"])
def test_tokens_that_nobody_waits_for(bench, answer):
    own, _, tokens = waiting(bench, TimeoutSeconds=10)
    arguments = ["x"] if answer == "send_success" else []
    with pytest.raises(TokenError) as unknown:
        getattr(own.engine, answer)("no such token", *arguments)
    assert unknown.value.code == "InvalidToken"
    own.engine.run_until_idle()
    with pytest.raises(TokenError) as late:
        getattr(own.engine, answer)(tokens[0], *arguments)
    assert late.value.code == "TaskTimedOut"


def test_a_retry_mints_a_new_token(bench):
    own, execution, tokens = waiting(bench, TimeoutSeconds=10, Retry=[{"ErrorEquals": ["States.Timeout"]}])
    own.engine.advance(12)
    assert len(tokens) == 2
    assert tokens[0] != tokens[1]
    own.engine.send_success(tokens[1], 1)
    own.engine.run_until_idle()
    assert execution.output == 1


def test_heartbeats_keep_it_alive(bench, shape):
    own, execution, tokens = waiting(bench, HeartbeatSeconds=10, TimeoutSeconds=100)
    for _ in range(3):
        own.engine.advance(9)
        own.engine.send_heartbeat(tokens[0])
    own.engine.run_until_idle()
    assert execution.stopped - execution.started == 27 + 10
    assert shape(execution)[5:] == [(6, 5, "TaskTimedOut"), (7, 6, "ExecutionFailed")]
    assert execution.error == "States.Timeout"
    details = execution.events()[2]["taskScheduledEventDetails"]
    assert (details["heartbeatInSeconds"], details["timeoutInSeconds"]) == (10, 100)


@pytest.mark.parametrize("name", ["States.Timeout", "States.HeartbeatTimeout"])
def test_a_missed_heartbeat_has_two_names(bench, name):
    own, execution, _ = waiting(bench, HeartbeatSeconds=10, Catch=[{"ErrorEquals": [name], "Next": "Z"}])
    own.engine.run_until_idle()
    assert execution.output == {"Error": "States.Timeout", "Cause": ""}


def test_the_token_is_in_the_context_of_the_request_alone(bench):
    definition = {
        "QueryLanguage": "JSONata",
        **task(
            CALLBACK,
            Arguments={"n": "{% $states.input.no %}"},
            Catch=catch_all(Output="{% $exists($states.context.Task) %}"),
        ),
    }
    own = bench()
    execution = own.start(definition)
    own.engine.run_until_idle()
    assert execution.output is False
    assert set(own.engine._host.tokens.values()) == {None}


def test_a_request_cannot_be_left_pending(bench):
    own = bench(lambda _request: Pending())
    own.start(task())
    with pytest.raises(ValueError, match="lambda:invoke answers directly"):
        own.engine.run_until_idle()


def test_an_answer_that_comes_later_without_a_token(bench):
    subscribed = []
    own = bench(lambda _request: Deferred(subscribed.append))
    execution = own.start(task(TimeoutSeconds=100))
    own.engine.advance(30)
    (waiting_one,) = subscribed
    assert waiting_one.wanted
    waiting_one.answer(Success("at last"))
    assert not waiting_one.wanted
    waiting_one.answer(Success("again"))
    own.engine.run_until_idle()
    assert (execution.output, execution.stopped - execution.started) == ("at last", 30)


def test_nobody_wants_an_answer_after_the_timeout(bench):
    subscribed = []
    own = bench(lambda _request: Deferred(subscribed.append))
    execution = own.start(task(TimeoutSeconds=100))
    own.engine.run_until_idle()
    assert (execution.error, subscribed[0].wanted) == ("States.Timeout", False)


def test_a_call_may_stop_its_own_execution(bench):
    own = bench(lambda _request: own.engine.stop(execution) or Success("too late"))
    execution = own.start(task())
    own.engine.run_until_idle()
    assert [each["type"] for each in execution.events()] == ["ExecutionStarted", "TaskStateEntered", "ExecutionAborted"]


def test_a_job_task_shows_what_was_submitted(run, shape):
    definition = task("arn:aws:states:::states:startExecution.sync:2")
    execution = run(definition, {}, lambda _request: Success({"Output": 1}, took=5, submitted={"ExecutionArn": "a"}))
    assert [each[2] for each in shape(execution)[2:6]] == [
        "TaskScheduled",
        "TaskStarted",
        "TaskSubmitted",
        "TaskSucceeded",
    ]
    assert execution.events()[2]["taskScheduledEventDetails"]["resource"] == "startExecution.sync:2"


# ---------------------------------------------------------------- activities


def test_an_activity(bench, shape):
    own = bench(lambda _request: Pending())
    execution = own.start(task(ACTIVITY, TimeoutSeconds=5), {"a": 1})
    own.engine.run_until_idle()
    token = own.world.calls[0].token
    assert shape(execution)[2:] == [(3, 2, "ActivityScheduled")]
    own.engine.advance(1000)  # nobody takes it: no clock runs
    own.engine.take(token, "worker")
    own.engine.send_success(token, {"b": 2})
    own.engine.run_until_idle()
    assert shape(execution)[3:] == [
        (4, 3, "ActivityStarted"),
        (5, 4, "ActivitySucceeded"),
        (6, 5, "TaskStateExited"),
        (7, 6, "ExecutionSucceeded"),
    ]
    assert execution.events()[3]["activityStartedEventDetails"] == {"workerName": "worker"}


def test_an_activity_times_out_once_a_worker_has_it(bench, shape):
    own = bench(lambda _request: Pending())
    execution = own.start(task(ACTIVITY, TimeoutSeconds=5))
    own.engine.run_until_idle()
    own.engine.take(own.world.calls[0].token)
    own.engine.run_until_idle()
    assert shape(execution)[3:] == [(4, 3, "ActivityStarted"), (5, 4, "ActivityTimedOut"), (6, 5, "ExecutionFailed")]
    assert execution.events()[3]["activityStartedEventDetails"] == {}


def test_a_resource_that_nothing_knows_fails_where_it_is_reached(run, shape):
    execution = run(task("arn:aws:swf:us-east-1:123456789012:task:X", Catch=catch_all()))
    assert shape(execution)[1:] == [(2, 0, "TaskStateEntered"), (3, 2, "ExecutionFailed")]
    assert execution.error == "States.Runtime"
    assert execution.cause.endswith(
        "The resource provided arn:aws:swf:us-east-1:123456789012:task:X is not recognized."
    )


@pytest.mark.parametrize(
    ("fields", "error", "cause"),
    [
        ({"Credentials": {}}, "States.Runtime", "The field 'RoleArn' of the Credentials must be a string"),
        (
            {"Credentials": {"RoleArn.$": "$"}},
            "States.Runtime",
            "The field 'RoleArn' of the Credentials must be a string",
        ),
        (
            {"Credentials": "{% 5 %}", "QueryLanguage": "JSONata"},
            "States.QueryEvaluationError",
            "returned an unexpected result type. Expected 'object', but was 'number' for value: 5",
        ),
    ],
)
def test_credentials_that_name_no_role(run, fields, error, cause):
    execution = run(task(**fields))
    assert (execution.error, execution.cause.endswith(cause)) == (error, True), execution.cause
