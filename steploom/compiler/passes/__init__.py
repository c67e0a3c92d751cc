"""Passes: the IR rewritten step by step, each step a function from region to region.

Input: the lowering's region. Output: a region with every raise resolved, one effect a block, nothing dead in it. Must
not: change what a workflow does, or write JSONata. The verifier runs after every pass.
"""

from __future__ import annotations

from collections.abc import Callable

from steploom.compiler.ir import Region
from steploom.compiler.passes.asking import place_checks
from steploom.compiler.passes.capture import bind_before_regions
from steploom.compiler.passes.dead import drop_dead_bindings
from steploom.compiler.passes.jumps import drop_unreachable, thread_jumps
from steploom.compiler.passes.merge import merge_straight
from steploom.compiler.passes.resolve import resolve_control
from steploom.compiler.passes.scopes import separate_scopes
from steploom.compiler.passes.split import one_effect_a_block

__all__ = ["PASSES"]

#: All passes, in order.
PASSES: tuple[Callable[[Region], Region], ...] = (
    drop_unreachable,
    place_checks,
    resolve_control,
    one_effect_a_block,
    thread_jumps,
    drop_unreachable,
    drop_dead_bindings,
    thread_jumps,
    drop_unreachable,
    merge_straight,
    bind_before_regions,
    separate_scopes,
)
