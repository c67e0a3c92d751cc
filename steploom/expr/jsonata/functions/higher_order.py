"""Functions that call functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from steploom.expr.jsonata.callables import Function, TailCall, apply, settle
from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.functions.registry import Definition, define
from steploom.expr.jsonata.giving_up import GIVE_UP, MANY, UNUSUAL
from steploom.expr.jsonata.run import Run
from steploom.expr.jsonata.sequences import Sequence
from steploom.expr.jsonata.values import truth
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["DEFINITIONS"]

_TWO: Final = 2
_FOUR: Final = 4
#: What a call costs: the item, and the call of the lambda.
_STRAIGHT_COST: Final = 6


#: Calls a function with as many of value, position and collection as it takes.
Caller: TypeAlias = Callable[[Json, Json, Json], Json]


def _caller(run: Run, function: Function, count: int) -> Caller:
    """Return what calls a function for each of `count` items."""
    arity = function.arity

    def call(value: Json, key: Json, whole: Json) -> Json:
        arguments = [value] if arity < _TWO else [value, key] if arity == _TWO else [value, key, whole]
        result = function.call(arguments, None, run)
        return settle(result, None, run) if type(result) is TailCall else result

    straight = function.straight() if function.straight is not None and count >= MANY else None
    return call if straight is None else _straight_caller(run, straight, call)


def _straight_caller(run: Run, straight: Callable[..., Json], otherwise: Caller) -> Caller:
    def call(value: Json, key: Json, whole: Json) -> Json:
        try:
            result = straight(run, value, key, whole)
        except UNUSUAL:
            return otherwise(value, key, whole)
        return otherwise(value, key, whole) if result is GIVE_UP else result

    return call


def _map(run: Run, items: list[Json], function: Function) -> Json:
    run.spend(_cost(items, function))
    call = _caller(run, function, len(items))
    results = Sequence()
    add = results.append
    for index, item in enumerate(items):
        result = call(item, index, items)
        if result is not UNDEFINED:
            add(result)
    return results


def _cost(items: list[Json], function: Function) -> int:
    """Return the steps of calls: straight-line code does not count its own."""
    return len(items) * (1 if function.straight is None else _STRAIGHT_COST)


def _filter(run: Run, items: list[Json], function: Function) -> Json:
    run.spend(_cost(items, function))
    call = _caller(run, function, len(items))
    return Sequence(item for index, item in enumerate(items) if truth(call(item, index, items)))


def _single(run: Run, items: list[Json], function: Json) -> Json:
    run.spend(len(items))
    call: Caller = (lambda *_: True) if function is UNDEFINED else _caller(run, function, len(items))
    found = UNDEFINED
    has_found = False
    for index, item in enumerate(items):
        if truth(call(item, index, items)):
            if has_found:
                raise Fault("D3138", index=index)
            found, has_found = item, True
    if not has_found:
        raise Fault("D3139")
    return found


def _reduce(run: Run, items: list[Json], function: Function, start: Json) -> Json:
    arity = function.arity
    if arity < _TWO:
        raise Fault("D3050", index=1)
    run.spend(_cost(items, function))
    first = 1 if start is UNDEFINED and items else 0
    result = items[0] if first else start

    def call(total: Json, item: Json, index: Json) -> Json:
        return apply(function, [total, item, index, items][: min(arity, _FOUR)], None, run)

    straight = function.straight() if function.straight is not None and len(items) >= MANY else None
    step = call if straight is None else _straight_caller(run, straight, call)
    for index in range(first, len(items)):
        result = step(result, items[index], index)
    return result


def _each(run: Run, value: Json, function: Function) -> Json:
    fields = _fields(value)
    call = _caller(run, function, len(fields))
    return Sequence(result for key, each in fields if (result := call(each, key, value)) is not UNDEFINED)


def _sift(run: Run, value: Json, function: Json) -> Json:
    fields = _fields(value)
    if not fields:
        return UNDEFINED
    if function is UNDEFINED:
        raise Fault("T0410", value=function, index=2)
    call = _caller(run, function, len(fields))
    result = {key: each for key, each in fields if truth(call(each, key, value))}
    return result or UNDEFINED


def _fields(value: Json) -> list[tuple[str, Json]]:
    return list(value.items()) if type(value) is dict else []


DEFINITIONS: Final[tuple[Definition, ...]] = (
    define("map", "<af>", _map),
    define("filter", "<af>", _filter),
    define("single", "<af?>", _single),
    define("reduce", "<afj?:j>", _reduce),
    define("each", "<o-f:a>", _each, total=True),
    define("sift", "<o-f?:o>", _sift, total=True),
)
