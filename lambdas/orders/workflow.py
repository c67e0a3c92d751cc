"""From an order to its receipt: a saga that owns the truth, and events that carry the news."""

from __future__ import annotations

from datetime import timedelta

from lambdas.orders.activities import Receipt, ask_manager, charge, print_label, refund_by_key, release, reserve
from lambdas.orders.events import OrderFailed, OrderFulfilled, OrderPlaced
from steploom import aws, emit, gather, saga, workflow

__all__ = ["Rejected", "fulfil"]


class Rejected(Exception):
    """The manager said no."""


@workflow(on=OrderPlaced.where(lambda e: e.total > 0 and e.country in ("DE", "FR")), timeout=timedelta(days=3))
async def fulfil(order: OrderPlaced) -> Receipt:
    """Reserve, charge, ask above the limit, print the labels; undo all of it when one step fails."""
    try:
        async with saga() as undo:
            stock = await reserve(order.order_id, order.items)
            undo(release, stock)
            # Registered before the charge: a lost reply may hide a payment.
            undo(refund_by_key, order.order_id)
            payment = await charge(order.order_id, order.total)
            if order.total > 1_000:
                approval = await ask_manager(order)
                if not approval.granted:
                    raise Rejected(f"{order.order_id}: {approval.reason}")
            labels = await gather(*(print_label(item) for item in order.items), limit=10)
    except Exception as error:
        await emit(OrderFailed(order_id=order.order_id, reason=str(error)))
        raise
    await emit(OrderFulfilled(order_id=order.order_id, labels=labels))
    await aws.dynamodb.put_item(TableName="orders", Item={"pk": {"S": order.order_id}})
    return Receipt(order_id=order.order_id, paid=payment.amount)
