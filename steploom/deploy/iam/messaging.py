"""SQS and SNS: the right to send to a queue, to publish to a topic."""

from __future__ import annotations

import re

from steploom.deploy.iam.needs import Need, Task, Underivable
from steploom.deploy.references import PARTITION

__all__ = ["queue_needs", "topic_needs"]

_URL = re.compile(r"https?://sqs\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/([0-9]{12})/([\w.-]+)", re.ASCII)


def queue_needs(task: Task) -> tuple[Need, ...]:
    """Return what a task on a queue needs: its QueueUrl must be known."""
    url = task.text("QueueUrl")
    action = f"sqs:{task.resource.action[:1].upper()}{task.resource.action[1:]}".removesuffix("Batch")
    if url.startswith("${"):
        return (Need((action,), (re.sub(r"\.name\}$", ".arn}", url),)),)
    found = _URL.fullmatch(url)
    if found is None:
        message = f"QueueUrl of {task.state!r} is no URL of a queue: {url}"
        raise Underivable(message, task.hint("write https://sqs.<region>.amazonaws.com/<account>/<queue>"))
    region, account, name = found.groups()
    return (Need((action,), (f"arn:{PARTITION}:sqs:{region}:{account}:{name}",)),)


def topic_needs(task: Task) -> tuple[Need, ...]:
    """Return what `sns:publish` needs: a topic; a telephone number has no ARN, there AWS forces `*`."""
    action = f"sns:{task.resource.action[:1].upper()}{task.resource.action[1:]}".removesuffix("Batch")
    if task.argument("PhoneNumber") is not None:
        return (Need((action,), ("*",), reason="a telephone number has no ARN"),)
    name = "TargetArn" if task.argument("TargetArn") is not None else "TopicArn"
    return (Need((action,), (task.text(name),)),)
