"""What can go wrong with an order.

OrderError
├── OutOfStock            there is not enough of something; nothing was reserved
├── OrderClosed           the order was undone before; a new attempt is a new order
├── StockBusy             other orders took the same stock at this moment; worth another try
└── PaymentError
    ├── CardDeclined      the customer's bank said no; no money was taken
    └── PaymentGatewayDown    the gateway could not be reached; no money was taken; worth another try
"""

from __future__ import annotations

__all__ = [
    "CardDeclined",
    "OrderClosed",
    "OrderError",
    "OutOfStock",
    "PaymentError",
    "PaymentGatewayDown",
    "StockBusy",
]


class OrderError(Exception):
    """The root of the tree."""


class OutOfStock(OrderError):
    """There is not enough of something; nothing was reserved."""


class OrderClosed(OrderError):
    """The order was undone before; a new attempt is a new order."""


class StockBusy(OrderError):
    """Other orders took the same stock at this moment."""


class PaymentError(OrderError):
    """The money could not be taken."""


class CardDeclined(PaymentError):
    """The customer's bank said no; no money was taken."""


class PaymentGatewayDown(PaymentError):
    """The gateway could not be reached; no money was taken."""
