"""DynamoDB: actions on the tables that a task names."""

from __future__ import annotations

from collections.abc import Iterator

from steploom.deploy.iam.needs import UNKNOWN, Need, Task, Underivable

__all__ = ["actions_of", "needs"]

#: Operations on several tables: those of a transaction act through the rights of its parts.
_TRANSACTIONS = frozenset({"TransactWriteItems", "TransactGetItems"})
_BATCHES = frozenset({"BatchWriteItem", "BatchGetItem"})
#: What one part of a transaction needs.
_PARTS = {
    "Put": "dynamodb:PutItem",
    "Update": "dynamodb:UpdateItem",
    "Delete": "dynamodb:DeleteItem",
    "ConditionCheck": "dynamodb:ConditionCheckItem",
    "Get": "dynamodb:GetItem",
}


def needs(task: Task) -> tuple[Need, ...]:
    """Return what a DynamoDB task needs, optimized or through the SDK."""
    operation = task.resource.action[:1].upper() + task.resource.action[1:]
    if operation in _TRANSACTIONS:
        return tuple(_transaction(task))
    if operation in _BATCHES:
        tables = task.argument("RequestItems")
        if not isinstance(tables, dict):
            raise _unknown(task, "RequestItems")
        return tuple(
            Need((f"dynamodb:{operation}",), (task.around.table(task.around.filled(each)),)) for each in tables
        )
    table = task.around.table(task.text("TableName"))
    index = task.argument("IndexName")
    if index is None:
        return (Need((f"dynamodb:{operation}",), (table,)),)
    return (Need((f"dynamodb:{operation}",), (f"{table}/index/{task.text('IndexName')}",)),)


def actions_of(operations: tuple[str, ...]) -> tuple[str, ...]:
    """Return the IAM actions of operations as boto3 names them.

    Example:
        >>> actions_of(("get_item", "condition_check"))
        ('dynamodb:ConditionCheckItem', 'dynamodb:GetItem')
    """
    camel = {"".join(word.title() for word in each.split("_")) for each in operations}
    return tuple(sorted({_PARTS.get(each, f"dynamodb:{each}") for each in camel}))


def _transaction(task: Task) -> Iterator[Need]:
    items = task.argument("TransactItems")
    if not isinstance(items, list) or not all(isinstance(each, dict) for each in items):
        raise _unknown(task, "TransactItems")
    for item in items:
        for part, body in item.items():
            name = body.get("TableName") if isinstance(body, dict) else UNKNOWN
            if part not in _PARTS or not isinstance(name, str):
                raise _unknown(task, "TransactItems")
            yield Need((_PARTS[part],), (task.around.table(task.around.filled(name)),))


def _unknown(task: Task, name: str) -> Underivable:
    message = f"{name} of {task.state!r} is known only when the machine runs"
    return Underivable(message, task.hint("write the names of the tables as constants"))
