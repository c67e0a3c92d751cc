"""The shape of a compiled expression, and how its value ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from steploom.expr.jsonata.plan import NamePlan, Plan
from steploom.expr.jsonata.run import Frame
from steploom.expr.jsonata.sequences import Sequence, collapse, keep
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.expr.jsonata.compiling.core import Compiler

__all__ = ["Evaluator", "Handler", "collapsing", "has_clauses", "plain_name"]

#: A compiled expression: context and scope in, value out.
Evaluator: TypeAlias = Callable[[Json, Frame], Json]

#: Compiles one kind of plan: takes the plan, the compiler and the level of nesting.
Handler: TypeAlias = "Callable[[Any, Compiler, int], Evaluator]"


def has_clauses(plan: Plan) -> bool:
    """Return whether predicates or a grouping follow, which must see a sequence before it collapses."""
    return bool(plan.predicates) or plan.group is not None


def plain_name(plan: Plan) -> str | None:
    """Return the name of a step that is nothing but a field."""
    return plan.text if isinstance(plan, NamePlan) and not plan.stages and not has_clauses(plan) else None


def collapsing(raw: Evaluator, plan: Plan) -> Evaluator:
    """Return `raw` with sequences collapsed, unless clauses of `plan` still have to see them."""
    if has_clauses(plan):
        return raw

    def collapsed(context: Json, scope: Frame) -> Json:
        value = raw(context, scope)
        return collapse(value) if isinstance(value, Sequence) else value

    def kept(context: Json, scope: Frame) -> Json:
        return collapse(keep(raw(context, scope)))

    return kept if plan.keep_array else collapsed
