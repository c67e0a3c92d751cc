"""Every type of event, with the details that its payload becomes.

The payload of a kind is what its details function takes. Sources: the HistoryEvent shapes of the Step Functions API
and recorded histories.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from steploom.engine.history import details
from steploom.jsontext import JsonObject

__all__ = ["KINDS", "Kind"]


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One type of event.

    Attributes:
        name: Its `type`.
        details: Makes the details from the payload; None where the event has none.
        key: The member that holds the details.
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
    return _kind(f"{state}StateEntered", details.entered, "stateEnteredEventDetails")


def _exited(state: str) -> Kind:
    return _kind(f"{state}StateExited", details.exited, "stateExitedEventDetails")


EXECUTION_STARTED = _kind("ExecutionStarted", details.execution_started)
EXECUTION_SUCCEEDED = _kind("ExecutionSucceeded", details.output)
EXECUTION_FAILED = _kind("ExecutionFailed", details.failure)
EXECUTION_TIMED_OUT = _kind("ExecutionTimedOut", details.failure)
EXECUTION_ABORTED = _kind("ExecutionAborted", details.failure)

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
MAP_STARTED = _kind("MapStateStarted", details.length)
MAP_SUCCEEDED = _kind("MapStateSucceeded")
MAP_FAILED = _kind("MapStateFailed")
ITERATION_STARTED = _kind("MapIterationStarted", details.iteration)
ITERATION_SUCCEEDED = _kind("MapIterationSucceeded", details.iteration)
ITERATION_FAILED = _kind("MapIterationFailed", details.iteration)
ITERATION_ABORTED = _kind("MapIterationAborted", details.iteration)

EVALUATION_FAILED = _kind("EvaluationFailed", details.evaluation)

LAMBDA_SCHEDULED = _kind("LambdaFunctionScheduled", details.lambda_scheduled)
LAMBDA_STARTED = _kind("LambdaFunctionStarted")
LAMBDA_SUCCEEDED = _kind("LambdaFunctionSucceeded", details.output)
LAMBDA_FAILED = _kind("LambdaFunctionFailed", details.failure)
LAMBDA_TIMED_OUT = _kind("LambdaFunctionTimedOut", details.failure)

ACTIVITY_SCHEDULED = _kind("ActivityScheduled", details.activity_scheduled)
ACTIVITY_STARTED = _kind("ActivityStarted", details.activity_started)
ACTIVITY_SUCCEEDED = _kind("ActivitySucceeded", details.output)
ACTIVITY_FAILED = _kind("ActivityFailed", details.failure)
ACTIVITY_TIMED_OUT = _kind("ActivityTimedOut", details.failure)

TASK_SCHEDULED = _kind("TaskScheduled", details.task_scheduled)
TASK_STARTED = _kind("TaskStarted", details.task_started)
TASK_SUBMITTED = _kind("TaskSubmitted", details.task_output)
TASK_SUCCEEDED = _kind("TaskSucceeded", details.task_output)
TASK_FAILED = _kind("TaskFailed", details.task_failure)
TASK_TIMED_OUT = _kind("TaskTimedOut", details.task_failure)
