"""Lambda functions of a plan."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_lambda, aws_logs

from constructs import Construct
from steploom.deploy import FunctionPlan, LogGroupPlan
from steploom_cdk.code import FunctionCode
from steploom_cdk.names import Names
from steploom_cdk.roles import add_role, logical

__all__ = ["add_function", "add_log_group"]


def add_function(scope: Construct, plan: FunctionPlan, code: FunctionCode, names: Names) -> aws_lambda.CfnFunction:
    """Add a function with its role and log group."""
    log_group = add_log_group(scope, plan.log_group, names)
    role = add_role(scope, plan.role, names)
    function = aws_lambda.CfnFunction(
        scope,
        logical(plan.name, "Function"),
        code=code.of(plan),
        handler=plan.handler,
        runtime=plan.runtime,
        architectures=[plan.architecture],
        role=role.attr_arn,
        description=plan.description,
        memory_size=plan.memory,
        timeout=plan.timeout,
        environment=aws_lambda.CfnFunction.EnvironmentProperty(variables=names.tree(dict(plan.environment))),
        logging_config=aws_lambda.CfnFunction.LoggingConfigProperty(log_group=log_group.ref),
        tracing_config=aws_lambda.CfnFunction.TracingConfigProperty(mode="Active" if plan.tracing else "PassThrough"),
        dead_letter_config=None
        if plan.later is None
        else aws_lambda.CfnFunction.DeadLetterConfigProperty(target_arn=names.text(plan.later.dead_letters)),
    )
    if plan.later is not None:
        aws_lambda.CfnEventInvokeConfig(
            scope,
            logical(plan.name, "Later"),
            function_name=function.ref,
            qualifier="$LATEST",
            maximum_retry_attempts=plan.later.retries,
            maximum_event_age_in_seconds=plan.later.max_age,
        )
    names.add("function", plan.name, function.attr_arn, function.ref)
    return function


def add_log_group(scope: Construct, plan: LogGroupPlan, names: Names) -> aws_logs.CfnLogGroup:
    """Add a log group; it goes with the stack."""
    group = aws_logs.CfnLogGroup(
        scope,
        logical(plan.name, "Logs"),
        log_group_name=plan.physical_name,
        retention_in_days=plan.days,
    )
    group.apply_removal_policy(cdk.RemovalPolicy.DESTROY)
    # CloudFormation's Arn of a log group ends in `:*`, those of everything else do not.
    stack = cdk.Stack.of(scope)
    arn = stack.format_arn(
        service="logs", resource="log-group", resource_name=group.ref, arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME
    )
    names.add("log", plan.name, arn, group.ref)
    return group
