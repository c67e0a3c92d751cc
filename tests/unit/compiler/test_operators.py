"""Operations and their JSONata."""

from __future__ import annotations

from typing import get_args

from steploom.compiler.emit.operators import OPERATORS
from steploom.compiler.hir import OperationName


def test_every_operation_has_a_form() -> None:
    assert set(OPERATORS) == set(get_args(OperationName))
