"""Placeholders in a plan: `${function.charge.arn}`, `${region}`; what only a deployment knows.

A plan is text through and through, so that it can be shown, compared and written as JSON; whoever renders it puts the
values in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, TypeAlias

__all__ = ["ACCOUNT", "PARTITION", "REGION", "Kind", "arn", "fill", "mentions", "reference"]

#: What a plan holds and refers to.
Kind: TypeAlias = Literal["function", "machine", "bus", "rule", "queue", "table", "role", "log"]

PARTITION = "${partition}"
REGION = "${region}"
ACCOUNT = "${account}"

_PLACEHOLDER = re.compile(r"\$\{(?:(partition|region|account)|([a-z]+)\.([^{}]+)\.(arn|name))\}")


def reference(kind: Kind, name: str, attribute: Literal["arn", "name"] = "arn") -> str:
    """Return the placeholder of something in the plan.

    Args:
        kind: What it is.
        name: Its name in the plan.
        attribute: Its ARN, or its physical name.

    Example:
        >>> reference("function", "charge")
        '${function.charge.arn}'
    """
    return f"${{{kind}.{name}.{attribute}}}"


def arn(service: str, resource: str) -> str:
    """Return the ARN of something outside the plan, in the account and Region that is deployed to.

    Example:
        >>> arn("sqs", "mails")
        'arn:${partition}:sqs:${region}:${account}:mails'
    """
    # Buckets have neither Region nor account in their ARN.
    where = ":" if service == "s3" else f"{REGION}:{ACCOUNT}"
    return f"arn:{PARTITION}:{service}:{where}:{resource}"


def fill(text: str, value_of: Callable[[str, str, str], str]) -> str:
    """Return `text` with every placeholder replaced.

    Args:
        text: Any text of a plan.
        value_of: Returns the value of a placeholder's kind, name and attribute; of `${region}` and the like kind is
            `pseudo` and attribute empty.

    Example:
        >>> fill("a ${region} b ${bus.shop.name}", lambda kind, name, attribute: f"<{kind} {name}>")
        'a <pseudo region> b <bus shop>'
    """

    def replaced(match: re.Match[str]) -> str:
        pseudo, kind, name, attribute = match.groups()
        return value_of("pseudo", pseudo, "") if pseudo else value_of(kind, name, attribute)

    return _PLACEHOLDER.sub(replaced, text)


def mentions(text: str, kind: Kind, name: str) -> bool:
    """Return whether `text` holds a placeholder of that thing."""
    return f"${{{kind}.{name}." in text
