"""What the order service hears and tells."""

from __future__ import annotations

from pydantic import BaseModel, Field

from steploom import Event

__all__ = ["Item", "OrderFailed", "OrderFulfilled", "OrderPlaced"]


class Item(BaseModel):
    """One line of an order."""

    sku: str
    quantity: int = Field(ge=1)


class OrderPlaced(Event, source="shop.orders", bus="shop", version=1):
    """A customer has placed an order. `total` is in the currency of the shop."""

    order_id: str = Field(min_length=1)
    total: float = Field(gt=0)
    country: str
    items: list[Item] = Field(min_length=1)


class OrderFulfilled(Event, source="shop.orders", bus="shop", version=1):
    """An order is paid and its labels are printed."""

    order_id: str
    labels: list[str]


class OrderFailed(Event, source="shop.orders", bus="shop", version=1):
    """An order came to nothing; whatever was done for it is undone."""

    order_id: str
    reason: str
