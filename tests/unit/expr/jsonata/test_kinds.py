from __future__ import annotations

from typing import get_args

from steploom.expr.jsonata.lowering import _LOWERED
from steploom.expr.jsonata.nodes import Node


def test_every_kind_of_node_is_lowered():
    assert set(_LOWERED) == set(get_args(Node))
