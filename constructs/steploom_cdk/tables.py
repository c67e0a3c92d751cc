"""DynamoDB tables of a plan."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_dynamodb

from constructs import Construct
from steploom.deploy import TablePlan
from steploom_cdk.names import Names
from steploom_cdk.roles import logical

__all__ = ["add_table"]


def add_table(scope: Construct, plan: TablePlan, names: Names) -> aws_dynamodb.CfnTable:
    """Add a table, billed by request, restorable to any second; it outlives the stack."""
    expiry = plan.expiry
    table = aws_dynamodb.CfnTable(
        scope,
        logical(plan.name, "Table"),
        table_name=plan.physical_name,
        billing_mode="PAY_PER_REQUEST",
        attribute_definitions=[
            aws_dynamodb.CfnTable.AttributeDefinitionProperty(attribute_name=plan.key, attribute_type="S")
        ],
        key_schema=[aws_dynamodb.CfnTable.KeySchemaProperty(attribute_name=plan.key, key_type="HASH")],
        point_in_time_recovery_specification=aws_dynamodb.CfnTable.PointInTimeRecoverySpecificationProperty(
            point_in_time_recovery_enabled=True
        ),
        time_to_live_specification=None
        if expiry is None
        else aws_dynamodb.CfnTable.TimeToLiveSpecificationProperty(attribute_name=expiry, enabled=True),
    )
    table.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
    names.add("table", plan.name, table.attr_arn, table.ref)
    return table
