"""What all families of closures share: the compiler itself, and the guard against too deep nesting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from steploom.expr.jsonata.compiling.evaluator import Evaluator, Handler, has_clauses
from steploom.expr.jsonata.compiling.filters import Filter, compile_filter
from steploom.expr.jsonata.compiling.grouping import compile_group
from steploom.expr.jsonata.errors import STACK, limit_fault
from steploom.expr.jsonata.plan import PathPlan, Plan
from steploom.expr.jsonata.run import Frame
from steploom.expr.jsonata.sequences import collapse, keep
from steploom.jsontext import Json

__all__ = ["HANDLERS", "Compiler"]

#: The compiling function of each kind of plan, filled by the package.
HANDLERS: Final[dict[type[Plan], Handler]] = {}

#: Nesting is checked at every so many levels, from a level on that no ordinary expression reaches.
_GUARDED: Final = 8
_FREE: Final = 32


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles the plans of one expression.

    Attributes:
        locals: Names that the expression binds anywhere; all others come from outside.
    """

    locals: frozenset[str]

    def compile(self, plan: Plan, level: int) -> Evaluator:
        """Return the closure of `plan`.

        Args:
            plan: What to compile.
            level: How many evaluations of the same function body enclose it, itself included.
        """
        evaluate = HANDLERS[type(plan)](plan, self, level)
        if has_clauses(plan) and not isinstance(plan, PathPlan):
            evaluate = self._with_clauses(evaluate, plan, level)
        if level > _FREE and level % _GUARDED == 0:
            evaluate = _guarded(evaluate, level)
        return evaluate

    def compile_all(self, plans: list[Plan], level: int) -> list[Evaluator]:
        """Return the closures of several plans of the same level."""
        return [self.compile(each, level) for each in plans]

    def _with_clauses(self, evaluate: Evaluator, plan: Plan, level: int) -> Evaluator:
        filters: tuple[Filter, ...] = tuple(compile_filter(each.predicate, self, level + 1) for each in plan.predicates)
        group = compile_group(plan.group, self, level + 1) if plan.group is not None else None
        kept = plan.keep_array

        def clauses(context: Json, scope: Frame) -> Json:
            value = evaluate(context, scope)
            for each in filters:
                value = each(value, scope)
            if group is not None:
                return group(value, scope)
            return collapse(keep(value) if kept else value)

        return clauses


def _guarded(evaluate: Evaluator, level: int) -> Evaluator:
    def guarded(context: Json, scope: Frame) -> Json:
        run = scope.run
        if run.depth + level > run.limit:
            raise limit_fault(STACK)
        return evaluate(context, scope)

    return guarded
