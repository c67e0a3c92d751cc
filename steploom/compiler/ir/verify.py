"""What must hold of the IR after every pass."""

from __future__ import annotations

from steploom.compiler.ir.model import Effect, Guard, Raise, Region, inner_regions

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
        missing = {each for each in targets if each not in region.blocks}
        if missing:
            raise MalformedIR(f"b{id_} leads to {sorted(missing)}, which does not exist")
        if resolved and (isinstance(block.end, Raise) or block.guard is not None):
            raise MalformedIR(f"b{id_} still has an unresolved raise or guard")
        for step in block.steps:
            if isinstance(step, Effect):
                for inner in inner_regions(step.work):
                    verify(inner, resolved=resolved)


def _handler_targets(guard: Guard | None) -> set[int]:
    targets: set[int] = set()
    while guard is not None:
        targets.update(each.target for each in guard.handlers)
        guard = guard.outer
    return targets
