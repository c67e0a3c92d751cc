"""Hypothesis strategies over the generators."""

from __future__ import annotations

from hypothesis import reject
from hypothesis import strategies as st

from steploom.errors import DeclarationError
from tests.properties.choices import Drawn
from tests.properties.contracts import Contract, contract
from tests.properties.programs import Program, program

__all__ = ["contracts", "programs"]


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    """Contracts, with values that fit and values that do not."""
    return contract(Drawn(lambda bound: draw(st.integers(0, bound - 1))))


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Workflows with all that they name, an input, and how their activities answer."""
    try:
        return program(Drawn(lambda bound: draw(st.integers(0, bound - 1))))
    except DeclarationError:
        reject()
