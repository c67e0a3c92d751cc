"""Steps of a path that work on plain values: names, expressions with filters, order-by."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from steploom.expr.jsonata.compiling.evaluator import Evaluator, plain_name
from steploom.expr.jsonata.compiling.filters import Filter, compile_filter
from steploom.expr.jsonata.compiling.names import as_items, last_field, merge, next_field
from steploom.expr.jsonata.compiling.sorting import compile_sort
from steploom.expr.jsonata.compiling.straight import Site
from steploom.expr.jsonata.giving_up import MANY
from steploom.expr.jsonata.plan import FilterStage, Plan, SortPlan
from steploom.expr.jsonata.run import Frame
from steploom.expr.jsonata.sequences import Sequence
from steploom.expr.jsonata.texts import utf16_units
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.expr.jsonata.compiling.core import Compiler

__all__ = ["Step", "compile_construction", "compile_last_step", "compile_step"]

#: One step: the items it works on and the scope; returns all results.
Step: TypeAlias = Callable[["list[Json]", Frame], "list[Json]"]


def _filters(step: Plan, compiler: Compiler, level: int) -> tuple[Filter, ...]:
    return tuple(
        compile_filter(stage.predicate, compiler, level) for stage in step.stages if isinstance(stage, FilterStage)
    )


def compile_construction(step: Plan, compiler: Compiler, level: int) -> Evaluator:
    """Return the closure of an array constructor at the start: evaluated once, not for each item of the context."""
    whole = compiler.compile(step, level)

    def constructed(context: Json, scope: Frame) -> Json:
        value = whole(context if isinstance(context, list) else Sequence((context,)), scope)
        if isinstance(value, list):
            return value
        # A predicate behind it can leave a single item, over which jsonata-js then iterates as if it were an array:
        # a text has its UTF-16 units, all else has nothing.
        if type(value) is not str:
            return Sequence()
        scope.run.scrub = not value.isascii()
        return utf16_units(value)

    return constructed


def compile_step(step: Plan, compiler: Compiler, level: int) -> Step:
    """Return the closure of a step that others follow."""
    name = plain_name(step)
    if name is not None:
        return _spending(next_field, name)
    if isinstance(step, SortPlan):
        return _sort_step(step, compiler, level)
    results = _results(step, compiler, level)
    return lambda items, scope: _flattened(results(items, scope))


def _spending(field: Callable[[list[Json], str], list[Json]], key: str) -> Step:
    def step(items: list[Json], scope: Frame) -> list[Json]:
        scope.run.spend(len(items))
        return field(items, key)

    return step


def compile_last_step(step: Plan, compiler: Compiler, level: int) -> Step:
    """Return the closure of the last step."""
    name = plain_name(step)
    if name is not None:
        return _spending(last_field, name)
    if isinstance(step, SortPlan):
        return _sort_step(step, compiler, level)
    results = _results(step, compiler, level)
    return lambda items, scope: merge(results(items, scope))


def _flattened(results: list[Json]) -> list[Json]:
    items: list[Json] = []
    for each in results:
        items += as_items(each)
    return items


def _results(step: Plan, compiler: Compiler, level: int) -> Step:
    """Return the closure that evaluates a step for each item, and filters each result."""
    evaluate = compiler.compile(step, level)
    filters = _filters(step, compiler, level + 1)

    site = Site(step, compiler.locals)

    def plain(items: list[Json], scope: Frame) -> list[Json]:
        scope.run.spend(len(items))
        if len(items) >= MANY:
            return [value for value in site.values(evaluate, items, scope) if value is not UNDEFINED]
        return [value for item in items if (value := evaluate(item, scope)) is not UNDEFINED]

    def filtered(items: list[Json], scope: Frame) -> list[Json]:
        scope.run.spend(len(items))
        results = []
        for item in items:
            value = evaluate(item, scope)
            for each in filters:
                value = each(value, scope)
            results.append(value)
        return results

    return filtered if filters else plain


def _sort_step(step: SortPlan, compiler: Compiler, level: int) -> Step:
    sort = compile_sort(step, compiler, level)
    filters = _filters(step, compiler, level + 1)

    def sorted_(items: list[Json], scope: Frame) -> list[Json]:
        # A sorted array stays an array; what was too short to sort is still a sequence.
        result: list[Json] = sort(items, scope) if len(items) > 1 else Sequence(items)
        for each in filters:
            result = each(result, scope)
        return result

    return sorted_
