"""How tightly the operators of JSONata bind, loosest first: the grammar's own order."""

from __future__ import annotations

__all__ = ["AND", "ATOM", "COMPARE", "CONDITIONAL", "OR", "PRODUCT", "SUM"]

CONDITIONAL, OR, AND, COMPARE, SUM, PRODUCT, ATOM = range(7)
