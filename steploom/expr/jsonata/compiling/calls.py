"""Function calls: built-ins by their fast path, everything else through `apply`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from steploom.expr.jsonata.callables import Function, TailCall, apply, detached
from steploom.expr.jsonata.compiling.core import Compiler
from steploom.expr.jsonata.compiling.evaluator import Evaluator, Handler, collapsing, has_clauses
from steploom.expr.jsonata.compiling.leaves import compile_variable
from steploom.expr.jsonata.compiling.straight import Site
from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.functions import DEFINITIONS, Definition
from steploom.expr.jsonata.plan import (
    BinaryPlan,
    CallPlan,
    LambdaPlan,
    NamePlan,
    PartialPlan,
    PathPlan,
    Plan,
    TailPlan,
    VariablePlan,
)
from steploom.expr.jsonata.run import Frame, Run
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["HANDLERS", "Invocation", "compile_invocation", "not_callable", "procedure_name"]

#: Calls with further arguments before the written ones.
Invocation: TypeAlias = Callable[[Json, Frame, "list[Json]"], Json]

_CALL_COST: Final = 5


def procedure_name(procedure: Plan) -> str | None:
    """Return what error texts call the procedure."""
    match procedure:
        case PathPlan(steps=[NamePlan(text=text), *_]):
            return text
        case VariablePlan(name=name):
            return name
        case CallPlan() | PartialPlan():
            return "("
        case BinaryPlan(operator=operator):
            return operator
    return None


def not_callable(
    procedure: Plan, compiler: Compiler, codes: tuple[str, str], position: int
) -> Callable[[Json, Json, Frame], Fault]:
    """Return what makes the fault for calling something else than a function.

    Args:
        procedure: What was to be called.
        compiler: To look for a function of that name, if only the `$` was forgotten.
        codes: The code where such a function exists, and the one where it does not.
        position: Offset of the call.
    """
    name = procedure_name(procedure)
    meant = compile_variable(name, compiler) if isinstance(procedure, PathPlan) and name else None

    def fault(target: Json, context: Json, scope: Frame) -> Fault:
        if target is UNDEFINED and meant is not None and meant(context, scope) not in (UNDEFINED, None, False, "", 0):
            return Fault(codes[0], position, symbol=name)
        return Fault(codes[1], position, symbol=name)

    return fault


def compile_invocation(plan: CallPlan, compiler: Compiler, level: int) -> Invocation:
    """Return the closure that calls with given arguments before the written ones; its value is not collapsed."""
    procedure = compiler.compile(plan.procedure, level + 1)
    arguments = compiler.compile_all(plan.arguments, level + 1)
    fault_for = not_callable(plan.procedure, compiler, ("T1005", "T1006"), plan.position)
    token, position = procedure_name(plan.procedure), plan.position
    may_lack_dollar = isinstance(plan.procedure, PathPlan)

    def invoke(context: Json, scope: Frame, leading: list[Json]) -> Json:
        target = procedure(context, scope)
        if target is UNDEFINED and may_lack_dollar:
            fault = fault_for(target, context, scope)
            if fault.code == "T1005":
                raise fault
        values = leading + [detached(each(context, scope)) for each in arguments]
        if type(target) is not Function:
            raise fault_for(target, context, scope)
        run = scope.run
        run.enter(level)
        run.steps -= _CALL_COST
        try:
            result = apply(target, values, context, run)
        except Fault as fault:
            raise fault.at(position, token) from None
        run.depth -= level
        return result

    return invoke


# -- built-ins ----------------------------------------------------------------------------------------------------


def _definition(plan: CallPlan, compiler: Compiler) -> Definition | None:
    procedure = plan.procedure
    if not isinstance(procedure, VariablePlan) or has_clauses(procedure) or procedure.name in compiler.locals:
        return None
    return DEFINITIONS.get(procedure.name)


def _builtin(plan: CallPlan, definition: Definition, compiler: Compiler, level: int) -> Evaluator:
    arguments = compiler.compile_all(plan.arguments, level + 1)
    name, position = definition.name, plan.position
    levels = level if definition.calls_back else 0
    implementation, validate, total = definition.implementation, definition.signature.validate, definition.total
    accepts = definition.accepts(len(arguments))
    absent = [UNDEFINED] * (definition.width - len(arguments))

    def builtin(context: Json, scope: Frame) -> Json:
        run = scope.run
        if name in run.bindings:
            # A variable hides the function of its name, and no variable holds a function.
            raise Fault("T1006", position, symbol=name)
        values = [each(context, scope) for each in arguments]
        run.enter(levels)
        try:
            values = values + absent if accepts(values) else validate(values, context)
            result = UNDEFINED if values and values[0] is UNDEFINED and not total else implementation(run, *values)
        except Fault as fault:
            raise fault.at(position, name) from None
        run.depth -= levels
        return result

    return builtin


def _unary_builtin(plan: CallPlan, definition: Definition, compiler: Compiler, level: int) -> Evaluator:
    argument = compiler.compile(plan.arguments[0], level + 1)
    name, position = definition.name, plan.position
    implementation, validate, total = definition.implementation, definition.signature.validate, definition.total
    (accepted,) = definition.accepted_types(1) or [frozenset[type]()]
    absent = [UNDEFINED] * (definition.width - 1)

    def builtin(context: Json, scope: Frame) -> Json:
        run = scope.run
        if name in run.bindings:
            raise Fault("T1006", position, symbol=name)
        value = argument(context, scope)
        try:
            if type(value) not in accepted:
                value, *rest = validate([value], context)
                return UNDEFINED if value is UNDEFINED and not total else implementation(run, value, *rest)
            return UNDEFINED if value is UNDEFINED and not total else implementation(run, value, *absent)
        except Fault as fault:
            raise fault.at(position, name) from None

    return builtin


def _binary_builtin(plan: CallPlan, definition: Definition, compiler: Compiler, level: int) -> Evaluator:
    first, second = compiler.compile_all(plan.arguments, level + 1)
    name, position = definition.name, plan.position
    implementation, validate, total = definition.implementation, definition.signature.validate, definition.total
    types, others = definition.accepted_types(2) or [frozenset[type](), frozenset[type]()]
    absent = [UNDEFINED] * (definition.width - 2)

    def builtin(context: Json, scope: Frame) -> Json:
        run = scope.run
        if name in run.bindings:
            raise Fault("T1006", position, symbol=name)
        one, two = first(context, scope), second(context, scope)
        try:
            if type(one) not in types or type(two) not in others:
                one, *rest = validate([one, two], context)
                return UNDEFINED if one is UNDEFINED and not total else implementation(run, one, *rest)
            return UNDEFINED if one is UNDEFINED and not total else implementation(run, one, two, *absent)
        except Fault as fault:
            raise fault.at(position, name) from None

    return builtin


_FAST: Final = {1: _unary_builtin, 2: _binary_builtin}


def _raw_builtin(plan: CallPlan, definition: Definition, compiler: Compiler, level: int) -> Evaluator:
    given = len(plan.arguments)
    is_fast = given in _FAST and given <= definition.width and not definition.calls_back
    return (_FAST[given] if is_fast else _builtin)(plan, definition, compiler, level)


def _compile_call(plan: CallPlan, compiler: Compiler, level: int) -> Evaluator:
    definition = _definition(plan, compiler)
    if definition is not None:
        raw = _raw_builtin(plan, definition, compiler, level)
        return raw if definition.is_scalar else collapsing(raw, plan)
    invoke = compile_invocation(plan, compiler, level)
    return collapsing(lambda context, scope: invoke(context, scope, []), plan)


def _compile_tail(plan: TailPlan, compiler: Compiler, level: int) -> Evaluator:
    call = plan.call
    definition = _definition(call, compiler)
    if definition is not None and len(call.arguments) >= definition.width and not plan.has_outer_clauses:
        return _raw_builtin(call, definition, compiler, level)
    procedure = compiler.compile(call.procedure, level + 1)
    arguments = compiler.compile_all(call.arguments, level + 1)
    fault_for = not_callable(call.procedure, compiler, ("T1005", "T1006"), call.position)
    token = call.procedure.name if isinstance(call.procedure, VariablePlan) else None

    def tail(context: Json, scope: Frame) -> Json:
        target = procedure(context, scope)
        if type(target) is not Function:
            raise fault_for(target, context, scope)
        return TailCall(target, [each(context, scope) for each in arguments], token, call.position)

    return tail


# -- definitions of functions -------------------------------------------------------------------------------------


def _compile_lambda(plan: LambdaPlan, compiler: Compiler, _level: int) -> Evaluator:
    body = compiler.compile(plan.body, 1)
    names, width = plan.parameters, len(plan.parameters)
    first = names[0] if names else ""
    signature = plan.signature
    takes_context = signature is not None and signature.takes_context
    site = Site(plan, compiler.locals)

    def create(context: Json, scope: Frame) -> Function:
        def unchecked(arguments: list[Json], _context: Json, run: Run) -> Json:
            run.steps -= _CALL_COST
            if run.steps < 0:
                run.spend(0)
            given = len(arguments)
            if given == 1 == width:
                return body(context, Frame({first: arguments[0]}, scope, run))
            if given < width:
                arguments = arguments + [UNDEFINED] * (width - given)
            return body(context, Frame(dict(zip(names, arguments, strict=False)), scope, run))

        if signature is None:
            function = Function(unchecked, width)
            function.straight = site.function
            return function

        def call(arguments: list[Json], caller: Json, run: Run) -> Json:
            return unchecked(signature.validate(arguments, caller), caller, run)

        return Function(call, width, unchecked=unchecked, takes_context=takes_context)

    return create


HANDLERS: Final[dict[type[Plan], Handler]] = {
    CallPlan: _compile_call,
    LambdaPlan: _compile_lambda,
    TailPlan: _compile_tail,
}
