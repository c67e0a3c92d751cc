"""AWS SDK integrations: the action of the call, on the resource that an argument names.

Only calls whose resource is plain from their arguments are here; for any other a user says what it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from steploom.deploy.iam import dynamodb, eventbus, messaging
from steploom.deploy.iam.needs import Need, Task, Underivable
from steploom.deploy.references import arn

__all__ = ["needs"]

#: Service of the SDK → prefix of its IAM actions, where they differ.
_PREFIXES = {
    "sfn": "states",
    "eventbridge": "events",
    "cloudwatch": "cloudwatch",
    "cloudwatchlogs": "logs",
    "sesv2": "ses",
}
#: Service and argument → ARN of the resource; the first argument that is given counts.
_RESOURCES: Mapping[str, Mapping[str, Callable[[str], str]]] = {
    "sfn": {"StateMachineArn": str, "ExecutionArn": str, "ActivityArn": str},
    "lambda": {
        "FunctionName": lambda name: name if name.startswith(("arn:", "${")) else arn("lambda", f"function:{name}")
    },
    "ssm": {"Name": lambda name: arn("ssm", f"parameter/{name.lstrip('/')}")},
    "secretsmanager": {
        "SecretId": lambda name: name if name.startswith("arn:") else arn("secretsmanager", f"secret:{name}-??????")
    },
    "kinesis": {"StreamARN": str, "StreamName": lambda name: arn("kinesis", f"stream/{name}")},
    "firehose": {"DeliveryStreamName": lambda name: arn("firehose", f"deliverystream/{name}")},
    "glue": {"JobName": lambda name: arn("glue", f"job/{name}")},
}
#: Calls whose IAM action has another name.
_ACTIONS = {("lambda", "invoke"): "lambda:InvokeFunction"}
#: Calls of S3 whose IAM action is that of the object.
_OBJECT_ACTIONS = {
    "deleteObject": "s3:DeleteObject",
    "getObject": "s3:GetObject",
    "headObject": "s3:GetObject",
    "putObject": "s3:PutObject",
}
#: Calls of which AWS knows no resource.
_WITHOUT_RESOURCE = {
    ("cloudwatch", "putMetricData"): "cloudwatch:PutMetricData knows no resources",
    ("sts", "getCallerIdentity"): "sts:GetCallerIdentity knows no resources",
}


def needs(task: Task) -> tuple[Need, ...]:
    """Return what an AWS SDK integration needs."""
    service, action = task.resource.service, task.resource.action
    if service in _FAMILIES:
        return _FAMILIES[service](task)
    if service == "eventbridge" and action == "putEvents":
        return eventbus.needs(task)
    name = _ACTIONS.get((service, action)) or f"{_PREFIXES.get(service, service)}:{action[:1].upper()}{action[1:]}"
    if (service, action) in _WITHOUT_RESOURCE:
        return (Need((name,), ("*",), reason=_WITHOUT_RESOURCE[service, action]),)
    for argument, resource in _RESOURCES.get(service, {}).items():
        if task.argument(argument) is not None:
            return (Need((name,), (resource(task.text(argument)),)),)
    message = f"which resource {service}:{action} of {task.state!r} acts on cannot be derived"
    raise Underivable(message, task.hint("call it through an activity"))


def _objects(task: Task) -> tuple[Need, ...]:
    action = task.resource.action
    if action in {"listObjectsV2", "listObjects"}:
        return (Need(("s3:ListBucket",), (arn("s3", task.text("Bucket")),)),)
    if action not in _OBJECT_ACTIONS:
        message = f"which resource s3:{action} of {task.state!r} acts on cannot be derived"
        raise Underivable(message, task.hint("call it through an activity"))
    bucket, key = arn("s3", task.text("Bucket")), task.argument("Key")
    # Which object it is may be known only when the machine runs; then it is any of the bucket.
    return (Need((_OBJECT_ACTIONS[action],), (f"{bucket}/{key if isinstance(key, str) else '*'}",)),)


_FAMILIES: Mapping[str, Callable[[Task], tuple[Need, ...]]] = {
    "dynamodb": dynamodb.needs,
    "s3": _objects,
    "sns": messaging.topic_needs,
    "sqs": messaging.queue_needs,
}
