"""A workflow of many steps compiles."""

from __future__ import annotations

from steploom.compiler import compile_workflow
from tests.properties.loading import load_source

HEAD = "from steploom import activity, workflow\n\n\n@activity\ndef get(n: int) -> int: ...\n\n\n@workflow\n"


def test_a_long_workflow_is_no_deep_one():
    steps = "".join(
        f"    x{at} = await get(n)\n    if x{at} > {at}:\n        n = await get(x{at})\n" for at in range(200)
    )
    module = load_source(f"{HEAD}async def w(n: int) -> int:\n{steps}    return n\n")
    assert len(compile_workflow(module.w).definition.states) > 600
