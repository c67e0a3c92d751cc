"""The plan of an application: frozen data without behaviour. Texts hold placeholders (see `references`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from steploom.asl import StateMachine
from steploom.events.rules import Rule

__all__ = [
    "BusPlan",
    "FunctionPlan",
    "HandlerPlan",
    "LaterPlan",
    "LogGroupPlan",
    "MachinePlan",
    "Plan",
    "QueuePlan",
    "RolePlan",
    "SchedulePlan",
    "Statement",
    "TablePlan",
]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a role or of a resource's policy: always Allow.

    Attributes:
        sid: Names whom it serves, in letters and digits.
        actions: Sorted.
        resources: ARNs; `*` only with a reason.
        serves: The states, the activity or the concern (`logging`) that need it.
        conditions: As in IAM: operator → key → value.
        reason: Why a resource is `*`, or None.
        principal: The service that may act, in a resource's policy; None in a role.
    """

    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    serves: tuple[str, ...]
    conditions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    reason: str | None = None
    principal: str | None = None


@dataclass(frozen=True, slots=True)
class RolePlan:
    """A role.

    Attributes:
        name: Its name in the plan.
        service: Who takes it (`states.amazonaws.com`).
        statements: What it may do.
        trust_conditions: Conditions of its trust policy.
    """

    name: str
    service: str
    statements: tuple[Statement, ...]
    trust_conditions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogGroupPlan:
    """A log group; `physical_name` None lets the deployment choose."""

    name: str
    days: int
    physical_name: str | None = None


@dataclass(frozen=True, slots=True)
class LaterPlan:
    """What becomes of events that a function fails on.

    Attributes:
        retries: Attempts after the first.
        max_age: Seconds after which an event is not tried any more.
        dead_letters: ARN of the queue that keeps them at the end.
    """

    retries: int
    max_age: int
    dead_letters: str


@dataclass(frozen=True, slots=True)
class FunctionPlan:
    """A Lambda function that serves one activity or handler.

    Attributes:
        name: The activity's or handler's name.
        activity: Where it is: `lambdas.orders.activities:charge`.
        handler: The entry point.
        environment: Variables.
        memory: MiB.
        timeout: Seconds.
        role: Its role.
        log_group: Its log group.
        runtime: Lambda's name of the Python version.
        architecture: `arm64` or `x86_64`.
        tracing: Whether X-Ray follows it.
        description: For people.
        later: What becomes of events that it fails on; None where callers wait for it.
    """

    name: str
    activity: str
    handler: str
    environment: Mapping[str, str]
    memory: int
    timeout: int
    role: RolePlan
    log_group: LogGroupPlan
    runtime: str = "python3.12"
    architecture: Literal["arm64", "x86_64"] = "arm64"
    tracing: bool = True
    description: str | None = None
    later: LaterPlan | None = None


@dataclass(frozen=True, slots=True)
class SchedulePlan:
    """A schedule of EventBridge Scheduler.

    Attributes:
        name: Its name in the plan.
        expression: `rate(…)` or `cron(…)`.
        timezone: IANA name.
        target: ARN of the function that it calls.
        dead_letters: ARN of the queue of calls that could not be made.
        role: The role in which it calls.
    """

    name: str
    expression: str
    timezone: str
    target: str
    dead_letters: str
    role: RolePlan


@dataclass(frozen=True, slots=True)
class HandlerPlan:
    """What calls the function of an event handler: a rule or a schedule.

    Attributes:
        name: The handler's and its function's name.
        rule: The rule, or None.
        schedule: The schedule, or None.
    """

    name: str
    rule: Rule | None = None
    schedule: SchedulePlan | None = None


@dataclass(frozen=True, slots=True)
class MachinePlan:
    """A state machine.

    Attributes:
        name: The workflow's name.
        definition: With `${key}` where `substitutions` has a value.
        substitutions: Key in the definition → text of the plan.
        role: Its role.
        log_group: Its log group.
        type: STANDARD or EXPRESS.
        log_level: ALL, ERROR, FATAL or OFF.
        log_data: Whether inputs and outputs are logged, too.
        tracing: Whether X-Ray follows it.
        rule: The rule that starts it, or None.
        rule_role: The role in which EventBridge starts it, or None.
    """

    name: str
    definition: StateMachine
    substitutions: Mapping[str, str]
    role: RolePlan
    log_group: LogGroupPlan
    type: Literal["STANDARD", "EXPRESS"] = "STANDARD"
    log_level: Literal["ALL", "ERROR", "FATAL", "OFF"] = "ERROR"
    log_data: bool = False
    tracing: bool = True
    rule: Rule | None = None
    rule_role: RolePlan | None = None


@dataclass(frozen=True, slots=True)
class BusPlan:
    """An event bus of the application's own."""

    name: str


@dataclass(frozen=True, slots=True)
class QueuePlan:
    """A standard queue for what could not be delivered.

    Attributes:
        name: Its name in the plan.
        retention: Seconds that a message is kept.
        policy: Who may send to it.
    """

    name: str
    retention: int
    policy: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A DynamoDB table, billed by request.

    Attributes:
        name: Its name in the plan.
        key: The partition key, a string.
        physical_name: The name that the code uses; None lets the deployment choose.
        expiry: Attribute for time to live, or None.
    """

    name: str
    key: str
    physical_name: str | None = None
    expiry: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """An application, ready to be rendered."""

    name: str
    functions: tuple[FunctionPlan, ...]
    machines: tuple[MachinePlan, ...]
    buses: tuple[BusPlan, ...]
    queues: tuple[QueuePlan, ...]
    tables: tuple[TablePlan, ...]
    handlers: tuple[HandlerPlan, ...] = ()

    @property
    def roles(self) -> tuple[RolePlan, ...]:
        """Every role: of the functions, of the machines, of their rules, of schedules."""
        rules = [each.rule_role for each in self.machines if each.rule_role is not None]
        schedules = [each.schedule.role for each in self.handlers if each.schedule is not None]
        return (*(each.role for each in self.functions), *(each.role for each in self.machines), *rules, *schedules)
