"""Which reader reads which object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from steploom.asl.model import ReaderConfig
from steploom.engine.distributed.reading.compression import unpacked
from steploom.engine.distributed.reading.delimited import read_csv, rows_of, texts_of
from steploom.engine.distributed.reading.documents import read_json, read_lines
from steploom.engine.distributed.reading.manifests import athena_objects, inventory_of
from steploom.engine.distributed.reading.parquet import read_parquet
from steploom.engine.distributed.store import ItemStore, StoreRefused
from steploom.engine.failure import READER_FAILED, StateFailure
from steploom.engine.integration import ExecutionInfo
from steploom.jsontext import Json, JsonObject

__all__ = ["Source", "read_items"]

_LISTS = "listObjectsV2"


@dataclass(frozen=True, slots=True)
class Source:
    """What a Map reads.

    Attributes:
        store: Where the objects are.
        execution: On whose behalf.
        resource: ARN of the reader.
        config: `ReaderConfig`.
        arguments: The reader's arguments, evaluated.
        most: `MaxItems`, or None.
    """

    store: ItemStore
    execution: ExecutionInfo
    resource: str
    config: ReaderConfig
    arguments: JsonObject
    most: int | None

    def get(self, bucket: str, key: str) -> bytes:
        """Return the unpacked content of another object."""
        return unpacked(key, self.store.get(self.execution, {"Bucket": bucket, "Key": key}))


def read_items(source: Source) -> Iterator[JsonObject]:
    """Yield items as the context shows them: index, value, where they come from.

    Raises:
        StateFailure: `States.ItemReaderFailed`.
    """
    if source.most is not None and source.most <= 0:
        raise StateFailure(READER_FAILED, "field MaxItems must be positive")
    bucket, key = source.arguments.get("Bucket"), source.arguments.get("Key")
    place = f"S3://{bucket}" if key is None else f"S3://{bucket}/{key}"
    index = 0
    try:
        for value in islice(_values(source), source.most):
            yield {"Index": index, "Value": value, "Source": place}
            index += 1
    except StoreRefused as refusal:
        raise StateFailure(READER_FAILED, refusal.reason) from refusal


def _values(source: Source) -> Iterable[Json]:
    config, arguments = source.config, source.arguments
    if source.resource.endswith(_LISTS):
        listed = source.store.listing(source.execution, arguments)
        if config.transformation != "LOAD_AND_FLATTEN":
            return listed
        return _flattened(source, str(arguments.get("Bucket")), (str(each["Key"]) for each in listed))
    body = unpacked(str(arguments.get("Key", "")), source.store.get(source.execution, arguments))
    if config.manifest_type == "ATHENA_DATA":
        return (each for bucket, key in athena_objects(body) for each in _flattened(source, bucket, (key,)))
    if config.manifest_type == "S3_INVENTORY" or config.input_type == "MANIFEST":
        return _inventory(source, body)
    return _parsed(config, body)


def _flattened(source: Source, bucket: str, keys: Iterable[str]) -> Iterator[Json]:
    for key in keys:
        if not key.endswith("/"):
            yield from _parsed(source.config, source.get(bucket, key))


def _inventory(source: Source, body: bytes) -> Iterator[Json]:
    inventory = inventory_of(body)
    for key in inventory.keys:
        rows = rows_of(texts_of(source.get(inventory.bucket, key)), ",")
        for row in rows:
            yield dict(zip(inventory.columns, row, strict=False))


def _parsed(config: ReaderConfig, body: bytes) -> Iterable[Json]:
    match config.input_type:
        case "CSV":
            return read_csv(config, body)
        case "JSONL":
            return read_lines(body)
        case "PARQUET":
            return read_parquet(body)
        case _:
            return read_json(body, config.items_pointer)
