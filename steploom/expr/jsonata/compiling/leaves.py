"""Constants, variables and the context."""

from __future__ import annotations

from typing import Final

from steploom.expr.jsonata.compiling.core import Compiler
from steploom.expr.jsonata.compiling.evaluator import Evaluator, Handler, collapsing, has_clauses
from steploom.expr.jsonata.functions import BUILTINS
from steploom.expr.jsonata.plan import LiteralPlan, ParentPlan, PlaceholderPlan, Plan, RegexPlan, VariablePlan
from steploom.expr.jsonata.regexes import compile_regex
from steploom.expr.jsonata.run import Frame
from steploom.expr.jsonata.sequences import OuterSequence, Sequence, collapse
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["HANDLERS", "compile_variable", "constant", "is_outer"]


def constant(value: Json) -> Evaluator:
    """Return the closure that always yields `value`."""
    return lambda _context, _scope: value


def compile_variable(name: str, compiler: Compiler) -> Evaluator:
    """Return the closure that reads a variable; a function of that name where it is not bound."""
    if name == "":
        return _context
    if name in compiler.locals:
        return _local(name)
    if name == "$":
        return lambda _context, scope: scope.run.input
    default = BUILTINS.get(name, UNDEFINED)
    return lambda _context, scope: scope.run.bindings.get(name, default)


def is_outer(plan: VariablePlan, compiler: Compiler) -> bool:
    """Return whether a variable, without predicates, can only come from outside."""
    return plan.name not in compiler.locals and plan.name not in ("", "$") and not has_clauses(plan)


def _context(context: Json, _scope: Frame) -> Json:
    return context[0] if type(context) is OuterSequence else context


def _local(name: str) -> Evaluator:
    """Return the closure that looks a name up from the innermost scope outwards; a sequence is not collapsed."""
    default = BUILTINS.get(name, UNDEFINED)

    def local(_context: Json, scope: Frame) -> Json:
        frame: Frame | None = scope
        while frame is not None:
            values = frame.values
            if name in values:
                return values[name]
            frame = frame.parent
        return scope.run.input if name == "$" else scope.run.bindings.get(name, default)

    return local


def _collapsed_local(name: str) -> Evaluator:
    """Return the closure of `_local` for the usual case, in one call: found in the innermost scope."""
    outer = _local(name)

    def local(context: Json, scope: Frame) -> Json:
        values = scope.values
        value = values[name] if name in values else outer(context, scope)
        return collapse(value) if isinstance(value, Sequence) else value

    return local


def _compile_variable(plan: VariablePlan, compiler: Compiler, _level: int) -> Evaluator:
    if plan.name in compiler.locals and plan.name != "" and not has_clauses(plan) and not plan.keep_array:
        return _collapsed_local(plan.name)
    evaluate = compile_variable(plan.name, compiler)
    # What comes from outside is plain data: no sequence can be among it.
    return evaluate if is_outer(plan, compiler) else collapsing(evaluate, plan)


def _compile_parent(plan: ParentPlan, _compiler: Compiler, _level: int) -> Evaluator:
    return collapsing(_local(plan.slot.label), plan)


def _compile_literal(plan: LiteralPlan, _compiler: Compiler, _level: int) -> Evaluator:
    return constant(plan.value)


def _compile_regex(plan: RegexPlan, _compiler: Compiler, _level: int) -> Evaluator:
    return constant(compile_regex(plan.pattern, plan.flags, plan.position))


def _compile_placeholder(_plan: PlaceholderPlan, _compiler: Compiler, _level: int) -> Evaluator:
    return constant(UNDEFINED)


HANDLERS: Final[dict[type[Plan], Handler]] = {
    LiteralPlan: _compile_literal,
    ParentPlan: _compile_parent,
    PlaceholderPlan: _compile_placeholder,
    RegexPlan: _compile_regex,
    VariablePlan: _compile_variable,
}
