"""Manifests: lists of objects whose contents are the items."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from steploom.engine.distributed.reading.delimited import texts_of
from steploom.engine.failure import READER_FAILED, StateFailure
from steploom.jsontext import parse

__all__ = ["Inventory", "athena_objects", "inventory_of"]


@dataclass(frozen=True, slots=True)
class Inventory:
    """What the manifest of an S3 inventory says.

    Attributes:
        bucket: Where its files are.
        columns: The names of their columns.
        keys: The files.
    """

    bucket: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]


def athena_objects(body: bytes) -> Iterator[tuple[str, str]]:
    r"""Yield bucket and key of each file that Athena's UNLOAD wrote.

    Example:
        >>> list(athena_objects(b"s3://results/2026/part-0\n"))
        [('results', '2026/part-0')]
    """
    for line in texts_of(body):
        uri = line.strip().strip('"')
        if not uri:
            continue
        scheme, _, rest = uri.partition("://")
        bucket, _, key = rest.partition("/")
        if scheme.lower() != "s3" or not key:
            raise StateFailure(READER_FAILED, f"The manifest names no S3 object: {uri}")
        yield bucket, key


def inventory_of(body: bytes) -> Inventory:
    """Return what an inventory's manifest says.

    Raises:
        StateFailure: `States.ItemReaderFailed`, it is none, or its files are not CSV.
    """
    try:
        told = parse("".join(texts_of(body)))
        kind, schema = told["fileFormat"], told["fileSchema"]
        bucket = told["destinationBucket"].rpartition(":")[2]
        keys = tuple(each["key"] for each in told["files"])
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise StateFailure(READER_FAILED, "The file is no manifest of an S3 inventory.") from error
    if kind != "CSV":
        raise StateFailure(READER_FAILED, f"S3 inventories in {kind} format are not supported; use CSV.")
    return Inventory(bucket, tuple(name.strip() for name in schema.split(",")), keys)
