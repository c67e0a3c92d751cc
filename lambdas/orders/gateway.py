"""The payment gateway: what the service asks of one, and a sandbox that behaves as providers' sandboxes do.

The sandbox takes no real money. Its side of a payment is kept in the table `gateway`, and some amounts make it act
up, below and above the limit from which a manager is asked:

| amount | what happens |
|---|---|
| 402.00, 1402.00 | the card is declined |
| 503.00, 1503.00 | the gateway is down for the first two attempts of an order; the third succeeds |
| 504.00, 1504.00 | the money is taken, the answer comes after 40 s: the caller has given up by then |
| any other | the money is taken |

A real gateway plugs in as a class with the two methods of `Gateway`, returned by `the_gateway`. Whatever provider it
calls, the order's id must go along as the idempotency key of both calls (Stripe's `Idempotency-Key`, Adyen's
`idempotency-key`), network failures and 5xx answers must become `PaymentGatewayDown`, and a refusal `CardDeclined`.
"""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Protocol

from botocore.exceptions import ClientError

from lambdas.orders.errors import CardDeclined, PaymentGatewayDown
from lambdas.orders.resources import GATEWAY
from lambdas.orders.tables import condition_failed, put_new, read, table

__all__ = ["DECLINED", "FLAKY", "SLOW", "Gateway", "Sandbox", "the_gateway"]

DECLINED = frozenset({Decimal(402), Decimal(1402)})
FLAKY = frozenset({Decimal(503), Decimal(1503)})
SLOW = frozenset({Decimal(504), Decimal(1504)})

_ATTEMPTS_UNTIL_UP = 3
_SLOW_SECONDS = 40


class Gateway(Protocol):
    """What the service asks of a payment gateway; both calls may be repeated with the same key."""

    def charge(self, key: str, amount: Decimal) -> str:
        """Take `amount` once for `key`; return the gateway's reference.

        Raises:
            CardDeclined: No money was taken, and none will be.
            PaymentGatewayDown: No money was taken; another try may succeed.
        """
        ...

    def refund(self, key: str) -> Decimal:
        """Return once what was taken for `key`; return the amount, 0 where nothing was taken.

        Afterwards no money can be taken for `key`: a charge that is still on its way finds it void.
        """
        ...


class Sandbox:
    """A gateway without money."""

    def charge(self, key: str, amount: Decimal) -> str:
        """Take the amount, unless it is one of the magic ones (see the module)."""
        if amount in DECLINED:
            raise CardDeclined(f"{key}: the bank declined {amount:.2f}")
        if amount in FLAKY:
            self._come_up(key)
        self._take(key, amount)
        if amount in SLOW:
            time.sleep(_SLOW_SECONDS)
        return _reference(key)

    def refund(self, key: str) -> Decimal:
        """Return what was taken, or make the key void where nothing was."""
        if put_new(GATEWAY, {"key": key, "status": "void", "amount": Decimal(0)}):
            return Decimal(0)
        try:
            table(GATEWAY).update_item(
                Key={"key": key},
                UpdateExpression="SET #status = :returned",
                ConditionExpression="#status = :taken",
                ExpressionAttributeNames={"#status": "status"},
                ExpressionAttributeValues={":taken": "taken", ":returned": "returned"},
            )
        except ClientError as error:
            if not condition_failed(error):
                raise
        found = read(GATEWAY, key) or {}
        return Decimal(found.get("amount", 0))

    def _come_up(self, key: str) -> None:
        counted = table(GATEWAY).update_item(
            Key={"key": f"{key}#attempts"},
            UpdateExpression="ADD attempts :one",
            ExpressionAttributeValues={":one": 1},
            ReturnValues="UPDATED_NEW",
        )
        attempts = int(str(counted["Attributes"]["attempts"]))
        if attempts < _ATTEMPTS_UNTIL_UP:
            raise PaymentGatewayDown(f"{key}: no answer from the gateway (attempt {attempts})")

    def _take(self, key: str, amount: Decimal) -> None:
        if put_new(GATEWAY, {"key": key, "status": "taken", "amount": amount}):
            return
        found = read(GATEWAY, key) or {}
        if found.get("status") != "taken" or found.get("amount") != amount:
            raise CardDeclined(f"{key}: the payment was refunded or is for another amount")


def _reference(key: str) -> str:
    return f"sandbox-{key}"


def the_gateway() -> Gateway:
    """Return the gateway that this deployment charges with."""
    return Sandbox()
