"""Patterns, loops over whatever can be iterated, changes of values: natively and compiled the same."""

from __future__ import annotations

import pytest

from tests.e2e import matching
from tests.e2e.both import assert_same, run_compiled, run_native

CARD, ZERO, CASH = {"kind": "card", "number": "7"}, {"kind": "card", "number": "0"}, {"kind": "cash", "amount": 2}
INPUTS = [
    {"pay": pay, "size": size, "tags": tags, "prices": prices, "note": note}
    for pay, size, tags, prices, note in (
        (CARD, "s", [], {}, None),
        (ZERO, "m", ["a"], {"tea": 1}, "n"),
        (CASH, "l", ["x", "y"], {"tea": 1, "mug": 2}, ""),
        (CASH, "l", ["b", "ccc", "dd"], {"mug": 2}, "zz"),
    )
]
NAMES = ("classes", "literals", "sequences", "mappings", "narrowing", "loops", "starred", "changes")


@pytest.mark.parametrize("at", range(len(INPUTS)))
@pytest.mark.parametrize("name", NAMES)
def test_same(name, at):
    flow = getattr(matching, name)
    assert_same(run_native(flow, INPUTS[at], dict), run_compiled(flow, INPUTS[at], dict))
