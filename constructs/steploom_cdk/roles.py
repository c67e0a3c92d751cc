"""Roles with the plan's statements and no others."""

from __future__ import annotations

from typing import Any

from aws_cdk import aws_iam

from constructs import Construct
from steploom.deploy import RolePlan, Statement
from steploom.deploy.references import mentions
from steploom.jsontext import JsonObject
from steploom_cdk.names import Names

__all__ = ["add_later", "add_role", "document", "logical"]

_VERSION = "2012-10-17"


def add_role(scope: Construct, plan: RolePlan, names: Names, machine: str | None = None) -> aws_iam.CfnRole:
    """Add a role.

    Args:
        scope: Its parent.
        plan: What it may do.
        names: What placeholders stand for.
        machine: The state machine that takes it; statements about the machine itself are left to `add_later`, for a
            machine cannot exist before its role.
    """
    now = [each for each in plan.statements if not _is_own(each, machine)]
    trust: JsonObject = {"Effect": "Allow", "Principal": {"Service": plan.service}, "Action": "sts:AssumeRole"}
    if plan.trust_conditions:
        trust["Condition"] = names.tree(plan.trust_conditions)
    role = aws_iam.CfnRole(
        scope,
        logical(plan.name, "Role"),
        assume_role_policy_document={"Version": _VERSION, "Statement": [trust]},
        policies=[aws_iam.CfnRole.PolicyProperty(policy_name="steploom", policy_document=document(now, names))]
        if now
        else None,
    )
    names.add("role", plan.name, role.attr_arn, role.ref)
    return role


def add_later(scope: Construct, plan: RolePlan, role: aws_iam.CfnRole, names: Names, machine: str) -> None:
    """Add the statements about the machine itself, once the machine is there."""
    own = [each for each in plan.statements if _is_own(each, machine)]
    if own:
        aws_iam.CfnRolePolicy(
            scope,
            logical(plan.name, "OwnPolicy"),
            role_name=role.ref,
            policy_name="steploom-own",
            policy_document=document(own, names),
        )


def document(statements: list[Statement], names: Names) -> JsonObject:
    """Return a policy document."""
    return {"Version": _VERSION, "Statement": [_statement(each, names) for each in statements]}


def logical(name: str, what: str) -> str:
    """Return a construct id: the plan's name in letters and digits, and what it is.

    Example:
        >>> logical("undo refund_by_key", "Role")
        'UndoRefundByKeyRole'
    """
    words = "".join(char if char.isalnum() else " " for char in name).split()
    return "".join(word[:1].upper() + word[1:] for word in words) + what


def _statement(plan: Statement, names: Names) -> JsonObject:
    found: dict[str, Any] = {"Sid": plan.sid, "Effect": "Allow"}
    if plan.principal is not None:
        found["Principal"] = {"Service": plan.principal}
    found["Action"] = list(plan.actions)
    found["Resource"] = [names.text(each) for each in plan.resources]
    if plan.conditions:
        found["Condition"] = names.tree(plan.conditions)
    return found


def _is_own(statement: Statement, machine: str | None) -> bool:
    return machine is not None and any(mentions(each, "machine", machine) for each in statement.resources)
