"""Pass a text on to a queue, topic, bus or function, as Lambda's destinations and dead letters do."""

from __future__ import annotations

import json
from typing import Any

from botocore.exceptions import ClientError

from steploom.local.clients import client

__all__ = ["pass_on"]


def pass_on(arn: str, text: str, attributes: dict[str, str]) -> bool:
    """Send a text to what an ARN names.

    Args:
        arn: Of an SQS queue, an SNS topic, an event bus or a Lambda function.
        text: The message; for a bus and a function JSON.
        attributes: Message attributes of a queue or topic, all strings.

    Returns:
        Whether it was taken.
    """
    parts = arn.split(":", 5)
    told: Any = {name: {"DataType": "String", "StringValue": value or "-"} for name, value in attributes.items()}
    service = client(parts[2], parts[3], parts[4])
    try:
        match parts[2]:
            case "sqs":
                url = service.get_queue_url(QueueName=parts[5])["QueueUrl"]
                service.send_message(QueueUrl=url, MessageBody=text, MessageAttributes=told)
            case "sns":
                service.publish(TopicArn=arn, Message=text, MessageAttributes=told)
            case "lambda":
                service.invoke(FunctionName=arn, InvocationType="Event", Payload=text)
            case "events":
                _tell(service, arn, text)
            case _:
                return False
    except ClientError:
        return False
    return True


def _tell(service: Any, arn: str, text: str) -> None:
    succeeded = json.loads(text)["requestContext"]["condition"] == "Success"
    entry = {
        "Source": "lambda",
        "DetailType": f"Lambda Function Invocation Result - {'Success' if succeeded else 'Failure'}",
        "Detail": text,
        "EventBusName": arn,
    }
    service.put_events(Entries=[entry])
