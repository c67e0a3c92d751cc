"""Stock: held back for an order, and given back, each all or nothing and once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from lambdas.orders.errors import OrderClosed, OutOfStock, StockBusy
from lambdas.orders.events import Item
from lambdas.orders.resources import RESERVATIONS, STOCK
from lambdas.orders.tables import cancelled_because, read, transact

__all__ = ["give_back", "hold_back"]

_FAILED = "ConditionalCheckFailed"


def hold_back(order_id: str, items: Iterable[Item]) -> dict[str, int]:
    """Hold back what an order needs; return it by article. A second call for the same order changes nothing.

    Raises:
        OutOfStock: There is not enough of something.
        OrderClosed: The order gave its stock back before.
        StockBusy: Another order was quicker at this moment.
    """
    wanted = Counter[str]()
    for item in items:
        wanted[item.sku] += item.quantity
    held = {"order_id": order_id, "items": dict(wanted), "status": "reserved"}
    note = {
        "Put": {"TableName": RESERVATIONS.name, "Item": held, "ConditionExpression": "attribute_not_exists(order_id)"}
    }
    try:
        transact([note, *(_take(sku, quantity) for sku, quantity in wanted.items())])
    except ClientError as error:
        reasons = cancelled_because(error)
        if reasons[0] == _FAILED:
            return _held_before(order_id)
        _refuse(order_id, wanted, reasons[1:], error)
    return dict(wanted)


def give_back(order_id: str) -> bool:
    """Give back what is held back for an order; return whether anything was."""
    held = read(RESERVATIONS, order_id)
    if held is None or held["status"] != "reserved":
        return False
    note = {
        "Update": {
            "TableName": RESERVATIONS.name,
            "Key": {"order_id": order_id},
            "UpdateExpression": "SET #status = :released",
            "ConditionExpression": "#status = :reserved",
            "ExpressionAttributeNames": {"#status": "status"},
            "ExpressionAttributeValues": {":released": "released", ":reserved": "reserved"},
        }
    }
    try:
        transact([note, *(_return(sku, int(quantity)) for sku, quantity in held["items"].items())])
    except ClientError as error:
        if cancelled_because(error)[0] == _FAILED:
            return False
        raise StockBusy(f"{order_id}: the stock is being changed") from error
    return True


def _take(sku: str, quantity: int) -> dict[str, Any]:
    change = _change(sku, "SET available = available - :quantity", quantity)
    change["ConditionExpression"] = "available >= :quantity"
    return {"Update": change}


def _return(sku: str, quantity: int) -> dict[str, Any]:
    return {"Update": _change(sku, "ADD available :quantity", quantity)}


def _change(sku: str, expression: str, quantity: int) -> dict[str, Any]:
    return {
        "TableName": STOCK.name,
        "Key": {"sku": sku},
        "UpdateExpression": expression,
        "ExpressionAttributeValues": {":quantity": quantity},
    }


def _held_before(order_id: str) -> dict[str, int]:
    held = read(RESERVATIONS, order_id)
    if held is None or held["status"] != "reserved":
        raise OrderClosed(f"{order_id}: the order was undone; place a new one")
    return {sku: int(quantity) for sku, quantity in held["items"].items()}


def _refuse(order_id: str, wanted: Mapping[str, int], reasons: list[str], error: ClientError) -> None:
    missing = [sku for sku, reason in zip(wanted, reasons, strict=True) if reason == _FAILED]
    if missing:
        raise OutOfStock(f"{order_id}: not enough of {', '.join(missing)}") from error
    raise StockBusy(f"{order_id}: the stock is being changed") from error
