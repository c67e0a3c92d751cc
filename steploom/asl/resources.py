"""The `Resource` of a Task: what it calls, and how it waits for the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Kind", "Pattern", "Resource", "is_resource", "parse_resource"]

Kind: TypeAlias = Literal["lambda", "activity", "optimized", "sdk", "http"]
Pattern: TypeAlias = Literal["request", "sync", "sync:2", "waitForTaskToken"]

# AWS takes any text as the region and account of an ARN when a definition is created.
_ARN = re.compile(r"arn:(aws(?:-[a-z]+)*):([a-z0-9-]+):([^:]*):([^:]*):(.+)", re.ASCII)
_FUNCTION = re.compile(r"function:([\w.-]+)(?::(\$LATEST|[\w.-]+))?", re.ASCII)
_ACTIVITY = re.compile(r"activity:([^:]+)")
_SUFFIX = re.compile(r"(.*?)\.(sync|sync:2|waitForTaskToken)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Resource:
    """A parsed `Resource`.

    Attributes:
        kind: `lambda` and `activity` are ARNs of things; `optimized`, `sdk` and `http` are integrations.
        service: `lambda`, `sqs`, `states` …; for `sdk` the service's name in the AWS SDK for Java (`dynamodb`).
        action: `invoke`, `sendMessage` …, without the pattern.
        pattern: How the task waits: for the response, for the job, for the job (parsed), for a task token.
        arn: The text as it is written.
        partition: `aws`, `aws-cn`, `aws-us-gov`.
        region: Region of a function or activity, else empty.
        account: Account of a function or activity, else empty.
        name: Name of a function or activity, else empty.
        qualifier: Version or alias of a function, or None.
    """

    kind: Kind
    service: str
    action: str
    pattern: Pattern
    arn: str
    partition: str = "aws"
    region: str = ""
    account: str = ""
    name: str = ""
    qualifier: str | None = None


def parse_resource(arn: str) -> Resource:
    """Return what a Task's `Resource` means.

    Args:
        arn: The ARN of a function or activity, or of an integration.

    Raises:
        ValueError: The text is no ARN that a Task can call.

    Example:
        >>> found = parse_resource("arn:aws:states:::sqs:sendMessage.waitForTaskToken")
        >>> found.kind, found.service, found.action, found.pattern
        ('optimized', 'sqs', 'sendMessage', 'waitForTaskToken')
    """
    match = _ARN.fullmatch(arn)
    if match is None:
        raise ValueError(f"{arn!r} is no ARN")
    partition, service, region, account, rest = match.groups()
    where = {"partition": partition, "region": region, "account": account}
    if service == "lambda" and (function := _FUNCTION.fullmatch(rest)):
        name, qualifier = function.groups()
        return Resource("lambda", "lambda", "invoke", "request", arn, **where, name=name, qualifier=qualifier)
    if service == "states" and (activity := _ACTIVITY.fullmatch(rest)):
        return Resource("activity", "states", "activity", "request", arn, **where, name=activity.group(1))
    if service == "states" and not rest.startswith("activity:"):
        return _integration(arn, partition, rest)
    raise ValueError(f"a Task cannot call {arn!r}")


def is_resource(text: str) -> bool:
    """Return whether `parse_resource` knows what a text means.

    Example:
        >>> is_resource("arn:aws:states:::sqs:sendMessage"), is_resource("foo:bar")
        (True, False)
    """
    try:
        parse_resource(text)
    except ValueError:
        return False
    return True


def _integration(arn: str, partition: str, rest: str) -> Resource:
    suffix = _SUFFIX.fullmatch(rest)
    body, pattern = (suffix.group(1), suffix.group(2)) if suffix else (rest, "request")
    parts = body.split(":")
    match parts:
        case ["aws-sdk", service, action] if service and action:
            return Resource("sdk", service, action, pattern, arn, partition)  # type: ignore[arg-type]
        case ["http", "invoke"]:
            return Resource("http", "http", "invoke", pattern, arn, partition)  # type: ignore[arg-type]
        case [service, action] if service and action and service != "aws-sdk":
            return Resource("optimized", service, action, pattern, arn, partition)  # type: ignore[arg-type]
        case _:
            raise ValueError(f"a Task cannot call {arn!r}")
