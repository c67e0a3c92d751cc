"""Order-by: a stable sort by terms, what is undefined last."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Final, TypeAlias

from steploom.expr.jsonata.compiling.evaluator import Evaluator
from steploom.expr.jsonata.compiling.filters import tuple_scope
from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.plan import SortPlan
from steploom.expr.jsonata.run import Frame
from steploom.expr.jsonata.sequences import TupleStream
from steploom.expr.jsonata.values import less, merge_sort, utf16_key
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.expr.jsonata.compiling.core import Compiler

__all__ = ["compile_sort"]

_NUMBERS: Final = frozenset((int, float))

#: Returns the value of a term for an item, or for the bindings of one.
_Key: TypeAlias = Callable[[Evaluator, Frame, Json], Json]


def compile_sort(plan: SortPlan, compiler: Compiler, level: int) -> Callable[[list[Json], Frame], list[Json]]:
    """Return the closure that sorts items, or the bindings of a tuple stream, by the terms of `plan`."""
    terms = [(compiler.compile(term.expression, level + 1), term.descending) for term in plan.terms]
    position = plan.position

    def sort(items: list[Json], scope: Frame) -> list[Json]:
        key = _key_of_binding if type(items) is TupleStream else _key_of_item
        result = _sorted(list(items), [(partial(key, evaluate, scope), down) for evaluate, down in terms], scope)
        if result is not None:
            return result
        return merge_sort(list(items), _Comparison(terms, key, scope, position).swaps)

    return sort


def _key_of_item(evaluate: Evaluator, scope: Frame, item: Json) -> Json:
    return evaluate(item, scope)


def _key_of_binding(evaluate: Evaluator, scope: Frame, item: Json) -> Json:
    return evaluate(item["@"], tuple_scope(scope, item))


# -- the usual case: keys that are all texts, or all numbers --------------------------------------------------------


def _sorted(items: list[Json], terms: list[tuple[Callable[[Json], Json], bool]], scope: Frame) -> list[Json] | None:
    """Sort by the first term, then equal ones by the other terms; None where keys cannot simply be compared."""
    if len(items) <= 1 or not terms:
        return items
    (key, descending), *others = terms
    scope.run.spend(len(items))
    try:
        pairs = [(key(item), item) for item in items]
    except Fault as fault:
        if fault.code == "":
            raise
        return None
    last = [item for key, item in pairs if key is UNDEFINED]
    defined = [pair for pair in pairs if pair[0] is not UNDEFINED]
    if not _sort_pairs(defined, descending=descending):
        return None
    result: list[Json] = []
    start = 0
    for end in range(1, len(defined) + 1):
        if end == len(defined) or defined[end][0] != defined[start][0]:
            run = _sorted([item for _, item in defined[start:end]], others, scope)
            if run is None:
                return None
            result += run
            start = end
    rest = _sorted(last, others, scope)
    return None if rest is None else result + rest


def _sort_pairs(pairs: list[tuple[Json, Json]], *, descending: bool) -> bool:
    """Sort by keys that are all texts or all numbers; return False, with nothing done, where they are not."""
    kinds = {type(key) for key, _ in pairs}
    if kinds == {str}:
        if all(key.isascii() for key, _ in pairs):
            pairs.sort(key=itemgetter(0), reverse=descending)
        else:
            pairs.sort(key=lambda pair: utf16_key(pair[0]), reverse=descending)
        return True
    if not kinds <= _NUMBERS or any(key != key for key, _ in pairs):  # noqa: PLR0124 - NaN
        return False
    pairs.sort(key=itemgetter(0), reverse=descending)
    return True


# -- the general case: jsonata-js's merge sort, which asks for keys in an order that shows in what is a fault -------


class _Comparison:
    """Compares two items by the terms of an order-by clause."""

    def __init__(self, terms: list[tuple[Evaluator, bool]], key: _Key, scope: Frame, position: int) -> None:
        self._terms = terms
        self._key = key
        self._scope = scope
        self._position = position

    def swaps(self, one: Json, two: Json) -> bool:
        """Return whether the second item goes before the first.

        Raises:
            Fault: T2008 or T2007: keys that have no order.
        """
        self._scope.run.spend(1)
        for evaluate, descending in self._terms:
            first, second = self._key(evaluate, self._scope, one), self._key(evaluate, self._scope, two)
            if first is UNDEFINED or second is UNDEFINED:
                if first is not second:
                    return first is UNDEFINED
                continue
            order = self._order(first, second)
            if order:
                return order == (-1 if descending else 1)
        return False

    def _order(self, first: Json, second: Json) -> int:
        for key in (first, second):
            if type(key) is not str and type(key) not in _NUMBERS:
                raise Fault("T2008", self._position, value=key)
        if (type(first) is str) is not (type(second) is str):
            raise Fault("T2007", self._position, value=first, value2=second)
        if first == second:
            return 0
        # NaN is less than nothing.
        return -1 if (less(first, second) if type(first) is str else first < second) else 1
