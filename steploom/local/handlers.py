"""Deploying an event handler into the local cloud: function, dead-letter queue and rule, all visible through boto3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from steploom.events.rules import DeadLetter, Target, rule_for
from steploom.jsontext import compact
from steploom.local.clients import client
from steploom.local.deployment import make_bus, make_function, role_arn
from steploom.local.functions.handlers import AnyHandler
from steploom.local.world import World
from steploom.runtime.settings import HANDLER_ENV

__all__ = ["DeployedHandler", "deploy_handler"]

_TWO_WEEKS: Final = "1209600"


@dataclass(frozen=True, slots=True)
class DeployedHandler:
    """A handler in the local cloud.

    Attributes:
        name: Name of its function and rule.
        function_arn: Its function.
        rule_arn: The rule that calls it.
        dead_letters: URL of the queue of events that it failed on.
    """

    name: str
    function_arn: str
    rule_arn: str
    dead_letters: str


def deploy_handler(world: World, handler: AnyHandler) -> DeployedHandler:
    """Deploy a handler; a second time it updates what is there.

    Raises:
        DeclarationError: SL502, its condition cannot be an event pattern.
    """
    options = world.options
    world.functions.handlers.known[handler.name] = handler
    sqs = client("sqs", options.region, options.account)
    url = sqs.create_queue(QueueName=f"{handler.name}-dead-letters", Attributes={"MessageRetentionPeriod": _TWO_WEEKS})[
        "QueueUrl"
    ]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    place = f"{handler.function.__module__}:{handler.function.__qualname__}"
    arn = make_function(world, handler.name, {HANDLER_ENV: place}, dead_letters=queue)
    client("lambda", options.region, options.account).put_function_event_invoke_config(
        FunctionName=handler.name,
        MaximumRetryAttempts=handler.options.retries,
        MaximumEventAgeInSeconds=int(handler.options.max_age),
    )
    return DeployedHandler(handler.name, arn, _rule(world, handler, arn, queue), url)


def _rule(world: World, handler: AnyHandler, function_arn: str, queue: str) -> str:
    options = world.options
    events = client("events", options.region, options.account)
    if handler.options.on is None:
        return _schedule(world, handler, function_arn, queue)
    target = Target(handler.name, function_arn, dead_letter=DeadLetter(queue))
    rule = rule_for(handler.options.on, handler.name, target)  # type: ignore[arg-type] # checked where it was declared
    make_bus(world, rule.bus)
    pattern = compact(rule.pattern)
    made = events.put_rule(Name=rule.name, EventBusName=rule.bus, EventPattern=pattern, State="ENABLED")
    told = {"Id": target.id, "Arn": function_arn, "DeadLetterConfig": {"Arn": queue}}
    events.put_targets(Rule=rule.name, EventBusName=rule.bus, Targets=[told])
    return str(made["RuleArn"])


def _schedule(world: World, handler: AnyHandler, function_arn: str, queue: str) -> str:
    options = world.options
    scheduler = client("scheduler", options.region, options.account)
    known = {each["Name"] for each in scheduler.list_schedules(NamePrefix=handler.name)["Schedules"]}
    put = scheduler.update_schedule if handler.name in known else scheduler.create_schedule
    made = put(
        Name=handler.name,
        ScheduleExpression=str(handler.options.schedule),
        ScheduleExpressionTimezone=handler.options.timezone,
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={
            "Arn": function_arn,
            "RoleArn": role_arn(world, f"{handler.name}-schedule"),
            "DeadLetterConfig": {"Arn": queue},
        },
    )
    return str(made["ScheduleArn"])
