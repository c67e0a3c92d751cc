"""Bindings that the first effect's own regions read."""

from __future__ import annotations

from dataclasses import replace

from steploom.compiler.ir import Effect, Jump, Let, Region
from steploom.compiler.passes.inside import with_inner
from steploom.compiler.passes.liveness import reads_inside

__all__ = ["bind_before_regions"]


@with_inner
def bind_before_regions(region: Region) -> Region:
    """Give the first bindings a block of their own where a Map or Parallel in the same block reads them inside.

    What a state assigns is seen when it has ended; the states inside it run before that. Elsewhere such bindings ride
    on the edge that leads to the state; nothing leads to the first one.
    """
    entry = region.blocks[region.entry]
    bindings = tuple(step for step in entry.steps if isinstance(step, Let))
    effects = tuple(step for step in entry.steps if isinstance(step, Effect))
    names = {step.name for step in bindings}
    if not any(names & reads_inside(effect.work) for effect in effects):
        return region
    behind = max(region.blocks) + 1
    first = replace(entry, steps=bindings, end=Jump(behind))
    second = replace(entry, id=behind, steps=effects)
    return Region(entry.id, {**region.blocks, entry.id: first, behind: second})
