"""Distributed Maps: items from a state's data or from S3 in, child executions and their results out.

`reading/` turns objects of a bucket into items, `batching.py` items into inputs, `run.py` inputs into child executions,
`writing.py` results into files; S3 is behind `store.py`. Must not: hold more items than run at once, or know boto3.
"""

from __future__ import annotations

from steploom.engine.distributed.batching import Batching, batches

__all__ = ["Batching", "batches"]
