"""Paths without bindings: each step is applied to every result of the one before."""

from __future__ import annotations

from typing import Final

from steploom.expr.jsonata.compiling.core import Compiler
from steploom.expr.jsonata.compiling.evaluator import Evaluator, Handler, collapsing, plain_name
from steploom.expr.jsonata.compiling.grouping import compile_group
from steploom.expr.jsonata.compiling.leaves import is_outer
from steploom.expr.jsonata.compiling.names import (
    as_items,
    context_items,
    finish,
    items_from,
    names_from,
    names_of_context,
    names_of_variable,
)
from steploom.expr.jsonata.compiling.steps import compile_construction, compile_last_step, compile_step
from steploom.expr.jsonata.compiling.tuples import compile_tuple_path
from steploom.expr.jsonata.functions import BUILTINS
from steploom.expr.jsonata.plan import DescendantPlan, NamePlan, PathPlan, Plan, VariablePlan, WildcardPlan
from steploom.expr.jsonata.run import Frame
from steploom.expr.jsonata.sequences import OuterSequence, Sequence
from steploom.expr.jsonata.values import lookup
from steploom.expr.jsonata.weight import weigh
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["HANDLERS"]


def _compile_path(plan: PathPlan, compiler: Compiler, level: int) -> Evaluator:
    kept = plan.keep_singleton or plan.keep_array
    if any(step.is_tuple for step in plan.steps):
        return compile_tuple_path(plan, compiler, level)
    start, rest = _start(plan, compiler, level)
    names = tuple(name for step in rest if (name := plain_name(step)) is not None)
    if plan.group is None and names and len(names) == len(rest):
        first = plan.steps[0]
        if isinstance(first, VariablePlan) and is_outer(first, compiler):
            return names_of_variable(first.name, BUILTINS.get(first.name, UNDEFINED), names, kept=kept)
        return names_of_context(names, kept=kept) if start is _self else names_from(start, names, kept=kept)
    return _general(plan, start, rest, compiler, level)


def _start(plan: PathPlan, compiler: Compiler, level: int) -> tuple[Evaluator, list[Plan]]:
    """Return what yields the items of the first step to be iterated, and the steps from there."""
    first = plan.steps[0]
    if isinstance(first, VariablePlan) and len(plan.steps) > 1:
        return compiler.compile(first, level + 1), plan.steps[1:]
    return _self, plan.steps


def _self(context: Json, _scope: Frame) -> Json:
    return context


def _general(plan: PathPlan, start: Evaluator, rest: list[Plan], compiler: Compiler, level: int) -> Evaluator:
    kept = plan.keep_singleton or plan.keep_array
    names = _leading_names(rest[:-1])
    constructs = start is _self and rest[0].cons
    if names:
        first, rest = items_from(start, names, context_items if start is _self else as_items), rest[len(names) :]
    else:
        first = _first(start, rest[0], compiler, level + 1)
        if constructs:
            rest = rest[1:]
    steps = [compile_step(each, compiler, level + 1) for each in rest[:-1]]
    last = compile_last_step(rest[-1], compiler, level + 1) if rest else None
    group = compile_group(plan.group, compiler, level + 1) if plan.group is not None else None

    def path(context: Json, scope: Frame) -> Json:
        items = start = first(context, scope)
        for step in steps:
            if not items:
                break
            items = step(items, scope)
        result: list[Json]
        if last is None or not items:
            # Only an array constructor at the start leaves an empty array; any other empty result is nothing.
            result = items if constructs and items is start else Sequence(items)
        else:
            result = last(items, scope)
        if group is not None:
            return group(result or UNDEFINED, scope)
        return finish(result, kept=kept)

    return path


def _leading_names(steps: list[Plan]) -> tuple[str, ...]:
    names: list[str] = []
    for step in steps:
        name = plain_name(step)
        if name is None:
            break
        names.append(name)
    return tuple(names)


def _first(start: Evaluator, step: Plan, compiler: Compiler, level: int) -> Evaluator:
    """Return what yields the items that the first iterated step works on."""
    if start is not _self:
        return lambda context, scope: as_items(start(context, scope))
    if not step.cons:
        return lambda context, _scope: context_items(context)
    return compile_construction(step, compiler, level)


# -- names and wildcards ------------------------------------------------------------------------------------------


def _compile_name(plan: NamePlan, _compiler: Compiler, _level: int) -> Evaluator:
    key = plan.text
    return collapsing(lambda context, _scope: lookup(context, key), plan)


def _compile_wildcard(plan: WildcardPlan, _compiler: Compiler, _level: int) -> Evaluator:
    def wildcard(context: Json, _scope: Frame) -> Json:
        if type(context) is OuterSequence and context:
            context = context[0]
        result: list[Json] = Sequence()
        values = context.values() if type(context) is dict else context if isinstance(context, list) else ()
        for value in values:
            if isinstance(value, list):
                weigh(value)
                # From here on it is an array, not a sequence: jsonata-js joins the two as arrays.
                result = [*result, *_flat(value)]
            else:
                result.append(value)
        return result

    return collapsing(wildcard, plan)


def _flat(items: list[Json]) -> list[Json]:
    result: list[Json] = []
    for item in items:
        if isinstance(item, list):
            result += _flat(item)
        else:
            result.append(item)
    return result


def _compile_descendants(plan: DescendantPlan, _compiler: Compiler, _level: int) -> Evaluator:
    def descendants(context: Json, scope: Frame) -> Json:
        result = Sequence()
        if context is not UNDEFINED:
            weigh(context)
            _descend(context, result)
        scope.run.spend(len(result))
        return result

    return collapsing(descendants, plan)


def _descend(value: Json, result: Sequence) -> None:
    if isinstance(value, list):
        for item in value:
            _descend(item, result)
        return
    result.append(value)
    if type(value) is dict:
        for item in value.values():
            _descend(item, result)


HANDLERS: Final[dict[type[Plan], Handler]] = {
    DescendantPlan: _compile_descendants,
    NamePlan: _compile_name,
    PathPlan: _compile_path,
    WildcardPlan: _compile_wildcard,
}
