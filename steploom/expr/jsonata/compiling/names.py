"""Fields: the closures of paths that are names only, which most expressions are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from steploom.expr.jsonata.sequences import ConsArray, KeptSequence, Sequence, collapse
from steploom.expr.jsonata.values import lookup
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.expr.jsonata.compiling.evaluator import Evaluator
    from steploom.expr.jsonata.run import Frame, Run

__all__ = [
    "as_items",
    "context_items",
    "finish",
    "items_from",
    "last_field",
    "merge",
    "names_from",
    "names_of_context",
    "names_of_variable",
    "next_field",
    "walk",
]


def as_items(value: Json) -> list[Json]:
    """Return what the next step works on: the items of an array, or the value alone."""
    if isinstance(value, list) and type(value) is not ConsArray:
        return value
    return [] if value is UNDEFINED else [value]


def context_items(context: Json) -> list[Json]:
    """Return what the first step works on: the items of any array that is the context, or the context alone."""
    return context if isinstance(context, list) else [context]


def _field(item: Json, key: str) -> Json:
    found = item.get(key, UNDEFINED) if type(item) is dict else lookup(item, key)
    return collapse(found) if isinstance(found, Sequence) else found


def next_field(items: list[Json], key: str) -> list[Json]:
    """Return the field `key` of all items, arrays merged."""
    result: list[Json] = []
    for item in items:
        found = _field(item, key)
        if isinstance(found, list) and type(found) is not ConsArray:
            result += found
        elif found is not UNDEFINED:
            result.append(found)
    return result


def last_field(items: list[Json], key: str) -> list[Json]:
    """Return the field `key` of all items at the end of a path, where a single array stays as it is."""
    return merge([found for item in items if (found := _field(item, key)) is not UNDEFINED])


def merge(results: list[Json]) -> list[Json]:
    """Return the results of a path's last step as a sequence, or the one array that they are."""
    if len(results) == 1:
        only = results[0]
        if isinstance(only, list) and not isinstance(only, Sequence):
            return only
    merged = Sequence()
    for each in results:
        if isinstance(each, list) and type(each) is not ConsArray:
            merged += each
        else:
            merged.append(each)
    return merged


def finish(result: list[Json], *, kept: bool) -> Json:
    """Return the value of a path from what its last step yields.

    Args:
        result: A sequence, or an array of the data.
        kept: Whether `[]` stands somewhere in the path.
    """
    if kept and type(result) is ConsArray:
        return KeptSequence((result,))
    if kept and result:
        return KeptSequence(result) if isinstance(result, Sequence) else result
    return collapse(result)


def walk(value: Json, keys: tuple[str, ...], run: Run, *, kept: bool) -> Json:
    """Return what the fields `keys`, one below the other, are for any value."""
    items = value if isinstance(value, list) else as_items(value)
    for key in keys[:-1]:
        run.spend(len(items))
        items = next_field(items, key)
    run.spend(len(items))
    return finish(last_field(items, keys[-1]), kept=kept)


def items_from(start: Evaluator, keys: tuple[str, ...], first_items: Callable[[Json], list[Json]]) -> Evaluator:
    """Return the closure for the items that fields below what `start` yields hand to the next step.

    Args:
        start: Yields what the first field is looked for in.
        keys: The fields.
        first_items: What of it is iterated.
    """

    def items(context: Json, scope: Frame) -> Json:
        first = value = start(context, scope)
        for key in keys:
            if type(value) is not dict:
                break
            value = value.get(key, UNDEFINED)
        else:
            return as_items(value)
        found = first_items(first)
        for key in keys:
            scope.run.spend(len(found))
            found = next_field(found, key)
        return found

    return items


def names_of_variable(name: str, default: Json, keys: tuple[str, ...], *, kept: bool) -> Evaluator:
    """Return the closure for fields below a variable given from outside."""
    general = names_from(lambda _context, scope: scope.run.bindings.get(name, default), keys, kept=kept)

    def names(context: Json, scope: Frame) -> Json:
        value = scope.run.bindings.get(name, default)
        for key in keys:
            if type(value) is not dict:
                return general(context, scope)
            value = value.get(key, UNDEFINED)
        return general(context, scope) if kept or isinstance(value, list) else value

    return names


def names_of_context(keys: tuple[str, ...], *, kept: bool) -> Evaluator:
    """Return the closure for fields below the context."""
    general = names_from(lambda context, _scope: context, keys, kept=kept)
    key = keys[0]

    def name(context: Json, scope: Frame) -> Json:
        if type(context) is not dict:
            return general(context, scope)
        value = context.get(key, UNDEFINED)
        return general(context, scope) if isinstance(value, list) else value

    return general if kept or len(keys) > 1 else name


def names_from(start: Evaluator, keys: tuple[str, ...], *, kept: bool) -> Evaluator:
    """Return the closure for fields below what `start` yields; arrays on the way take the general road."""

    def names(context: Json, scope: Frame) -> Json:
        first = value = start(context, scope)
        for key in keys:
            if type(value) is not dict:
                return walk(first, keys, scope.run, kept=kept) if isinstance(value, list) else UNDEFINED
            value = value.get(key, UNDEFINED)
        if isinstance(value, list):
            return value if type(value) is list else walk(first, keys, scope.run, kept=kept)
        return KeptSequence((value,)) if kept and value is not UNDEFINED else value

    return names
