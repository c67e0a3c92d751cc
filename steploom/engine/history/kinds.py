"""Every type of event, with the details that its payload becomes.

The payload of a kind is what its method of `Details` takes. Sources: the HistoryEvent shapes of the Step Functions API
and recorded histories.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from steploom.engine.history.details import Details
from steploom.jsontext import JsonObject

__all__ = ["KINDS", "Kind"]


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One type of event.

    Attributes:
        name: Its `type`.
        details: The method that makes the details of the payload; None where the event has none.
        key: The member that holds the Details.
        enters: Entering a state: AWS bills a transition for it.
    """

    name: str
    details: Callable[..., JsonObject] | None = None
    key: str = ""
    enters: bool = False


#: Every kind that was made, by its name.
KINDS: dict[str, Kind] = {}


def _kind(name: str, make: Callable[..., JsonObject] | None = None, key: str | None = None) -> Kind:
    own = f"{name[0].lower()}{name[1:]}EventDetails"
    made = Kind(name, make, key or own, enters=name.endswith("StateEntered"))
    KINDS[name] = made
    return made


def _entered(state: str) -> Kind:
    return _kind(f"{state}StateEntered", Details.entered, "stateEnteredEventDetails")


def _exited(state: str) -> Kind:
    return _kind(f"{state}StateExited", Details.exited, "stateExitedEventDetails")


EXECUTION_STARTED = _kind("ExecutionStarted", Details.execution_started)
EXECUTION_SUCCEEDED = _kind("ExecutionSucceeded", Details.output)
EXECUTION_FAILED = _kind("ExecutionFailed", Details.failure)
EXECUTION_TIMED_OUT = _kind("ExecutionTimedOut", Details.failure)
EXECUTION_ABORTED = _kind("ExecutionAborted", Details.failure)

PASS_ENTERED, PASS_EXITED = _entered("Pass"), _exited("Pass")
TASK_ENTERED, TASK_EXITED = _entered("Task"), _exited("Task")
CHOICE_ENTERED, CHOICE_EXITED = _entered("Choice"), _exited("Choice")
WAIT_ENTERED, WAIT_EXITED = _entered("Wait"), _exited("Wait")
SUCCEED_ENTERED, SUCCEED_EXITED = _entered("Succeed"), _exited("Succeed")
FAIL_ENTERED = _entered("Fail")
PARALLEL_ENTERED, PARALLEL_EXITED = _entered("Parallel"), _exited("Parallel")
MAP_ENTERED, MAP_EXITED = _entered("Map"), _exited("Map")

TASK_ABORTED = _kind("TaskStateAborted")
WAIT_ABORTED = _kind("WaitStateAborted")
PARALLEL_ABORTED = _kind("ParallelStateAborted")
MAP_ABORTED = _kind("MapStateAborted")

PARALLEL_STARTED = _kind("ParallelStateStarted")
PARALLEL_SUCCEEDED = _kind("ParallelStateSucceeded")
PARALLEL_FAILED = _kind("ParallelStateFailed")
MAP_STARTED = _kind("MapStateStarted", Details.length)
MAP_SUCCEEDED = _kind("MapStateSucceeded")
MAP_FAILED = _kind("MapStateFailed")
ITERATION_STARTED = _kind("MapIterationStarted", Details.iteration)
ITERATION_SUCCEEDED = _kind("MapIterationSucceeded", Details.iteration)
ITERATION_FAILED = _kind("MapIterationFailed", Details.iteration)
ITERATION_ABORTED = _kind("MapIterationAborted", Details.iteration)

MAP_RUN_STARTED = _kind("MapRunStarted", Details.map_run)
MAP_RUN_SUCCEEDED = _kind("MapRunSucceeded")
MAP_RUN_FAILED = _kind("MapRunFailed", Details.failure)
MAP_RUN_ABORTED = _kind("MapRunAborted")
MAP_RUN_REDRIVEN = _kind("MapRunRedriven", Details.redriven_map_run)
EXECUTION_REDRIVEN = _kind("ExecutionRedriven", Details.redriven)

EVALUATION_FAILED = _kind("EvaluationFailed", Details.evaluation)

LAMBDA_SCHEDULED = _kind("LambdaFunctionScheduled", Details.lambda_scheduled)
LAMBDA_STARTED = _kind("LambdaFunctionStarted")
LAMBDA_SUCCEEDED = _kind("LambdaFunctionSucceeded", Details.output)
LAMBDA_FAILED = _kind("LambdaFunctionFailed", Details.failure)
LAMBDA_TIMED_OUT = _kind("LambdaFunctionTimedOut", Details.failure)

ACTIVITY_SCHEDULED = _kind("ActivityScheduled", Details.activity_scheduled)
ACTIVITY_STARTED = _kind("ActivityStarted", Details.activity_started)
ACTIVITY_SUCCEEDED = _kind("ActivitySucceeded", Details.output)
ACTIVITY_FAILED = _kind("ActivityFailed", Details.failure)
ACTIVITY_TIMED_OUT = _kind("ActivityTimedOut", Details.failure)

TASK_SCHEDULED = _kind("TaskScheduled", Details.task_scheduled)
TASK_STARTED = _kind("TaskStarted", Details.task_started)
TASK_SUBMITTED = _kind("TaskSubmitted", Details.task_output)
TASK_SUCCEEDED = _kind("TaskSucceeded", Details.task_output)
TASK_FAILED = _kind("TaskFailed", Details.task_failure)
TASK_TIMED_OUT = _kind("TaskTimedOut", Details.task_failure)
