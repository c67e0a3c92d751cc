"""Readers: objects of a bucket in, items out, one file a format.

Input: the arguments of an `ItemReader` and its configuration. Output: an iterator of items, made as they are taken
(`source.py`). Must not: know S3 beyond the store, or load pyarrow and zstandard before they are needed.
"""

from __future__ import annotations

from steploom.engine.distributed.reading.source import Source, read_items

__all__ = ["Source", "read_items"]
