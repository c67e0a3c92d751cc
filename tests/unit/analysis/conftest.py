"""Histories to look at, as the views' tests make them."""

from __future__ import annotations

from tests.unit.views.conftest import graph, model, record

__all__ = ["graph", "model", "record"]
