"""Deploy: an application as frozen data, before any tool renders it.

Input: an `App`: workflows, handlers, tables, declared uses. Output: a `Plan`: functions, state machines, buses, rules,
queues, schedules, roles statement by statement, log groups; text with placeholders where only a deployment knows the
value. Must not: know of CDK or CloudFormation, call AWS, or grant what nothing needs.
"""

from steploom.deploy.app import App, Grant, TableLike, Use
from steploom.deploy.build import plan_of
from steploom.deploy.plan import (
    BusPlan,
    FunctionPlan,
    HandlerPlan,
    LaterPlan,
    LogGroupPlan,
    MachinePlan,
    Plan,
    QueuePlan,
    RolePlan,
    SchedulePlan,
    Statement,
    TablePlan,
)

__all__ = [
    "App",
    "BusPlan",
    "FunctionPlan",
    "Grant",
    "HandlerPlan",
    "LaterPlan",
    "LogGroupPlan",
    "MachinePlan",
    "Plan",
    "QueuePlan",
    "RolePlan",
    "SchedulePlan",
    "Statement",
    "TableLike",
    "TablePlan",
    "Use",
    "plan_of",
]
