"""Workflows → state machines with their roles and the rules that start them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from steploom.compiler import CompiledWorkflow, CompileOptions, compile_workflow
from steploom.deploy.app import AnyActivity, AnyWorkflow, App
from steploom.deploy.iam import derive, sid_of
from steploom.deploy.iam.needs import Surroundings
from steploom.deploy.plan import LogGroupPlan, MachinePlan, QueuePlan, RolePlan, Statement
from steploom.deploy.references import ACCOUNT, PARTITION, REGION, reference
from steploom.events.model import Event, EventFilter
from steploom.events.rules import DEFAULT_BUS, DETAIL, DeadLetter, RetryPolicy, Rule, Target, rule_for

__all__ = ["TWO_WEEKS", "bus_of", "compile_for", "dead_letters_of", "machine_of", "machine_role", "placed_rule"]

#: Tried for a day, as EventBridge does by itself; said here so that it is seen and can be lowered.
_RETRY = RetryPolicy(attempts=185, age=86_400)
TWO_WEEKS = 14 * 24 * 3600
_LOG_ACTIONS = (
    "logs:CreateLogDelivery",
    "logs:CreateLogStream",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutLogEvents",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
)
_TRACE_ACTIONS = (
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
)


def compile_for(app: App, workflow: AnyWorkflow) -> CompiledWorkflow:
    """Return a workflow compiled with placeholders for what is deployed beside it."""
    options = CompileOptions(
        function_name=lambda activity: f"${{{_function_key(activity)}}}",
        bus_name=lambda event: None if bus_of(app, event) == DEFAULT_BUS else f"${{{_bus_key(bus_of(app, event))}}}",
        machine_arn=lambda other: f"${{{_machine_key(other)}}}",
    )
    return compile_workflow(workflow, options)


def machine_of(app: App, compiled: CompiledWorkflow) -> MachinePlan:
    """Return the state machine of a compiled workflow.

    Args:
        app: The application.
        compiled: One of its workflows, from `compile_for`.

    Raises:
        CompileError: SL702, the role cannot be derived.
        DeclarationError: SL502, the predicate of `on=` cannot become a pattern.
    """
    substitutions = _substitutions(app, compiled)
    tables = frozenset(each.name for each in app.tables)
    around = Surroundings(compiled.name, substitutions, tables)
    rule = _rule(app, compiled)
    return MachinePlan(
        name=compiled.name,
        definition=compiled.definition,
        substitutions=substitutions,
        role=machine_role(compiled.name, (*derive(compiled.definition, around, app.grants), *_telling())),
        # The prefix keeps the log's resource policy small however many machines there are.
        log_group=LogGroupPlan(
            f"{compiled.name}-machine", app.log_days, f"/aws/vendedlogs/states/{app.name}-{compiled.name}"
        ),
        rule=rule,
        rule_role=None if rule is None else _rule_role(compiled.name),
    )


def machine_role(name: str, statements: tuple[Statement, ...]) -> RolePlan:
    """Return the role of a machine: Step Functions may take it for machines of this account alone."""
    machines = f"arn:{PARTITION}:states:{REGION}:{ACCOUNT}:stateMachine:*"
    trust = {"StringEquals": {"aws:SourceAccount": ACCOUNT}, "ArnLike": {"aws:SourceArn": machines}}
    return RolePlan(f"{name}-machine", "states.amazonaws.com", statements, trust)


def dead_letters_of(machine: MachinePlan) -> QueuePlan | None:
    """Return the queue of events that could not start the machine."""
    if machine.rule is None:
        return None
    name = _dead_letters(machine.name)
    allow = Statement(
        sid_of([f"dead letters of {machine.name}"]),
        ("sqs:SendMessage",),
        (reference("queue", name),),
        serves=(machine.name,),
        conditions={"ArnEquals": {"aws:SourceArn": reference("rule", machine.name)}},
        principal="events.amazonaws.com",
    )
    return QueuePlan(name, TWO_WEEKS, (allow,))


def bus_of(app: App, event: type[Event]) -> str:
    """Return the bus of an event class in an application."""
    return event.event_bus or app.bus


def _rule(app: App, compiled: CompiledWorkflow) -> Rule | None:
    if compiled.on is None:
        return None
    target = Target(
        id=compiled.name,
        arn=reference("machine", compiled.name),
        role_arn=reference("role", _rule_role_name(compiled.name)),
        input_path=DETAIL,
        retry=_RETRY,
        dead_letter=DeadLetter(reference("queue", _dead_letters(compiled.name))),
    )
    return placed_rule(app, _heard(compiled), compiled.name, target, f"Starts {compiled.name}")


def placed_rule(app: App, events: type[Event] | EventFilter, name: str, target: Target, description: str) -> Rule:
    """Return the rule that sends events to a target, with a placeholder for the application's own bus.

    Raises:
        DeclarationError: SL502, the condition cannot become a pattern.
    """
    rule = rule_for(events, f"{app.name}-{name}", target, bus=app.bus)
    bus = rule.bus if rule.bus == DEFAULT_BUS or rule.bus.startswith("arn:") else reference("bus", rule.bus, "name")
    return Rule(rule.name, bus, rule.pattern, rule.targets, description)


def _heard(compiled: CompiledWorkflow) -> type[Event] | EventFilter:
    """The compiler knows events by what they can do; here they are events."""
    on: object = compiled.on
    if isinstance(on, EventFilter) or (isinstance(on, type) and issubclass(on, Event)):
        return on
    raise TypeError(f"{compiled.name} starts on {on!r}, which is no event")


def _rule_role(name: str) -> RolePlan:
    start = Statement(
        sid_of([f"start {name}"]), ("states:StartExecution",), (reference("machine", name),), serves=(name,)
    )
    trust = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    return RolePlan(_rule_role_name(name), "events.amazonaws.com", (start,), trust)


def _telling() -> tuple[Statement, ...]:
    return (
        Statement(
            "Logging",
            _LOG_ACTIONS,
            ("*",),
            serves=("logging",),
            reason="log delivery is set up for the account, it knows no resources",
        ),
        Statement("Tracing", _TRACE_ACTIONS, ("*",), serves=("tracing",), reason="X-Ray knows no resources"),
    )


def _substitutions(app: App, compiled: CompiledWorkflow) -> Mapping[str, str]:
    functions = {_function_key(each): reference("function", each.name) for each in compiled.activities}
    named = dict.fromkeys(bus_of(app, each) for each in compiled.events)
    buses = {
        _bus_key(each): each if each.startswith("arn:") else reference("bus", each, "name")
        for each in named
        if each != DEFAULT_BUS
    }
    machines = {_machine_key(each): reference("machine", each.name) for each in compiled.workflows}
    return {**functions, **buses, **machines}


def _function_key(activity: AnyActivity) -> str:
    return f"{_key(activity.name)}_function"


def _machine_key(workflow: AnyWorkflow) -> str:
    return f"{_key(workflow.name)}_machine"


def _bus_key(bus: str) -> str:
    return f"{_key(bus)}_bus"


def _key(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", name)


def _dead_letters(name: str) -> str:
    return f"{name}-dead-letters"


def _rule_role_name(name: str) -> str:
    return f"{name}-rule"
