"""Arrays and objects."""

from __future__ import annotations

from typing import Final

from steploom.expr.jsonata.compiling.core import Compiler
from steploom.expr.jsonata.compiling.evaluator import Evaluator, Handler
from steploom.expr.jsonata.compiling.grouping import compile_group
from steploom.expr.jsonata.compiling.leaves import constant
from steploom.expr.jsonata.plan import ArrayPlan, Group, LiteralPlan, ObjectPlan, Plan
from steploom.expr.jsonata.run import Frame
from steploom.expr.jsonata.sequences import ConsArray
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["HANDLERS"]

_LARGE: Final = 1_000


def _compile_array(plan: ArrayPlan, compiler: Compiler, level: int) -> Evaluator:
    kind = ConsArray if plan.cons else list
    if all(isinstance(each, LiteralPlan) and not each.predicates and each.group is None for each in plan.items):
        return constant(kind(each.value for each in plan.items if isinstance(each, LiteralPlan)))
    # An array constructor among the items stays one item; any other array is merged into this one.
    items = [(compiler.compile(each, level + 1), isinstance(each, ArrayPlan)) for each in plan.items]

    def array(context: Json, scope: Frame) -> Json:
        result: list[Json] = kind()
        for evaluate, whole in items:
            value = evaluate(context, scope)
            if isinstance(value, list) and not whole:
                result += value
                if len(result) > _LARGE:
                    scope.run.hold_items(len(result))
            elif value is not UNDEFINED:
                result.append(value)
        return result

    return array


def _compile_object(plan: ObjectPlan, compiler: Compiler, level: int) -> Evaluator:
    return compile_group(Group(plan.pairs, plan.position), compiler, level + 1)


HANDLERS: Final[dict[type[Plan], Handler]] = {ArrayPlan: _compile_array, ObjectPlan: _compile_object}
