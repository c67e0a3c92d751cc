"""Parquet, by pyarrow where it is installed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from steploom.engine.distributed.reading.compression import optional
from steploom.engine.failure import READER_FAILED, StateFailure
from steploom.jsontext import Json

__all__ = ["read_parquet"]


def read_parquet(body: bytes) -> Iterator[Json]:
    """Yield an object a row, a batch of rows in memory at a time.

    Raises:
        StateFailure: `States.ItemReaderFailed`, it is no Parquet.
        MissingExtra: SL903, pyarrow is not installed.
    """
    arrow, parquet = optional("pyarrow"), optional("pyarrow.parquet")
    try:
        file = parquet.ParquetFile(io.BytesIO(body))
    except arrow.ArrowInvalid as error:
        raise StateFailure(READER_FAILED, "The file is not in Parquet format.") from error
    for batch in file.iter_batches():
        for row in batch.to_pylist():
            yield _plain(row)


def _plain(value: object) -> Json:
    """The JSON form of a cell."""
    match value:
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case list():
            return [_plain(each) for each in value]
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case bytes():
            return value.decode("utf-8", "replace")
        case _:
            return value
