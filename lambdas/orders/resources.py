"""The tables of the order service, as frozen data: for the CDK stack, and for `local.prepare`.

| table | key | one item is | attributes |
|---|---|---|---|
| orders | pk | a fulfilled order | |
| stock | sku | an article | available |
| reservations | order_id | what an order holds back | items {sku: quantity}, status: reserved or released |
| payments | order_id | our ledger | amount, reference, status: charged or refunded |
| approvals | order_id | a manager's open question | token, total, country |
| gateway | key | the sandbox's side of a payment | amount, status: taken, returned or void; attempts |
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["APPROVALS", "GATEWAY", "ORDERS", "PAYMENTS", "RESERVATIONS", "STOCK", "TABLES", "Table"]


@dataclass(frozen=True, slots=True)
class Table:
    """A DynamoDB table, billed by request.

    Attributes:
        name: As the code names it.
        key: The partition key, a string.
    """

    name: str
    key: str


ORDERS = Table("orders", "pk")
STOCK = Table("stock", "sku")
RESERVATIONS = Table("reservations", "order_id")
PAYMENTS = Table("payments", "order_id")
APPROVALS = Table("approvals", "order_id")
GATEWAY = Table("gateway", "key")

#: All of them.
TABLES: tuple[Table, ...] = (ORDERS, STOCK, RESERVATIONS, PAYMENTS, APPROVALS, GATEWAY)
