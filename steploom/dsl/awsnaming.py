"""The names that Step Functions gives to services, operations, members and errors, and how it writes moments.

The rules are those by which the generator of the AWS SDK for Java names classes and methods of a service model; Step
Functions writes their first letters large. botocore's models hold the names that the rules start from.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

__all__ = ["sdk_action", "sdk_error", "sdk_member", "sdk_moment", "sdk_prefix", "sdk_service"]

#: Members that Java could not have: a method of every object, a word of the language.
_RESERVED = {"Equals": "EqualsValue", "Null": "Nul"}


def sdk_prefix(service_id: str) -> str:
    """Return the prefix of a service's error names.

    Args:
        service_id: AWS's name of the service, `serviceId` in its model.

    Example:
        >>> [sdk_prefix(each) for each in ("DynamoDB", "SFN", "CloudWatch Logs", "FSx", "SESv2", "Config Service")]
        ['DynamoDb', 'Sfn', 'CloudWatchLogs', 'FSx', 'SesV2', 'Config']
    """
    name = _words(service_id)
    for lead in ("Amazon", "Aws"):
        name = name.removeprefix(lead)
    return name.removesuffix("Service")


def sdk_service(service_id: str) -> str:
    """Return a service's name in an `aws-sdk` resource.

    Example:
        >>> [sdk_service(each) for each in ("SFN", "CloudWatch Logs", "Elastic Load Balancing v2", "Directory Service")]
        ['sfn', 'cloudwatchlogs', 'elasticloadbalancingv2', 'directory']
    """
    return sdk_prefix(service_id).lower()


def sdk_action(operation: str) -> str:
    """Return an operation's name in an `aws-sdk` resource.

    Example:
        >>> sdk_action("ListObjectsV2"), sdk_action("DescribeDBInstances")
        ('listObjectsV2', 'describeDBInstances')
    """
    return _uncapitalized(operation)


@lru_cache(maxsize=100_000)
def sdk_member(name: str) -> str:
    """Return the name of a member of a request or response.

    Example:
        >>> [sdk_member(each) for each in ("executionArn", "DBInstanceIdentifier", "ETag", "ChecksumCRC32", "equals")]
        ['ExecutionArn', 'DbInstanceIdentifier', 'ETag', 'ChecksumCRC32', 'EqualsValue']
    """
    plain = _uncapitalized(name)
    large = plain[:1].upper() + plain[1:]
    return _RESERVED.get(large, large)


def sdk_moment(moment: datetime) -> str:
    """Return a moment as a result has it: in UTC, fractions in groups of three digits, none where there is none.

    Example:
        >>> sdk_moment(datetime(2026, 1, 1, tzinfo=UTC)), sdk_moment(datetime(2026, 1, 1, 0, 0, 0, 500_000, tzinfo=UTC))
        ('2026-01-01T00:00:00Z', '2026-01-01T00:00:00.500Z')
    """
    small = moment.microsecond
    precision = "seconds" if not small else "microseconds" if small % 1000 else "milliseconds"
    return moment.astimezone(UTC).isoformat(timespec=precision).replace("+00:00", "Z")


def sdk_error(shape: str) -> str:
    """Return the name of an error that a service's model has.

    Example:
        >>> [sdk_error(each) for each in ("NoSuchKey", "DBInstanceNotFoundFault", "KMSDisabledException")]
        ['NoSuchKeyException', 'DbInstanceNotFoundException', 'KmsDisabledException']
    """
    return _words(shape.removesuffix("Fault").removesuffix("Exception")) + "Exception"


def _words(text: str) -> str:
    """A name in Pascal case, word by word: `DynamoDB` is `DynamoDb`."""
    text = re.sub(r"[^A-Za-z0-9]+", " ", text)
    text = re.sub(r"([^a-z]{2,})v([0-9]+)", r"\1 v\2 ", text)
    text = re.sub(r"([^A-Z]{2,})V([0-9]+)", r"\1 V\2 ", text)
    text = re.sub(r"(?<=[a-z])(?=[A-Z][a-zA-Z0-9])", " ", text)
    text = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", text)
    text = re.sub(r"([0-9])([a-zA-Z])", r"\1 \2", text)
    return "".join(word[0].upper() + word[1:].lower() for word in text.split())


def _uncapitalized(name: str) -> str:
    """Small letters up to the last large one before a small one: `DBName` is `dbName`, `ETag` is `eTag`."""
    end = 1
    while end < len(name) and name[end].isupper() and not (end + 1 < len(name) and name[end + 1].islower()):
        end += 1
    return name[:end].lower() + name[end:]
