"""Objects that are packed: gzip and zstd, told by the ends of their keys."""

from __future__ import annotations

import gzip
import importlib
from typing import Any

from steploom.engine.distributed.store import StoreRefused
from steploom.extras import extra

__all__ = ["optional", "unpacked"]


def unpacked(key: str, body: bytes) -> bytes:
    """Return the content of an object without its packing.

    Raises:
        StoreRefused: It is not packed as its key says.
        MissingExtra: SL903, zstandard is not installed.
    """
    if key.endswith(".gz"):
        try:
            return gzip.decompress(body)
        except (OSError, EOFError) as error:
            raise StoreRefused(f"The object {key} is not in gzip format") from error
    if key.endswith((".zstd", ".zst")):
        library = optional("zstandard")
        try:
            made: bytes = library.ZstdDecompressor().stream_reader(body).read()
        except library.ZstdError as error:
            raise StoreRefused(f"The object {key} is not in zstd format") from error
        return made
    return body


def optional(name: str) -> Any:
    """Return a library of the extra `data`, loaded on first use.

    Raises:
        MissingExtra: SL903, it is not installed.
    """
    with extra("data", "steploom.engine.distributed"):
        return importlib.import_module(name)
