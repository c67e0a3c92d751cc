"""Functions that call functions."""

from __future__ import annotations

from typing import Final

from steploom.expr.jsonata.callables import Function, TailCall, apply, settle
from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.functions.registry import Definition, define
from steploom.expr.jsonata.run import Run
from steploom.expr.jsonata.sequences import Sequence
from steploom.expr.jsonata.values import truth
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["DEFINITIONS"]

_TWO: Final = 2
_THREE: Final = 3
_FOUR: Final = 4


def _call(run: Run, function: Function, value: Json, key: Json, whole: Json) -> Json:
    """Call with as many of value, position and collection as the function takes."""
    arity = function.arity
    arguments = [value] if arity < _TWO else [value, key] if arity == _TWO else [value, key, whole]
    result = function.call(arguments, None, run)
    return settle(result, None, run) if type(result) is TailCall else result


def _map(run: Run, items: list[Json], function: Function) -> Json:
    run.spend(len(items))
    results = Sequence()
    add = results.append
    for index, item in enumerate(items):
        result = _call(run, function, item, index, items)
        if result is not UNDEFINED:
            add(result)
    return results


def _filter(run: Run, items: list[Json], function: Function) -> Json:
    run.spend(len(items))
    return Sequence(item for index, item in enumerate(items) if truth(_call(run, function, item, index, items)))


def _single(run: Run, items: list[Json], function: Json) -> Json:
    run.spend(len(items))
    found = UNDEFINED
    has_found = False
    for index, item in enumerate(items):
        if function is UNDEFINED or truth(_call(run, function, item, index, items)):
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
    run.spend(len(items))
    first = 1 if start is UNDEFINED and items else 0
    result = items[0] if first else start
    for index in range(first, len(items)):
        arguments = [result, items[index]]
        if arity >= _THREE:
            arguments.append(index)
        if arity >= _FOUR:
            arguments.append(items)
        result = apply(function, arguments, None, run)
    return result


def _each(run: Run, value: Json, function: Function) -> Json:
    return Sequence(
        result for key, each in _fields(value) if (result := _call(run, function, each, key, value)) is not UNDEFINED
    )


def _sift(run: Run, value: Json, function: Json) -> Json:
    if function is UNDEFINED and _fields(value):
        raise Fault("T0410", value=function, index=2)
    result = {key: each for key, each in _fields(value) if truth(_call(run, function, each, key, value))}
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
