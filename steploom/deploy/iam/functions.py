"""Lambda: the right to invoke a function."""

from __future__ import annotations

from steploom.deploy.iam.needs import Need, Task
from steploom.deploy.references import arn

__all__ = ["direct_needs", "needs"]

_INVOKE = ("lambda:InvokeFunction",)
#: Parts of a function's ARN before its qualifier.
_PARTS = 7


def needs(task: Task) -> tuple[Need, ...]:
    """Return what `lambda:invoke` needs: its FunctionName must be known."""
    name = task.text("FunctionName")
    qualified = task.argument("Qualifier") is not None
    return (Need(_INVOKE, _function(name, qualified=qualified)),)


def direct_needs(task: Task) -> tuple[Need, ...]:
    """Return what a task needs whose Resource is the function's ARN."""
    return (Need(_INVOKE, _function(task.resource.arn, qualified=task.resource.qualifier is not None)),)


def _function(name: str, *, qualified: bool) -> tuple[str, ...]:
    """An unqualified ARN does not cover versions and aliases (section 10 of the reference)."""
    if name.startswith("arn:"):
        parts = name.split(":")
        plain, qualified = ":".join(parts[:_PARTS]), qualified or len(parts) > _PARTS
    elif name.startswith("${"):
        plain = name
    else:
        function, _, qualifier = name.partition(":")
        plain, qualified = arn("lambda", f"function:{function}"), qualified or bool(qualifier)
    return (plain, f"{plain}:*") if qualified else (plain,)
