"""The compact form of an event."""

from __future__ import annotations

from typing import Any, TypeAlias

__all__ = ["Entry"]

#: `(kind, previous event id, epoch seconds, *payload)`; what the payload holds stands in `kinds.py` for each kind.
Entry: TypeAlias = tuple[Any, ...]
