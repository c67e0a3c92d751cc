"""Where the operations of one account and region work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from steploom.local.door.faults import activity_unknown, execution_unknown, machine_unknown
from steploom.local.door.names import states_arn
from steploom.local.door.records import Activity, Machine, Run
from steploom.local.web import HttpHandlers

if TYPE_CHECKING:
    from steploom.engine import Engine, Execution, MapRun

__all__ = ["Desk", "Hall"]


@dataclass(slots=True)
class Hall:
    """What all desks of one cloud share.

    Attributes:
        engine: Runs the executions.
        uuid: Makes ids.
        settle: Runs what is due now; does nothing while the engine runs already.
        finish: Runs until an execution has ended, moving the clock; inside a running engine as well.
        look: Told that somebody reads an execution; may move the clock for one who polls.
        log_group_exists: Whether CloudWatch Logs has the group of an ARN.
        started: Told of every execution that starts, or starts again by a redrive.
        ended: Told of every execution that ends.
        web: Who answers HTTP tasks.
        runs: Every execution by ARN.
        map_runs: Every Map Run by ARN.
        of_machine: The executions of each machine, in the order of their starts, by its ARN.
        children: The executions of each Map Run, in the order of their starts, by its ARN.
    """

    engine: Engine
    uuid: Callable[[], str]
    settle: Callable[[], None]
    finish: Callable[[Execution], None]
    look: Callable[[Run, str], None]
    log_group_exists: Callable[[str], bool]
    started: Callable[[Run], None]
    ended: Callable[[Run], None]
    web: HttpHandlers = field(default_factory=HttpHandlers)
    runs: dict[str, Run] = field(default_factory=dict)
    map_runs: dict[str, MapRun] = field(default_factory=dict)
    of_machine: dict[str, list[Run]] = field(default_factory=dict)
    children: dict[str, list[Run]] = field(default_factory=dict)

    def keep(self, run: Run) -> None:
        """Keep an execution that starts, for those who ask by its ARN and those who list."""
        self.runs[run.execution.arn] = run
        self.of_machine.setdefault(run.machine_arn, []).append(run)
        if run.map_run_arn is not None:
            self.children.setdefault(run.map_run_arn, []).append(run)


@dataclass(slots=True)
class Desk:
    """One account and region.

    Attributes:
        account: Twelve digits.
        region: `us-east-1`, …
        partition: `aws`, …
        hall: What all desks share.
        machines: By ARN.
        activities: By ARN.
    """

    account: str
    region: str
    partition: str
    hall: Hall
    machines: dict[str, Machine] = field(default_factory=dict)
    activities: dict[str, Activity] = field(default_factory=dict)

    @property
    def now(self) -> float:
        """Virtual epoch seconds."""
        return self.hall.engine.clock.now

    def arn(self, kind: str, rest: str) -> str:
        """Return the ARN of something at this desk."""
        return f"arn:{self.partition}:states:{self.region}:{self.account}:{kind}:{rest}"

    def machine(self, arn: str) -> Machine:
        """Return the machine that an ARN names, without a version or alias.

        Raises:
            ServiceFault: `InvalidArn`, `StateMachineDoesNotExist`.
        """
        states_arn(arn, "stateMachine")
        if arn not in self.machines:
            raise machine_unknown(arn)
        return self.machines[arn]

    def activity(self, arn: str) -> Activity:
        """Return the activity that an ARN names.

        Raises:
            ServiceFault: `InvalidArn`, `ActivityDoesNotExist`.
        """
        states_arn(arn, "activity")
        if arn not in self.activities:
            raise activity_unknown(arn)
        return self.activities[arn]

    def run(self, arn: str) -> Run:
        """Return the Standard execution that an ARN names.

        Raises:
            ServiceFault: `InvalidArn` (Express ones cannot be asked), `ExecutionDoesNotExist`.
        """
        states_arn(arn, "execution")
        if arn not in self.hall.runs:
            raise execution_unknown(arn)
        return self.hall.runs[arn]
