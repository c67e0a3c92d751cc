"""What a task's arguments are, as far as it can be read without running anything."""

from __future__ import annotations

from steploom.asl import ABSENT, Absent
from steploom.deploy.iam.needs import UNKNOWN, Known
from steploom.expr.jsonata import parse
from steploom.expr.jsonata.nodes import ArrayNode, Block, Condition, Literal, Node, ObjectNode
from steploom.jsontext import Json

__all__ = ["known_arguments", "known_parameters"]


def known_arguments(value: Json | Absent) -> Known:
    """Return JSONata `Arguments` with `UNKNOWN` in place of what only an execution knows.

    Example:
        >>> known_arguments({"TableName": "orders", "Key": "{% $key %}"})["TableName"]
        'orders'
        >>> known_arguments("{% ($x := 1; {'FunctionName': 'charge', 'Payload': $x}) %}")["FunctionName"]
        'charge'
    """
    if value is ABSENT:
        return {}
    if isinstance(value, str) and value.startswith("{%") and value.endswith("%}"):
        return _of_node(parse(value[2:-2].strip()))
    if isinstance(value, dict):
        return {key: known_arguments(each) for key, each in value.items()}
    return [known_arguments(each) for each in value] if isinstance(value, list) else value


def known_parameters(value: Json | Absent) -> Known:
    """Return JSONPath `Parameters` with `UNKNOWN` in place of paths and intrinsics.

    Example:
        >>> known_parameters({"TopicArn.$": "$.topic"})["TopicArn"].name
        'UNKNOWN'
    """
    if value is ABSENT:
        return {}
    if isinstance(value, dict):
        return {
            key.removesuffix(".$"): UNKNOWN if key.endswith(".$") else known_parameters(each)
            for key, each in value.items()
        }
    return [known_parameters(each) for each in value] if isinstance(value, list) else value


def _of_node(node: Node) -> Known:
    match node:
        case Literal(value=value):
            return value
        case Block(expressions=(*_, last)):
            return _of_node(last)
        case ArrayNode(items=items):
            return [_of_node(each) for each in items]
        case ObjectNode(pairs=pairs) if all(isinstance(key, Literal) for key, _ in pairs):
            # A key that only an execution knows could be any of them, so it hides the whole object.
            return {key.value: _of_node(each) for key, each in pairs if isinstance(key, Literal)}
        case Condition(then=then, otherwise=otherwise) if otherwise is not None:
            found = _of_node(then)
            return found if found == _of_node(otherwise) else UNKNOWN
    return UNKNOWN
