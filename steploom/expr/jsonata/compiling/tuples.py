"""Paths with bindings: `@`, `#` and `%` make each step hand on what it bound, beside its value."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from steploom.expr.jsonata.compiling.evaluator import Evaluator
from steploom.expr.jsonata.compiling.filters import Filter, compile_filter, tuple_scope
from steploom.expr.jsonata.compiling.grouping import compile_group
from steploom.expr.jsonata.compiling.names import finish
from steploom.expr.jsonata.compiling.sorting import compile_sort
from steploom.expr.jsonata.compiling.steps import Step, compile_construction, compile_step
from steploom.expr.jsonata.plan import FilterStage, IndexStage, PathPlan, Plan, SortPlan, VariablePlan
from steploom.expr.jsonata.run import Frame
from steploom.expr.jsonata.sequences import ConsArray, Sequence, TupleStream
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.expr.jsonata.compiling.core import Compiler

__all__ = ["compile_tuple_path"]

#: The bindings that a step hands on. After a sort they are a plain list: what follows then sees the bindings
#: themselves as values, as in jsonata-js.
Stream: TypeAlias = "list[dict[str, Json]]"

#: Takes the bindings so far and the scope; returns the next ones.
TupleStep: TypeAlias = Callable[["Stream", Frame], "Stream"]


def compile_tuple_path(plan: PathPlan, compiler: Compiler, level: int) -> Evaluator:
    """Return the closure of a path of which some step works on bindings."""
    first = plan.steps[0]
    is_absolute = isinstance(first, VariablePlan)
    construct = compile_construction(first, compiler, level + 1) if first.cons else None
    # What an array constructor at the start binds, jsonata-js forgets.
    forgets = first.cons and first.focus is not None
    rest = plan.steps[1:] if first.cons else plan.steps
    at = 0 if first.cons and first.is_tuple else next(index for index, step in enumerate(rest) if step.is_tuple)
    plain: list[Step] = [compile_step(each, compiler, level + 1) for each in rest[:at]]
    steps = [_tuple_step(each, compiler, level + 1, fresh=each is rest[at]) for each in rest[at:]]
    # What yields nothing before the first binding ends the path.
    breaks = bool(plain) or (first.cons and not first.is_tuple)
    group = compile_group(plan.group, compiler, level + 1) if plan.group is not None else None
    kept = plan.keep_singleton or plan.keep_array

    def path(context: Json, scope: Frame) -> Json:
        items = context if isinstance(context, list) and not is_absolute else [context]
        if construct is not None:
            constructed = construct(context, scope)
            items = items if forgets else constructed
        for step in plain:
            if not items:
                break
            items = step(items, scope)
        if not items and breaks:
            if group is not None:
                return group(UNDEFINED, scope)
            return finish(items if construct is not None and type(items) is ConsArray else Sequence(), kept=kept)
        stream: Stream = [{"@": item} for item in items]
        for tuple_step in steps:
            stream = tuple_step(stream, scope)
        if group is not None:
            return group(stream or UNDEFINED, scope)
        if plan.is_tuple:
            return stream
        return finish(Sequence(each.get("@", UNDEFINED) for each in stream), kept=kept)

    return path


def _tuple_step(step: Plan, compiler: Compiler, level: int, *, fresh: bool) -> TupleStep:
    if isinstance(step, SortPlan):
        move = _sort(step, compiler, level, fresh=fresh)
    else:
        move = _move(step, compiler.compile(step, level))
    stages = [
        _index_stage(stage) if isinstance(stage, IndexStage) else _filter_stage(stage, compiler, level + 1)
        for stage in step.stages
    ]

    def tuple_step(stream: Stream, scope: Frame) -> Stream:
        scope.run.spend(len(stream))
        stream = move(stream, scope)
        for stage in stages:
            stream = stage(stream, scope)
        return stream

    return tuple_step


def _move(step: Plan, evaluate: Evaluator) -> TupleStep:
    """Return the closure that goes from each context to the values of the step."""

    def move(stream: Stream, scope: Frame) -> Stream:
        result = TupleStream()
        for bindings in stream:
            value = evaluate(bindings.get("@", UNDEFINED), tuple_scope(scope, bindings))
            if value is UNDEFINED:
                continue
            if type(value) is TupleStream:
                result.extend({**bindings, **each} for each in value)
                continue
            if isinstance(value, list):
                scope.run.spend(2 * len(value))
            for index, each in enumerate(value if isinstance(value, list) else [value]):
                result.append(_bound(step, bindings, each, index))
        return result

    return move


def _bound(step: Plan, bindings: dict[str, Json], value: Json, index: int) -> dict[str, Json]:
    result = dict(bindings)
    result["@" if step.focus is None else step.focus] = value
    if step.index is not None:
        result[step.index] = index
    if step.ancestor is not None:
        result[step.ancestor.label] = bindings.get("@", UNDEFINED)
    return result


def _sort(step: SortPlan, compiler: Compiler, level: int, *, fresh: bool) -> TupleStep:
    sort = compile_sort(step, compiler, level)

    def sort_fresh(stream: Stream, scope: Frame) -> Stream:
        values = sort([each["@"] for each in stream], scope)
        name = step.index
        return TupleStream({"@": each} if name is None else {"@": each, name: at} for at, each in enumerate(values))

    def sort_stream(stream: Stream, scope: Frame) -> Stream:
        return sort(stream, scope) if len(stream) > 1 else stream

    return sort_fresh if fresh else sort_stream


def _filter_stage(stage: FilterStage, compiler: Compiler, level: int) -> TupleStep:
    keep: Filter = compile_filter(stage.predicate, compiler, level)
    return keep


def _index_stage(stage: IndexStage) -> TupleStep:
    def index(stream: Stream, _scope: Frame) -> Stream:
        for at, bindings in enumerate(stream):
            bindings[stage.name] = at
        return stream

    return index
