"""Buses, rules, schedules and dead-letter queues of a plan."""

from __future__ import annotations

from aws_cdk import aws_events, aws_lambda, aws_scheduler, aws_sqs

from constructs import Construct
from steploom.deploy import BusPlan, HandlerPlan, MachinePlan, QueuePlan, SchedulePlan
from steploom.events import Rule, Target
from steploom_cdk.names import Names
from steploom_cdk.roles import add_role, document, logical

__all__ = ["add_bus", "add_handler_rule", "add_machine_rule", "add_queue", "add_queue_policy", "add_schedule"]


def add_bus(scope: Construct, plan: BusPlan, names: Names) -> aws_events.CfnEventBus:
    """Add an event bus."""
    bus = aws_events.CfnEventBus(scope, logical(plan.name, "Bus"), name=plan.name)
    names.add("bus", plan.name, bus.attr_arn, bus.ref)
    return bus


def add_queue(scope: Construct, plan: QueuePlan, names: Names) -> aws_sqs.CfnQueue:
    """Add a queue, encrypted by SQS."""
    queue = aws_sqs.CfnQueue(
        scope,
        logical(plan.name, "Queue"),
        message_retention_period=plan.retention,
        sqs_managed_sse_enabled=True,
    )
    names.add("queue", plan.name, queue.attr_arn, queue.attr_queue_name)
    return queue


def add_queue_policy(scope: Construct, plan: QueuePlan, queue: aws_sqs.CfnQueue, names: Names) -> None:
    """Let those send to a queue whom the plan names; they must be there already."""
    aws_sqs.CfnQueuePolicy(
        scope,
        logical(plan.name, "QueuePolicy"),
        queues=[queue.ref],
        policy_document=document(list(plan.policy), names),
    )


def add_machine_rule(scope: Construct, plan: MachinePlan, names: Names) -> aws_events.CfnRule | None:
    """Add the rule that starts a machine, with the role in which EventBridge does so."""
    if plan.rule is None or plan.rule_role is None:
        return None
    add_role(scope, plan.rule_role, names)
    return _add_rule(scope, plan.name, plan.rule, names)


def add_handler_rule(scope: Construct, plan: HandlerPlan, names: Names) -> aws_events.CfnRule | None:
    """Add the rule that calls a handler, and let EventBridge call its function for it."""
    if plan.rule is None:
        return None
    rule = _add_rule(scope, plan.name, plan.rule, names)
    aws_lambda.CfnPermission(
        scope,
        logical(plan.name, "Permission"),
        action="lambda:InvokeFunction",
        function_name=names.text(plan.rule.targets[0].arn),
        principal="events.amazonaws.com",
        source_arn=rule.attr_arn,
    )
    return rule


def add_schedule(scope: Construct, plan: SchedulePlan, names: Names) -> aws_scheduler.CfnSchedule:
    """Add a schedule, with the role in which Scheduler calls its function."""
    role = add_role(scope, plan.role, names)
    return aws_scheduler.CfnSchedule(
        scope,
        logical(plan.name, "Schedule"),
        schedule_expression=plan.expression,
        schedule_expression_timezone=plan.timezone,
        flexible_time_window=aws_scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF"),
        target=aws_scheduler.CfnSchedule.TargetProperty(
            arn=names.text(plan.target),
            role_arn=role.attr_arn,
            dead_letter_config=aws_scheduler.CfnSchedule.DeadLetterConfigProperty(arn=names.text(plan.dead_letters)),
        ),
    )


def _add_rule(scope: Construct, name: str, plan: Rule, names: Names) -> aws_events.CfnRule:
    rule = aws_events.CfnRule(
        scope,
        logical(name, "Rule"),
        description=plan.description,
        event_bus_name=names.text(plan.bus),
        event_pattern=plan.pattern,
        state="ENABLED" if plan.enabled else "DISABLED",
        targets=[_target(each, names) for each in plan.targets],
    )
    names.add("rule", name, rule.attr_arn, rule.ref)
    return rule


def _target(plan: Target, names: Names) -> aws_events.CfnRule.TargetProperty:
    letters = plan.dead_letter
    transformer = plan.transformer
    return aws_events.CfnRule.TargetProperty(
        id=plan.id,
        arn=names.text(plan.arn),
        role_arn=None if plan.role_arn is None else names.text(plan.role_arn),
        input=plan.input,
        input_path=plan.input_path,
        input_transformer=None
        if transformer is None
        else aws_events.CfnRule.InputTransformerProperty(
            input_template=transformer.template, input_paths_map=dict(transformer.paths)
        ),
        retry_policy=aws_events.CfnRule.RetryPolicyProperty(
            maximum_event_age_in_seconds=plan.retry.age, maximum_retry_attempts=plan.retry.attempts
        ),
        dead_letter_config=None
        if letters is None
        else aws_events.CfnRule.DeadLetterConfigProperty(arn=names.text(letters.queue_arn)),
    )
