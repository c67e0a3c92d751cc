from __future__ import annotations

from steploom.engine import Failure, Success

INVOKE = "arn:aws:states:::lambda:invoke"


def branch(*states):
    """A branch of states, given as (name, fields), one after another."""
    made = {}
    for index, (name, fields) in enumerate(states):
        last = index == len(states) - 1 or fields["Type"] in ("Fail", "Succeed")
        way = {} if fields["Type"] in ("Fail", "Succeed") else {"End": True} if last else {"Next": states[index + 1][0]}
        made[name] = {**fields, **way}
    return {"StartAt": states[0][0], "States": made}


def parallel(*branches, **fields):
    states = {"P": {"Type": "Parallel", "Branches": list(branches), "End": True, **fields}}
    if "Catch" in fields:
        states["Z"] = {"Type": "Pass", "End": True}
    return {"StartAt": "P", "States": states}


def pass_(**fields):
    return {"Type": "Pass", **fields}


def task(**fields):
    return {"Type": "Task", "Resource": INVOKE, **fields}


def wait(seconds):
    return {"Type": "Wait", "Seconds": seconds}


FAIL = {"Type": "Fail", "Error": "Boom", "Cause": "why"}
CATCH = [{"ErrorEquals": ["Boom"], "Next": "Z"}]


def test_results_stand_in_the_order_of_the_branches(run):
    definition = parallel(branch(("slow", wait(9)), ("a", pass_(Result=1))), branch(("b", pass_(Result=2))))
    execution = run(definition)
    assert execution.output == [1, 2]
    assert execution.stopped - execution.started == 9


def test_history_of_two_branches(run, shape):
    assert shape(run(parallel(branch(("a", pass_())), branch(("b", pass_())))))[1:] == [
        (2, 0, "ParallelStateEntered"),
        (3, 2, "ParallelStateStarted"),
        (4, 3, "PassStateEntered"),
        (5, 4, "PassStateExited"),
        (6, 3, "PassStateEntered"),
        (7, 6, "PassStateExited"),
        (8, 7, "ParallelStateSucceeded"),
        (9, 7, "ParallelStateExited"),
        (10, 9, "ExecutionSucceeded"),
    ]


def test_every_branch_gets_the_effective_input(run):
    definition = parallel(branch(("a", pass_())), branch(("b", pass_())), Parameters={"n.$": "$.x"}, InputPath="$.y")
    assert run(definition, {"y": {"x": 4}}).output == [{"n": 4}, {"n": 4}]


def test_an_uncaught_failure(run, shape):
    execution = run(parallel(branch(("f", FAIL)), branch(("w", wait(60)))))
    assert shape(execution)[1:] == [
        (2, 0, "ParallelStateEntered"),
        (3, 2, "ParallelStateStarted"),
        (4, 3, "FailStateEntered"),
        (5, 3, "WaitStateEntered"),
        (6, 4, "WaitStateAborted"),
        (7, 4, "ParallelStateFailed"),
        (8, 7, "ExecutionFailed"),
    ]
    assert (execution.error, execution.cause) == ("Boom", "why")
    assert execution.stopped == execution.started  # the aborted Wait moves no clock


def test_a_caught_failure_of_a_task(run, shape):
    execution = run(parallel(branch(("t", task())), Catch=CATCH), {}, lambda _request: Failure("Boom", "why"))
    assert shape(execution)[3:10] == [
        (4, 3, "TaskStateEntered"),
        (5, 4, "TaskScheduled"),
        (6, 5, "TaskStarted"),
        (7, 6, "TaskFailed"),
        (8, 7, "TaskStateAborted"),
        (9, 7, "ParallelStateFailed"),
        (10, 9, "ParallelStateExited"),
    ]
    assert execution.output == {"Error": "Boom", "Cause": "why"}


def test_a_caught_failure_without_words(run):
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "Z"}]
    assert run(parallel(branch(("f", {"Type": "Fail"})), Catch=catch)).output == {"Error": None, "Cause": None}


def test_a_retry_starts_every_branch_again(run, shape):
    definition = parallel(branch(("f", FAIL)), Retry=[{"ErrorEquals": ["Boom"], "MaxAttempts": 2}])
    assert shape(run(definition))[2:] == [
        (3, 2, "ParallelStateStarted"),
        (4, 3, "FailStateEntered"),
        (5, 4, "ParallelStateStarted"),
        (6, 5, "FailStateEntered"),
        (7, 6, "ParallelStateStarted"),
        (8, 7, "FailStateEntered"),
        (9, 8, "ParallelStateFailed"),
        (10, 9, "ExecutionFailed"),
    ]


def test_side_by_side_means_that_all_first_tasks_are_called(run):
    called = []

    def first_fails(request):
        called.append(request.state)
        return Failure("Boom", "why") if request.state == "a" else Success(None)

    run(parallel(branch(("a", task())), branch(("b", task()), ("c", task())), Catch=CATCH), {}, first_fails)
    assert called == ["a", "b"]


def test_runtime_errors_end_the_execution_from_inside(run, shape):
    execution = run(parallel(branch(("p", pass_(InputPath="$.no"))), branch(("w", wait(60))), Catch=CATCH))
    assert shape(execution)[3:] == [(4, 3, "PassStateEntered"), (5, 4, "ExecutionFailed")]
    assert execution.error == "States.Runtime"


def test_inner_variables_vanish_and_outer_ones_are_seen(run):
    inner = branch(("a", pass_(Assign={"inner.$": "$outer"})), ("b", pass_(Parameters={"seen.$": "$inner"})))
    definition = parallel(inner)
    definition["StartAt"] = "S"
    definition["States"]["S"] = {"Type": "Pass", "Assign": {"outer": 5}, "Next": "P"}
    definition["States"]["P"].pop("End")
    definition["States"]["P"]["Next"] = "E"
    definition["States"]["E"] = {
        "Type": "Pass",
        "QueryLanguage": "JSONata",
        "Output": "{% $exists($inner) %}",
        "End": True,
    }
    execution = run(definition)
    assert execution.events()[-3]["stateEnteredEventDetails"]["input"] == '[{"seen":5}]'
    assert execution.output is False


def test_nested_parallels(run, shape):
    inner = {"Type": "Parallel", "Branches": [branch(("a", pass_()))]}
    assert shape(run(parallel(branch(("Q", inner)))))[2:] == [
        (3, 2, "ParallelStateStarted"),
        (4, 3, "ParallelStateEntered"),
        (5, 4, "ParallelStateStarted"),
        (6, 5, "PassStateEntered"),
        (7, 6, "PassStateExited"),
        (8, 7, "ParallelStateSucceeded"),
        (9, 7, "ParallelStateExited"),
        (10, 9, "ParallelStateSucceeded"),
        (11, 9, "ParallelStateExited"),
        (12, 11, "ExecutionSucceeded"),
    ]


def test_an_aborted_parallel_aborts_what_is_inside(run):
    inner = {"Type": "Parallel", "Branches": [branch(("w", wait(60)))]}
    execution = run(parallel(branch(("first", wait(1)), ("f", FAIL)), branch(("Q", inner))))
    assert [each["type"] for each in execution.events()][-5:] == [
        "FailStateEntered",
        "ParallelStateAborted",
        "WaitStateAborted",
        "ParallelStateFailed",
        "ExecutionFailed",
    ]
    assert execution.stopped - execution.started == 1
