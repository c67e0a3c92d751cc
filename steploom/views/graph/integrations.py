"""What a Task calls, in a few words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from steploom.asl import Resource, TaskState, parse_resource
from steploom.jsontext import Json
from steploom.views.graph.words import clip

__all__ = ["integration"]

#: The argument that says most about a call, by service.
_TELLING = {
    "lambda": "FunctionName",
    "dynamodb": "TableName",
    "sns": "TopicArn",
    "sqs": "QueueUrl",
    "states": "StateMachineArn",
    "s3": "Bucket",
    "glue": "JobName",
    "batch": "JobDefinition",
    "ecs": "TaskDefinition",
    "http": "ApiEndpoint",
    "bedrock": "ModelId",
}
_WAITS = {"request": "", "sync": "waits for job", "sync:2": "waits for job", "waitForTaskToken": "callback"}
_LENGTH = 36


def integration(task: TaskState) -> tuple[str, str]:
    """Return a Task's service and its label; text that is no ARN is its own label.

    Example:
        >>> integration(TaskState(resource="arn:aws:states:::lambda:invoke", arguments={"FunctionName": "charge"}))
        ('lambda', 'lambda charge')
    """
    try:
        resource = parse_resource(task.resource)
    except ValueError:
        return "", clip(task.resource.rsplit(":", 1)[-1], _LENGTH)
    parts = [_call(resource, task), _WAITS[resource.pattern]]
    return resource.service, " · ".join(part for part in parts if part)


def _call(resource: Resource, task: TaskState) -> str:
    if resource.name:
        return clip(f"{resource.kind} {resource.name}", _LENGTH)
    arguments = task.arguments or task.parameters
    name = _event(arguments) if resource.service == "events" else _named(arguments, _TELLING.get(resource.service, ""))
    if resource.service == "lambda":
        return clip(f"lambda {name}", _LENGTH) if name else "lambda"
    if resource.kind == "http":
        return clip(" ".join(part for part in ("http", _literal(arguments, "Method"), name) if part), _LENGTH)
    return clip(" ".join(part for part in (resource.service, resource.action, name) if part), _LENGTH)


def _named(arguments: Json, key: str) -> str:
    """Return the literal in `key` without the parts of an ARN or address that say nothing."""
    text = _literal(arguments, key) if key else ""
    if text.startswith("arn:"):
        tail = text.split(":", 5)[-1]
        return re.sub(r"^(function|stateMachine|table|task-definition|job-definition)[:/]", "", tail)
    if text.startswith(("http://", "https://")):
        return text.rstrip("/").rsplit("/", 1)[-1] if key == "QueueUrl" else text.split("/")[2]
    return text


def _literal(arguments: Json, key: str) -> str:
    """Return the text in `key`, in an object or written into one expression; empty where it is computed."""
    if isinstance(arguments, str):
        found = re.search(rf"""(['"]){key}\1\s*:\s*(['"])([^'"]*)\2""", arguments)
        return found.group(3) if found else ""
    if isinstance(arguments, Mapping):
        value = arguments.get(key)
        if isinstance(value, str) and not value.startswith(("{%", "$")):
            return value
    return ""


def _event(arguments: Json) -> str:
    entries = arguments.get("Entries") if isinstance(arguments, Mapping) else arguments
    if isinstance(entries, str):
        return _literal(entries, "DetailType")
    kinds = [_literal(each, "DetailType") for each in entries] if isinstance(entries, list | tuple) else []
    return ", ".join(dict.fromkeys(kind for kind in kinds if kind))
