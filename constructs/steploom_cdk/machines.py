"""State machines of a plan."""

from __future__ import annotations

from aws_cdk import aws_stepfunctions

from constructs import Construct
from steploom.asl import dump
from steploom.deploy import MachinePlan
from steploom_cdk.functions import add_log_group
from steploom_cdk.names import Names
from steploom_cdk.roles import add_later, add_role, logical

__all__ = ["add_machine"]


def add_machine(scope: Construct, plan: MachinePlan, names: Names) -> aws_stepfunctions.CfnStateMachine:
    """Add a state machine with its role and log group.

    The CDK's own `StateMachine` would add statements without a Sid to the role, so this is the plain resource.
    """
    log_group = add_log_group(scope, plan.log_group, names)
    role = add_role(scope, plan.role, names, machine=plan.name)
    machine = aws_stepfunctions.CfnStateMachine(
        scope,
        logical(plan.name, "Machine"),
        role_arn=role.attr_arn,
        definition_string=dump(plan.definition).rstrip("\n"),
        definition_substitutions=names.tree(dict(plan.substitutions)),
        state_machine_type=plan.type,
        logging_configuration=aws_stepfunctions.CfnStateMachine.LoggingConfigurationProperty(
            level=plan.log_level,
            include_execution_data=plan.log_data,
            destinations=[
                aws_stepfunctions.CfnStateMachine.LogDestinationProperty(
                    cloud_watch_logs_log_group=aws_stepfunctions.CfnStateMachine.CloudWatchLogsLogGroupProperty(
                        log_group_arn=log_group.attr_arn
                    )
                )
            ],
        ),
        tracing_configuration=aws_stepfunctions.CfnStateMachine.TracingConfigurationProperty(enabled=plan.tracing),
    )
    names.add("machine", plan.name, machine.attr_arn, machine.attr_name)
    add_later(scope, plan.role, role, names, plan.name)
    return machine
