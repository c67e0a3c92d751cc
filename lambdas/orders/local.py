"""The order service in the local cloud: its tables, and something on the shelves.

`steploom run` calls `prepare` of the `local.py` beside a workflow; tests call it themselves.
"""

from __future__ import annotations

import boto3

from lambdas.orders.resources import STOCK, TABLES

__all__ = ["SHELVES", "prepare"]

#: Article and what is available of it. `moon-dust` is sold out.
SHELVES: dict[str, int] = {"tea-assam": 40, "tea-sencha": 25, "mug-blue": 12, "kettle-copper": 5, "moon-dust": 0}


def prepare(cloud: object) -> None:  # noqa: ARG001 - what every `prepare` is given; boto3 is enough here
    """Create the tables that are not there yet, and fill the shelves.

    Args:
        cloud: The local cloud that is running.
    """
    client = boto3.client("dynamodb")
    existing = {name for page in client.get_paginator("list_tables").paginate() for name in page["TableNames"]}
    for each in TABLES:
        if each.name not in existing:
            client.create_table(
                TableName=each.name,
                AttributeDefinitions=[{"AttributeName": each.key, "AttributeType": "S"}],
                KeySchema=[{"AttributeName": each.key, "KeyType": "HASH"}],
                BillingMode="PAY_PER_REQUEST",
            )
    for sku, available in SHELVES.items():
        client.put_item(TableName=STOCK.name, Item={"sku": {"S": sku}, "available": {"N": str(available)}})
