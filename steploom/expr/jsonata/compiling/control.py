"""Conditionals, blocks and assignments."""

from __future__ import annotations

from typing import Final

from steploom.expr.jsonata.compiling.core import Compiler
from steploom.expr.jsonata.compiling.evaluator import Evaluator, Handler
from steploom.expr.jsonata.compiling.leaves import constant
from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.plan import BindPlan, BlockPlan, ConditionPlan, Plan
from steploom.expr.jsonata.run import Frame
from steploom.expr.jsonata.values import truth
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["HANDLERS"]


def _compile_condition(plan: ConditionPlan, compiler: Compiler, level: int) -> Evaluator:
    test = compiler.compile(plan.test, level + 1)
    then = compiler.compile(plan.then, level + 1)
    otherwise = constant(UNDEFINED) if plan.otherwise is None else compiler.compile(plan.otherwise, level + 1)

    def condition(context: Json, scope: Frame) -> Json:
        answer = test(context, scope)
        if answer is not True and answer is not False:
            try:
                answer = truth(answer)
            except Fault as fault:
                raise fault.at(plan.position) from None
        return then(context, scope) if answer else otherwise(context, scope)

    return condition


def _compile_block(plan: BlockPlan, compiler: Compiler, level: int) -> Evaluator:
    expressions = compiler.compile_all(plan.expressions, level + 1)
    if not expressions:
        return constant(UNDEFINED)
    if len(expressions) == 1 and not compiler.locals:
        return expressions[0]
    *first, last = expressions
    if not compiler.locals:

        def plain(context: Json, scope: Frame) -> Json:
            for evaluate in first:
                evaluate(context, scope)
            return last(context, scope)

        return plain

    def block(context: Json, scope: Frame) -> Json:
        inner = Frame({}, scope, scope.run)
        for evaluate in first:
            evaluate(context, inner)
        return last(context, inner)

    return block


def _compile_bind(plan: BindPlan, compiler: Compiler, level: int) -> Evaluator:
    value = compiler.compile(plan.value, level + 1)
    name = plan.name

    def bind(context: Json, scope: Frame) -> Json:
        result = scope.values[name] = value(context, scope)
        return result

    return bind


HANDLERS: Final[dict[type[Plan], Handler]] = {
    BindPlan: _compile_bind,
    BlockPlan: _compile_block,
    ConditionPlan: _compile_condition,
}
