"""Hypothesis strategies over the generators."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.properties.choices import Drawn
from tests.properties.contracts import Contract, contract

__all__ = ["contracts"]


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    """Contracts, with values that fit and values that do not."""
    return contract(Drawn(lambda bound: draw(st.integers(0, bound - 1))))
