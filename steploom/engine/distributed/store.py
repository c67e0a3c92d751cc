"""S3 as a distributed Map needs it: the one door to its objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from steploom.engine.integration import ExecutionInfo
from steploom.errors import SteploomError
from steploom.jsontext import JsonObject

__all__ = ["ItemStore", "StoreRefused"]


class StoreRefused(SteploomError):
    """The store does not give or take an object.

    Args:
        reason: Its own words.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class ItemStore(Protocol):
    """Reads and writes objects on behalf of an execution; every method raises `StoreRefused`."""

    def get(self, execution: ExecutionInfo, arguments: JsonObject) -> bytes:
        """Return an object's content; `arguments` are those of S3's GetObject."""
        ...

    def listing(self, execution: ExecutionInfo, arguments: JsonObject) -> Iterator[JsonObject]:
        """Yield the objects of a bucket as Map items; `arguments` are those of S3's ListObjectsV2."""
        ...

    def put(self, execution: ExecutionInfo, bucket: str, key: str, body: bytes) -> None:
        """Write an object."""
        ...
