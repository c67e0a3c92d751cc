"""The names on which the runtime and whoever deploys it agree."""

from __future__ import annotations

__all__ = [
    "ACTIVITY_ENV",
    "BUS_ENV",
    "DEFAULT_METRICS_NAMESPACE",
    "EXECUTION_KEY",
    "HANDLER_ENV",
    "IDEMPOTENCY_EXPIRY_ATTRIBUTE",
    "IDEMPOTENCY_KEY_ATTRIBUTE",
    "IDEMPOTENCY_SECONDS",
    "IDEMPOTENCY_TABLE_ENV",
    "METRICS_NAMESPACE_ENV",
    "TOKEN_KEY",
]

#: Environment: the activity of this Lambda function, as `lambdas.orders.activities:charge`.
ACTIVITY_ENV = "STEPLOOM_ACTIVITY"
#: Environment: name of the bus of events whose class names none; `default` where it is not set.
BUS_ENV = "STEPLOOM_BUS"
#: Environment: the event handler of this Lambda function, as `lambdas.orders.handlers:notify`.
HANDLER_ENV = "STEPLOOM_HANDLER"
#: Environment: name of the DynamoDB table that remembers calls that must happen once.
IDEMPOTENCY_TABLE_ENV = "STEPLOOM_IDEMPOTENCY_TABLE"
#: Partition key (a string) of that table.
IDEMPOTENCY_KEY_ATTRIBUTE = "id"
#: Attribute of that table for DynamoDB's time to live, epoch seconds.
IDEMPOTENCY_EXPIRY_ATTRIBUTE = "expiration"
#: How long a call is remembered: 14 days, as long as Step Functions can redrive an execution.
IDEMPOTENCY_SECONDS = 14 * 24 * 3600
#: Environment: CloudWatch namespace, the one that Powertools reads.
METRICS_NAMESPACE_ENV = "POWERTOOLS_METRICS_NAMESPACE"
#: The namespace where that is not set.
DEFAULT_METRICS_NAMESPACE = "steploom"
#: Payload key under which a callback's task token arrives.
TOKEN_KEY = "taskToken"  # noqa: S105 - the name of a key
#: Payload key under which the caller may tell the execution's ARN, for logs and traces; never an argument.
EXECUTION_KEY = "_execution"
