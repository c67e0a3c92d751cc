"""Awaits inside expressions, helpers, assignments: natively and compiled the same."""

from __future__ import annotations

import pytest

from tests.e2e.acting import assigns, comps, helped, inexpr, loop
from tests.e2e.both import assert_same, run_compiled, run_native

D = ({"k": 1, "j": 2}, {"j": 2}, {"k": 1})
RUNS = [
    *((inexpr, {"n": n, "d": d}) for n in range(5) for d in D),
    *((loop, {"n": n}) for n in (1, 2, 3)),
    *((comps, {"n": 1, "xs": xs}) for xs in ([], [1], [1, 2], [3])),
    *((helped, {"n": n}) for n in (1, 2, 3, 8)),
    *((assigns, {"n": n, "xs": xs}) for n, xs in ((1, [1, 2]), (9, [1, 2]), (2, [1]), (1, [1, 2, 3]), (3, [0, 0]))),
]


@pytest.mark.parametrize(("flow", "data"), RUNS, ids=[f"{flow.name}-{at}" for at, (flow, _) in enumerate(RUNS)])
def test_same(flow, data):
    assert_same(run_native(flow, data, dict), run_compiled(flow, data, dict))
