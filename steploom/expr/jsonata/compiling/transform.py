"""The transformer `|pattern|update, delete|`: a function that changes a copy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

from steploom.expr.jsonata.callables import Function, apply
from steploom.expr.jsonata.compiling.core import Compiler
from steploom.expr.jsonata.compiling.evaluator import Evaluator, Handler
from steploom.expr.jsonata.compiling.leaves import compile_variable
from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.functions import BUILTINS
from steploom.expr.jsonata.functions.objects import copied
from steploom.expr.jsonata.plan import Plan, TransformPlan
from steploom.expr.jsonata.run import Frame, Run
from steploom.expr.jsonata.signature import parse_signature
from steploom.expr.jsonata.values import is_array_of
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["HANDLERS"]


class Change(Protocol):
    """Changes one match; `is_own` says whether it belongs to the copy."""

    def __call__(self, match: Json, scope: Frame, *, is_own: bool) -> None: ...


_SIGNATURE: Final = parse_signature("<(oa):o>")


def _compile_transform(plan: TransformPlan, compiler: Compiler, level: int) -> Evaluator:
    clone = compile_variable("clone", compiler)
    pattern = compiler.compile(plan.pattern, level + 1)
    change = _change(plan, compiler, level)

    def transform(context: Json, scope: Frame) -> Function:
        def unchecked(arguments: list[Json], _context: Json, run: Run) -> Json:
            value = arguments[0]
            if value is UNDEFINED:
                return value
            cloner = clone(context, scope)
            if type(cloner) is not Function:
                raise Fault("T2013", plan.position)
            result = apply(cloner, [value], None, run)
            if cloner is not BUILTINS["clone"]:
                # Someone's own function may hand out the data itself, which must not change.
                result = copied(result)
            own = set(_objects(result))
            matches = pattern(result, scope)
            for match in matches if isinstance(matches, list) else [matches]:
                change(match, scope, is_own=id(match) in own)
            return result

        def call(arguments: list[Json], caller: Json, run: Run) -> Json:
            return unchecked(_SIGNATURE.validate(arguments, caller), caller, run)

        return Function(call, 1, unchecked=unchecked)

    return transform


def _objects(value: Json) -> Iterator[int]:
    """Yield the identities of all objects in a value."""
    pending = [value]
    while pending:
        current = pending.pop()
        if type(current) is dict:
            yield id(current)
            pending += current.values()
        elif isinstance(current, list):
            pending += current


def _change(plan: TransformPlan, compiler: Compiler, level: int) -> Change:
    """Return the closure that updates one match, and deletes fields of it.

    What the pattern finds outside of the copy is data of the caller: its changes are worked out and dropped.
    """
    update = compiler.compile(plan.update, level + 1)
    delete = compiler.compile(plan.delete, level + 1) if plan.delete is not None else None

    def change(match: Json, scope: Frame, *, is_own: bool) -> None:
        if match is UNDEFINED:
            return
        changes = update(match, scope)
        if changes is not UNDEFINED:
            if type(changes) is not dict:
                raise Fault("T2011", plan.update.position, value=changes)
            if is_own:
                match.update(changes)
        if delete is None:
            return
        names = delete(match, scope)
        if names is UNDEFINED:
            return
        if not is_array_of(names if isinstance(names, list) else [names], numbers=False):
            raise Fault("T2012", plan.delete.position if plan.delete else plan.position, value=names)
        if is_own:
            for name in names if isinstance(names, list) else [names]:
                match.pop(name, None)

    return change


HANDLERS: Final[dict[type[Plan], Handler]] = {TransformPlan: _compile_transform}
