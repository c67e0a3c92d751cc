"""Apply a pass to the regions inside a region."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from steploom.compiler.ir import BranchEffect, Effect, MapEffect, Region, Step

__all__ = ["with_inner"]

Pass = Callable[[Region], Region]


def with_inner(rewrite: Pass) -> Pass:
    """Return a pass that rewrites the inner regions first, then the region itself."""

    def apply(region: Region) -> Region:
        blocks = {
            id_: replace(block, steps=tuple(_step(step, apply) for step in block.steps))
            for id_, block in region.blocks.items()
        }
        return rewrite(Region(region.entry, blocks))

    apply.__name__ = rewrite.__name__
    apply.__doc__ = rewrite.__doc__
    return apply


def _step(step: Step, apply: Pass) -> Step:
    if isinstance(step, Effect):
        match step.work:
            case MapEffect(body=body):
                return replace(step, work=replace(step.work, body=apply(body)))
            case BranchEffect(bodies=bodies):
                return replace(step, work=replace(step.work, bodies=tuple(map(apply, bodies))))
            case _:
                pass
    return step
