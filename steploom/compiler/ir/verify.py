"""What must hold of the IR after every pass."""

from __future__ import annotations

from steploom.compiler.ir.model import BranchEffect, Effect, Guard, MapEffect, Raise, Region

__all__ = ["MalformedIR", "verify"]


class MalformedIR(AssertionError):
    """A pass broke the IR: a fault of the compiler, never of a workflow."""


def verify(region: Region, *, resolved: bool = False) -> None:
    """Check `region` and the regions inside it.

    Args:
        region: What a pass returned.
        resolved: Whether every raise must have been resolved by now.

    Raises:
        MalformedIR: A jump leads nowhere, a block stands under a wrong id, or a raise is left over.
    """
    if region.entry not in region.blocks:
        raise MalformedIR(f"the entry b{region.entry} does not exist")
    for id_, block in region.blocks.items():
        if block.id != id_:
            raise MalformedIR(f"b{block.id} stands under b{id_}")
        targets = {*block.successors(), *_handler_targets(block.guard)}
        missing = targets - region.blocks.keys()
        if missing:
            raise MalformedIR(f"b{id_} leads to {sorted(missing)}, which does not exist")
        if resolved and (isinstance(block.end, Raise) or block.guard is not None):
            raise MalformedIR(f"b{id_} still has an unresolved raise or guard")
        for step in block.steps:
            if isinstance(step, Effect):
                _verify_inside(step, resolved=resolved)


def _handler_targets(guard: Guard | None) -> set[int]:
    targets: set[int] = set()
    while guard is not None:
        targets.update(each.target for each in guard.handlers)
        guard = guard.outer
    return targets


def _verify_inside(effect: Effect, *, resolved: bool) -> None:
    match effect.work:
        case MapEffect(body=body):
            verify(body, resolved=resolved)
        case BranchEffect(bodies=bodies):
            for body in bodies:
                verify(body, resolved=resolved)
        case _:
            pass
