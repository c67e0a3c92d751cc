"""What the activities of the order service hand on."""

from __future__ import annotations

from pydantic import BaseModel

from lambdas.orders.events import Item

__all__ = ["Approval", "Payment", "Receipt", "Refund", "Stock"]


class Stock(BaseModel):
    """What is held back for an order: each article once."""

    order_id: str
    items: list[Item]


class Payment(BaseModel):
    """Money that was taken for an order; `reference` is the gateway's."""

    order_id: str
    amount: float
    reference: str


class Refund(BaseModel):
    """Money that was returned for an order; 0 where none had been taken."""

    order_id: str
    amount: float


class Approval(BaseModel):
    """A manager's answer."""

    granted: bool
    reason: str = ""


class Receipt(BaseModel):
    """How an order ends well."""

    order_id: str
    paid: float
