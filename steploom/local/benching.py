"""The bench as a cloud offers it: mocks, faults, and what tasks asked for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from steploom.jsontext import Json
from steploom.local.bench.faults import Fault
from steploom.local.bench.mocks import UNSET, Mock
from steploom.local.bench.planned import PlannedFault
from steploom.local.bench.record import TaskCall, passed
from steploom.local.bench.targets import Target, aim_at
from steploom.local.world import World

__all__ = ["Bench"]


class Bench:
    """What a test puts in the place of work, what it makes go wrong, and what tasks asked for.

    Args:
        world: The inside of the cloud.
    """

    def __init__(self, world: World) -> None:
        self.world = world

    def mock(self, target: Target, *, returns: Any = UNSET, raises: Any = UNSET, side_effect: Any = UNSET) -> Mock:
        """Let a mock answer the tasks of a target, from now on; the latest mock that fits answers.

        What it answers is checked: against the declared types of an activity or workflow, against botocore's model of
        an AWS operation, and against the sizes and error names that AWS has. A mock that is never used is reported
        when the cloud ends.

        Args:
            target: What is mocked, and thereby what the mock answers with:

                - an activity, or the ARN of a function: what the function returns, or for a callback, the answer;
                - an AWS operation (`aws.dynamodb.get_item`): the response, as boto3 gives it;
                - a workflow, or the ARN of a state machine: what the execution ends with;
                - the `Resource` of a Task, the ARN of an activity, or the name of a state: the result of the Task, as
                  AWS gives it to the state.
            returns: What it answers each time.
            raises: What it raises each time: an exception, its class, a `ClientError`, or an error name
                (`Lambda.ServiceException`).
            side_effect: A function of what the caller passed (an activity's arguments, a request's members by name,
                else the input or arguments), or a list of answers and errors, one for each call. `fail(error, cause)`
                stands for an error by name.

        Raises:
            MockError: SL420, the target is no task; SL421, SL422, AWS cannot answer so. The last two may also come
                from a call, through whatever made the engine run, and SL424 where a list is at its end.

        Example:
            >>> from steploom.local import mock_cloud
            >>> CHARGE = "arn:aws:lambda:us-east-1:123456789012:function:charge"
            >>> definition = {
            ...     "StartAt": "charge",
            ...     "States": {"charge": {"Type": "Task", "Resource": CHARGE, "End": True}},
            ... }
            >>> with mock_cloud() as cloud:
            ...     charge = cloud.mock(CHARGE, returns={"paid": True})
            ...     run = cloud.run(definition, {"order_id": "o-1"})
            >>> run.output, charge.calls
            ({'paid': True}, [{'order_id': 'o-1'}])
        """
        return self.world.stage.mock(target, returns, raises, side_effect)

    def fault(
        self,
        target: Target,
        fault: Fault,
        *,
        attempt: int | Collection[int] | None = None,
        item: int | Collection[int] | None = None,
        times: int | None = None,
        probability: float | None = None,
        seed: int | None = None,
    ) -> PlannedFault:
        """Let something go wrong with the tasks of a target, from now on.

        Args:
            target: As for `mock`, or `*` for every task.
            fault: `fail(error)`, `throttle()` and `timeout()` come before the work; `lost_reply()` after it;
                `delay(seconds)` and `duplicate()` around it.
            attempt: Only these attempts of a visit, 1 for the first.
            item: Only these Map items, 0 for the first.
            times: How many attempts it meets at most.
            probability: The share of the attempts it meets.
            seed: What the share is drawn from.

        Returns:
            The planned fault, whose `hits` counts the attempts that it has met.

        Raises:
            MockError: SL420.
        """
        where = fault.on(attempt=attempt, item=item, times=times, probability=probability, seed=seed)
        return self.world.stage.fault(target, where)

    def tasks(self, target: Target = "*") -> list[TaskCall]:
        """Return every attempt of the tasks of a target so far, in order: whoever answered, and however it ended."""
        aim = aim_at(target)
        return [each for each in self.world.stage.calls if aim.matches(each)]

    def calls(self, target: Target) -> list[Json]:
        """Return what each attempt of the tasks of a target passed, as JSON, in order.

        Args:
            target: An activity: its arguments by name. An AWS operation: the request's members by boto3's names.
                A function, workflow or state machine: its input. Any other: the arguments of the Task.
        """
        aim = aim_at(target)
        return [passed(aim, each) for each in self.world.stage.calls if aim.matches(each)]
