"""Order-by: a stable sort by terms, what is undefined last."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from steploom.expr.jsonata.compiling.evaluator import Evaluator
from steploom.expr.jsonata.compiling.filters import tuple_scope
from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.plan import SortPlan
from steploom.expr.jsonata.run import Frame
from steploom.expr.jsonata.sequences import TupleStream
from steploom.expr.jsonata.values import utf16_key
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.expr.jsonata.compiling.core import Compiler

__all__ = ["compile_sort"]

_SORTABLE: Final = frozenset((int, float, str))


def compile_sort(plan: SortPlan, compiler: Compiler, level: int) -> Callable[[list[Json], Frame], list[Json]]:
    """Return the closure that sorts items, or the bindings of a tuple stream, by the terms of `plan`."""
    terms = [(compiler.compile(term.expression, level + 1), term.descending) for term in plan.terms]

    def sort(items: list[Json], scope: Frame) -> list[Json]:
        is_stream = type(items) is TupleStream
        return _sorted(list(items), terms, scope, is_stream=is_stream, position=plan.position)

    return sort


def _sorted(
    items: list[Json], terms: list[tuple[Evaluator, bool]], scope: Frame, *, is_stream: bool, position: int
) -> list[Json]:
    """Sort by the first term, then equal ones by the other terms."""
    if len(items) <= 1 or not terms:
        return items
    (evaluate, descending), *others = terms
    scope.run.spend(len(items))
    pairs = [(_key(evaluate, item, scope, is_stream=is_stream), item) for item in items]
    last = [item for key, item in pairs if key is UNDEFINED]
    defined = [pair for pair in pairs if pair[0] is not UNDEFINED]
    _check(defined, position)
    _sort_pairs(defined, descending=descending)
    result: list[Json] = []
    start = 0
    for end in range(1, len(defined) + 1):
        if end == len(defined) or defined[end][0] != defined[start][0]:
            run = [item for _, item in defined[start:end]]
            result += _sorted(run, others, scope, is_stream=is_stream, position=position)
            start = end
    return result + _sorted(last, others, scope, is_stream=is_stream, position=position)


def _key(evaluate: Evaluator, item: Json, scope: Frame, *, is_stream: bool) -> Json:
    return evaluate(item["@"], tuple_scope(scope, item)) if is_stream else evaluate(item, scope)


def _check(pairs: list[tuple[Json, Json]], position: int) -> None:
    if len(pairs) <= 1:
        return
    for key, _ in pairs:
        if type(key) not in _SORTABLE:
            raise Fault("T2008", position, value=key)
    texts = [key for key, _ in pairs if type(key) is str]
    if texts and len(texts) < len(pairs):
        other = next(key for key, _ in pairs if type(key) is not str)
        raise Fault("T2007", position, value=pairs[0][0], value2=other if type(pairs[0][0]) is str else texts[0])


def _sort_pairs(pairs: list[tuple[Json, Json]], *, descending: bool) -> None:
    if any(type(key) is str and not key.isascii() for key, _ in pairs):
        pairs.sort(key=lambda pair: utf16_key(pair[0]), reverse=descending)
    else:
        pairs.sort(key=lambda pair: pair[0], reverse=descending)
