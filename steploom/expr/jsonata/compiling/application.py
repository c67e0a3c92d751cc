"""The chain operator and partial application."""

from __future__ import annotations

from typing import Final

from steploom.expr.jsonata.callables import Function, apply, detached
from steploom.expr.jsonata.compiling.calls import compile_invocation, not_callable
from steploom.expr.jsonata.compiling.core import Compiler
from steploom.expr.jsonata.compiling.evaluator import Evaluator, Handler, collapsing
from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.plan import ApplyPlan, CallPlan, PartialPlan, PlaceholderPlan, Plan
from steploom.expr.jsonata.run import Frame, Run
from steploom.expr.jsonata.sequences import collapse
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["HANDLERS"]


def _compile_apply(plan: ApplyPlan, compiler: Compiler, level: int) -> Evaluator:
    left = compiler.compile(plan.left, level + 1)
    if isinstance(plan.right, CallPlan):
        invoke = compile_invocation(plan.right, compiler, level)
        return collapsing(lambda context, scope: invoke(context, scope, [detached(left(context, scope))]), plan)
    right = compiler.compile(plan.right, level + 1)

    def chain(context: Json, scope: Frame) -> Json:
        value = left(context, scope)
        function = right(context, scope)
        if type(function) is not Function:
            raise Fault("T2006", plan.position, value=function)
        if type(value) is Function:
            return _composed(value, function)
        run = scope.run
        run.enter(level)
        try:
            result = apply(function, [value], None, run)
        except Fault as fault:
            raise fault.at(plan.position) from None
        run.depth -= level
        return result

    return collapsing(chain, plan)


def _composed(first: Function, second: Function) -> Function:
    def call(arguments: list[Json], _context: Json, run: Run) -> Json:
        # jsonata-js writes this as a lambda of its own, whose names for the two show in error texts.
        inner = collapse(_named("f", first, arguments[:1] or [UNDEFINED], run))
        return _named("g", second, [inner], run)

    return Function(call, 1)


def _named(name: str, function: Function, arguments: list[Json], run: Run) -> Json:
    try:
        return apply(function, arguments, None, run)
    except Fault as fault:
        fault.inserts.setdefault("symbol", name)
        raise


def _compile_partial(plan: PartialPlan, compiler: Compiler, level: int) -> Evaluator:
    procedure = compiler.compile(plan.procedure, level + 1)
    arguments = [
        None if isinstance(each, PlaceholderPlan) else compiler.compile(each, level + 1) for each in plan.arguments
    ]
    fault_for = not_callable(plan.procedure, compiler, ("T1007", "T1008"), plan.position)

    def partial(context: Json, scope: Frame) -> Json:
        values = [(each is None, UNDEFINED if each is None else each(context, scope)) for each in arguments]
        target = procedure(context, scope)
        if type(target) is not Function:
            raise fault_for(target, context, scope)
        return _partially_applied(target, values)

    return partial


def _partially_applied(target: Function, given: list[tuple[bool, Json]]) -> Function:
    """Return what takes the open arguments of `target`; each of `given` says whether it is open, and its value."""
    slots = (given + [(False, UNDEFINED)] * target.width)[: target.width]

    def call(arguments: list[Json], _context: Json, run: Run) -> Json:
        rest = iter(arguments)
        values = [next(rest, UNDEFINED) if is_open else value for is_open, value in slots]
        while values and values[-1] is UNDEFINED:
            values.pop()
        return target.unchecked(values, UNDEFINED, run)

    return Function(call, sum(is_open for is_open, _ in slots))


HANDLERS: Final[dict[type[Plan], Handler]] = {ApplyPlan: _compile_apply, PartialPlan: _compile_partial}
