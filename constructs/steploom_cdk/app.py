"""An application as a construct, and as a stack of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_dynamodb, aws_events, aws_lambda, aws_scheduler, aws_sqs, aws_stepfunctions

from constructs import Construct
from steploom.deploy import App, Plan, plan_of
from steploom_cdk.code import FunctionCode
from steploom_cdk.functions import add_function
from steploom_cdk.machines import add_machine
from steploom_cdk.names import Names
from steploom_cdk.routing import (
    add_bus,
    add_handler_rule,
    add_machine_rule,
    add_queue,
    add_queue_policy,
    add_schedule,
)
from steploom_cdk.tables import add_table

__all__ = ["ServerlessApp", "ServerlessStack"]


class ServerlessApp(Construct):
    """Everything that an application needs, each resource by its name in the plan.

    Args:
        scope: The stack, or a construct in it.
        construct_id: Begins the logical ids.
        app: An application, or its plan if that was changed.

    Raises:
        steploom.errors.DiagnosticError: The application cannot be compiled or deployed.

    Example:
        ServerlessApp(stack, "Orders", App("orders", (fulfil,))).functions["charge"].memory_size = 512
    """

    def __init__(self, scope: Construct, construct_id: str, app: App | Plan) -> None:
        super().__init__(scope, construct_id)
        #: What is rendered.
        self.plan: Plan = plan_of(app) if isinstance(app, App) else app
        self._names = Names(cdk.Stack.of(self))
        self._code = FunctionCode(self)
        self.tables: Mapping[str, aws_dynamodb.CfnTable] = {
            each.name: add_table(self, each, self._names) for each in self.plan.tables
        }
        self.buses: Mapping[str, aws_events.CfnEventBus] = {
            each.name: add_bus(self, each, self._names) for each in self.plan.buses
        }
        self.queues: Mapping[str, aws_sqs.CfnQueue] = {
            each.name: add_queue(self, each, self._names) for each in self.plan.queues
        }
        self._code.add(self.plan.functions)
        self.functions: Mapping[str, aws_lambda.CfnFunction] = {
            each.name: add_function(self, each, self._code, self._names) for each in self.plan.functions
        }
        self.machines: Mapping[str, aws_stepfunctions.CfnStateMachine] = {
            each.name: add_machine(self, each, self._names) for each in self.plan.machines
        }
        rules = {each.name: add_machine_rule(self, each, self._names) for each in self.plan.machines}
        rules |= {each.name: add_handler_rule(self, each, self._names) for each in self.plan.handlers}
        self.schedules: Mapping[str, aws_scheduler.CfnSchedule] = {
            each.name: add_schedule(self, each.schedule, self._names)
            for each in self.plan.handlers
            if each.schedule is not None
        }
        self.rules: Mapping[str, aws_events.CfnRule] = {name: rule for name, rule in rules.items() if rule is not None}
        for queue in self.plan.queues:
            add_queue_policy(self, queue, self.queues[queue.name], self._names)


class ServerlessStack(cdk.Stack):
    """A stack that holds one application.

    Args:
        scope: The CDK app.
        construct_id: Name of the stack.
        app: An application, or its plan if that was changed.
        **options: Those of `aws_cdk.Stack`: `env`, `synthesizer`, `tags` …
    """

    def __init__(self, scope: Construct, construct_id: str, app: App | Plan, **options: Any) -> None:
        super().__init__(scope, construct_id, **options)
        #: The application.
        self.app = ServerlessApp(self, "App", app)
