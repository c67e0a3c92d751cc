"""DynamoDB's time to live: moto keeps the setting, and every item for ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.dynamodb.models import dynamodb_backends

__all__ = ["expire"]


def expire(now: float) -> None:
    """Delete the items whose time is over, from every table that has one.

    AWS takes up to two days for it, and a reader must reckon with both; here it happens as soon as the clock has moved.

    Args:
        now: Seconds since the epoch.
    """
    for regions in list(dynamodb_backends.values()):
        for backend in list(regions.values()):
            for table in list(backend.tables.values()):
                if table.ttl.get("TimeToLiveStatus") == "ENABLED":
                    _expire(table, str(table.ttl["AttributeName"]), now)


def _expire(table: Any, name: str, now: float) -> None:
    for item in list(_items(table)):
        until = item.attrs.get(name)
        # Texts and other types never expire.
        if until is not None and until.type == "N" and float(until.value) <= now:
            table.delete_item(item.hash_key, item.range_key)


def _items(table: Any) -> Iterator[Any]:
    for each in table.items.values():
        if table.has_range_key:
            yield from each.values()
        else:
            yield each
