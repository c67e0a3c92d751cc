"""Step Functions itself: nested executions, and the child executions of a distributed Map."""

from __future__ import annotations

from steploom.deploy.iam.needs import Need, Surroundings, Task, Underivable
from steploom.deploy.references import arn, reference

__all__ = ["distributed_needs", "needs"]

#: The rule through which `.sync` hears that an execution has ended.
_SYNC_RULE = "rule/StepFunctionsGetEventsForStepFunctionsExecutionRule"
_TRIO = ("events:DescribeRule", "events:PutRule", "events:PutTargets")
_WATCH = ("states:DescribeExecution", "states:StopExecution")


def needs(task: Task) -> tuple[Need, ...]:
    """Return what `states:startExecution` needs, by how it waits (section 10 of the reference)."""
    if task.resource.action != "startExecution":
        message = f"what states:{task.resource.action} needs cannot be derived"
        raise Underivable(message, task.hint("use states:startExecution"))
    machine = task.text("StateMachineArn")
    start = Need(("states:StartExecution",), (machine,))
    if task.waits_for() in {"request", "waitForTaskToken"}:
        return (start,)
    return (start, Need(_WATCH, (_executions_of(machine),)), Need(_TRIO, (arn("events", _SYNC_RULE),)))


def distributed_needs(around: Surroundings) -> tuple[Need, ...]:
    """Return what a distributed Map needs: child executions run on the machine itself."""
    machine = reference("machine", around.machine)
    return (Need(("states:StartExecution",), (machine,)), Need(_WATCH, (_executions_of(machine),)))


def _executions_of(machine: str) -> str:
    """The two kinds of ARNs must not be mixed: an execution's right on a machine's ARN grants nothing."""
    if machine.startswith("${"):
        return arn("states", f"execution:{machine.replace('.arn}', '.name}')}:*")
    return f"{machine.replace(':stateMachine:', ':execution:')}:*"
