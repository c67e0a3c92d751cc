"""What the order workflow does, step by step; each function runs in a Lambda function of its own.

All of them may be called twice for the same order, as anything behind a network may: the second call finds the work
done. Those that undo (`release`, `refund_by_key`) also find it well when there is nothing to undo.
"""

from __future__ import annotations

import zlib
from datetime import timedelta
from decimal import Decimal

from lambdas.orders.errors import (
    CardDeclined,
    OrderClosed,
    OrderError,
    OutOfStock,
    PaymentError,
    PaymentGatewayDown,
    StockBusy,
)
from lambdas.orders.events import Item, OrderPlaced
from lambdas.orders.gateway import the_gateway
from lambdas.orders.models import Approval, Payment, Receipt, Refund, Stock
from lambdas.orders.resources import APPROVALS, PAYMENTS
from lambdas.orders.tables import put_new, table
from lambdas.orders.warehouse import give_back, hold_back
from steploom import Retry, TaskToken, activity

__all__ = [
    "Approval",
    "CardDeclined",
    "OrderClosed",
    "OrderError",
    "OutOfStock",
    "Payment",
    "PaymentError",
    "PaymentGatewayDown",
    "Receipt",
    "Refund",
    "Stock",
    "StockBusy",
    "ask_manager",
    "charge",
    "print_label",
    "refund_by_key",
    "release",
    "reserve",
]


@activity(retry=Retry(StockBusy, attempts=5, interval=1, backoff=2.0), timeout=30)
def reserve(order_id: str, items: list[Item]) -> Stock:
    """Hold back every item of the order, or none."""
    held = hold_back(order_id, items)
    return Stock(order_id=order_id, items=[Item(sku=sku, quantity=quantity) for sku, quantity in held.items()])


@activity(timeout=30)
def release(stock: Stock) -> None:
    """Give back what is held back for the order."""
    give_back(stock.order_id)


@activity(retry=Retry(PaymentGatewayDown, attempts=4, backoff=2.0, jitter=False), timeout=30, idempotent_by="order_id")
def charge(order_id: str, amount: float) -> Payment:
    """Take the money. The order's id is the gateway's idempotency key, so that an order pays once at most."""
    exact = Decimal(str(amount))
    reference = the_gateway().charge(order_id, exact)
    put_new(PAYMENTS, {"order_id": order_id, "amount": exact, "reference": reference, "status": "charged"})
    return Payment(order_id=order_id, amount=amount, reference=reference)


@activity(timeout=30)
def refund_by_key(order_id: str) -> Refund:
    """Return the money of an order, once, if any was taken.

    The gateway is asked, not our ledger: a charge whose answer was lost stands only there.
    """
    amount = the_gateway().refund(order_id)
    if amount:
        table(PAYMENTS).update_item(
            Key={"order_id": order_id},
            UpdateExpression="SET #status = :refunded, amount = :amount",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={":refunded": "refunded", ":amount": amount},
        )
    return Refund(order_id=order_id, amount=float(amount))


@activity(timeout=timedelta(hours=24))
def ask_manager(token: TaskToken, order: OrderPlaced) -> Approval:
    """Put the question where a manager finds it; `approvals.decide` answers with the token."""
    table(APPROVALS).put_item(
        Item={
            "order_id": order.order_id,
            "token": token.value,
            "total": Decimal(str(order.total)),
            "country": order.country,
        }
    )
    return Approval(granted=False, reason="not answered yet")  # ignored: the answer comes with the token


@activity(timeout=30)
def print_label(item: Item) -> str:
    """Return the text of an item's shipping label, with a check sum for scanners."""
    text = f"{item.quantity} x {item.sku}"
    return f"{text} #{zlib.crc32(text.encode()):08x}"
