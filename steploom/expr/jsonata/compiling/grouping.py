"""`{key: value}`: one object for a context, or items grouped by key behind a path."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from steploom.expr.jsonata.compiling.evaluator import Evaluator, has_clauses
from steploom.expr.jsonata.compiling.filters import tuple_scope
from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.plan import Group, LiteralPlan
from steploom.expr.jsonata.run import Frame
from steploom.expr.jsonata.sequences import TupleStream, append
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

if TYPE_CHECKING:
    from steploom.expr.jsonata.compiling.core import Compiler

__all__ = ["Grouping", "compile_group"]

#: Takes the value to group and the scope; returns the object.
Grouping: TypeAlias = Callable[[Json, Frame], "dict[str, Json]"]


def compile_group(group: Group, compiler: Compiler, level: int) -> Grouping:
    """Return the closure that makes the object of `group`."""
    values = [compiler.compile(value, level) for _, value in group.pairs]
    names = [
        key.value
        for key, _ in group.pairs
        if isinstance(key, LiteralPlan) and isinstance(key.value, str) and not has_clauses(key)
    ]
    keys = [compiler.compile(key, level) for key, _ in group.pairs]
    general = _general(keys, values, group.position)
    if len(names) == len(values) == len(set(names)):
        return _constant(list(zip(names, values, strict=True)), general)
    return general


def _constant(fields: list[tuple[str, Evaluator]], general: Grouping) -> Grouping:
    """Return the closure for keys that are different texts, known beforehand."""

    def constant(value: Json, scope: Frame) -> dict[str, Json]:
        if isinstance(value, list):
            if type(value) is TupleStream:
                return general(value, scope)
            value = _merged(value)
        result = {}
        for name, evaluate in fields:
            found = evaluate(value, scope)
            if found is not UNDEFINED:
                result[name] = found
        return result

    return constant


def _merged(items: list[Json]) -> Json:
    if len(items) <= 1:
        return items[0] if items else UNDEFINED
    result: Json = items[0]
    if any(isinstance(each, list) or each is UNDEFINED for each in items):
        for item in items[1:]:
            result = append(result, item)
        return result
    return list(items)


def _general(keys: list[Evaluator], values: list[Evaluator], position: int) -> Grouping:
    def general(value: Json, scope: Frame) -> dict[str, Json]:
        is_stream = type(value) is TupleStream
        items = value if isinstance(value, list) else [value]
        groups = _grouped(items or [UNDEFINED], keys, scope, position)
        result = {}
        for key, (index, data) in groups.items():
            if is_stream:
                bindings = _reduced(data)
                found = values[index](bindings.pop("@", UNDEFINED), tuple_scope(scope, bindings))
            else:
                found = values[index](_merged(data) if len(data) > 1 else data[0], scope)
            if found is not UNDEFINED:
                result[key] = found
        return result

    return general


def _grouped(
    items: list[Json], keys: list[Evaluator], scope: Frame, position: int
) -> dict[str, tuple[int, list[Json]]]:
    is_stream = type(items) is TupleStream
    groups: dict[str, tuple[int, list[Json]]] = {}
    scope.run.spend(len(items))
    for item in items:
        context, inner = (item["@"], tuple_scope(scope, item)) if is_stream else (item, scope)
        for index, evaluate in enumerate(keys):
            key = evaluate(context, inner)
            if key is UNDEFINED:
                continue
            if type(key) is not str:
                raise Fault("T1003", position, value=key)
            group = groups.setdefault(key, (index, []))
            if group[0] != index:
                raise Fault("D1009", position, value=key)
            group[1].append(item)
    return groups


def _reduced(stream: list[dict[str, Any]]) -> dict[str, Json]:
    result = dict(stream[0])
    for item in stream[1:]:
        for name, value in item.items():
            result[name] = append(result.get(name, UNDEFINED), value)
    return result
