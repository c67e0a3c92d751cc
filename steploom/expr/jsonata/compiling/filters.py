"""Predicates: `[n]` picks by position, anything else keeps the items for which it holds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from steploom.expr.jsonata.compiling.evaluator import Evaluator
from steploom.expr.jsonata.compiling.straight import Site
from steploom.expr.jsonata.giving_up import MANY
from steploom.expr.jsonata.plan import BinaryPlan, LiteralPlan, NegatePlan, Plan, VariablePlan
from steploom.expr.jsonata.run import Frame
from steploom.expr.jsonata.sequences import Sequence, TupleStream
from steploom.expr.jsonata.values import finite, is_array_of, is_number, truth
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.expr.jsonata.compiling.core import Compiler

__all__ = ["Filter", "compile_filter", "tuple_scope"]

#: Takes a value, which may be no array, and the scope; returns the items that are left.
Filter: TypeAlias = Callable[[Json, Frame], "list[Json]"]


def compile_filter(predicate: Plan, compiler: Compiler, level: int) -> Filter:
    """Return the closure of one predicate."""
    if isinstance(predicate, LiteralPlan) and type(predicate.value) in (int, float):
        return _at_position(float(predicate.value or 0))
    evaluate = compiler.compile(predicate, level)
    return _once(evaluate) if _context_free(predicate) else _each(evaluate, Site(predicate, compiler.locals))


def tuple_scope(scope: Frame, bindings: dict[str, Json]) -> Frame:
    """Return a scope with the bindings of one item of a tuple stream."""
    return Frame(dict(bindings), scope, scope.run)


def _context_free(plan: Plan) -> bool:
    """Return whether the predicate has the same value for all items, and no effect."""
    match plan:
        case VariablePlan(name=name):
            return name != "" and not plan.predicates and plan.group is None
        case LiteralPlan():
            return True
        case BinaryPlan(operator="+" | "-" | "*"):
            return _context_free(plan.left) and _context_free(plan.right)
        case NegatePlan():
            return _context_free(plan.operand)
    return False


def _at_position(position: float) -> Filter:
    index = math.floor(position)

    def at_position(value: Json, _scope: Frame) -> list[Json]:
        items = value if isinstance(value, list) else [value]
        return _pick(items, index)

    return at_position


def _pick(items: list[Json], index: int) -> list[Json]:
    size = len(items)
    at = index + size if index < 0 else index
    if not 0 <= at < size or items[at] is UNDEFINED:
        return TupleStream() if type(items) is TupleStream else Sequence()
    item = items[at]
    if isinstance(item, list):
        return item
    return TupleStream((item,)) if type(items) is TupleStream else Sequence((item,))


def _once(evaluate: Evaluator) -> Filter:
    """Return a filter for a predicate that does not look at the items."""
    slow = _each(evaluate)

    def once(value: Json, scope: Frame) -> list[Json]:
        if type(value) is TupleStream:
            return slow(value, scope)
        items = value if isinstance(value, list) else [value]
        if not items:
            return Sequence()
        wanted = evaluate(UNDEFINED, scope)
        if type(wanted) is int or (type(wanted) is float and math.isfinite(wanted)):
            at = math.floor(wanted)
            at += len(items) if at < 0 else 0
            return Sequence((items[at],)) if 0 <= at < len(items) else Sequence()
        return slow(value, scope)

    return once


def _each(evaluate: Evaluator, site: Site | None = None) -> Filter:
    def each(value: Json, scope: Frame) -> list[Json]:
        if type(value) is TupleStream:
            return _each_tuple(value, scope, evaluate)
        items = value if isinstance(value, list) else [value]
        scope.run.spend(len(items))
        result = Sequence()
        size = len(items)
        answers: Iterator[Json] = (evaluate(item, scope) for item in items)
        if site is not None and size >= MANY:
            answers = site.values(evaluate, items, scope)
        for index, (item, answer) in enumerate(zip(items, answers, strict=True)):
            if answer is True:
                result.append(item)
            elif answer is not False and answer is not UNDEFINED:
                result.extend([item] * _times(answer, index, size))
        return result

    return each


def _each_tuple(items: TupleStream, scope: Frame, evaluate: Evaluator) -> TupleStream:
    scope.run.spend(len(items))
    result = TupleStream()
    for index, item in enumerate(items):
        answer = evaluate(item["@"], tuple_scope(scope, item))
        result.extend([item] * _times(answer, index, len(items)))
    return result


def _times(answer: Json, index: int, size: int) -> int:
    """Return how often the item at `index` is kept: once for a truth, once for each position that names it."""
    if is_number(answer):
        positions = [answer]
    elif is_array_of(answer, numbers=True):
        positions = answer
    else:
        return int(truth(answer))
    found = 0
    for each in positions:
        at = math.floor(each) if finite(each) else 0
        found += (at + size if at < 0 else at) == index
    return found
