"""Where each `%` finds its object: the step whose input it is, however far up the path."""

from __future__ import annotations

from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.plan import BlockPlan, NamePlan, ParentPlan, PathPlan, Plan, Slot, WildcardPlan

__all__ = ["push_ancestry", "resolve_ancestry", "seek_parent"]


def seek_parent(plan: Plan, slot: Slot) -> None:
    """Go up from `slot` through `plan`, and mark the step that is reached.

    Raises:
        Fault: S0217: the object cannot be told from this expression.
    """
    match plan:
        case NamePlan() | WildcardPlan():
            slot.level -= 1
            if slot.level == 0:
                if plan.ancestor is not None:
                    slot.label = plan.ancestor.label
                plan.ancestor = slot
                plan.is_tuple = True
        case ParentPlan():
            slot.level += 1
        case BlockPlan():
            if plan.expressions:
                plan.is_tuple = True
                seek_parent(plan.expressions[-1], slot)
        case PathPlan():
            plan.is_tuple = True
            seek_parent(plan.steps[-1], slot)
            for step in reversed(plan.steps[:-1]):
                if slot.level <= 0:
                    break
                seek_parent(step, slot)
        case _:
            raise Fault("S0217", plan.position)


def push_ancestry(result: Plan, part: Plan) -> None:
    """Hand the slots that `part` could not place on to `result`."""
    if part.seeking or type(part) is ParentPlan:
        result.seeking.extend(_slots(part))


def resolve_ancestry(path: PathPlan) -> None:
    """Place the slots that the last step of `path` could not, as far as its steps reach."""
    for slot in _slots(path.steps[-1]):
        at = len(path.steps) - 2
        while slot.level > 0:
            if at < 0:
                path.seeking.append(slot)
                break
            step = path.steps[at]
            at -= 1
            # Of steps that bind the focus one after the other only the first one moves.
            while at >= 0 and step.focus is not None and path.steps[at].focus is not None:
                step = path.steps[at]
                at -= 1
            seek_parent(step, slot)


def _slots(plan: Plan) -> list[Slot]:
    return [*plan.seeking, plan.slot] if isinstance(plan, ParentPlan) else list(plan.seeking)
