"""Walk over expressions: which parts a node has is read from its fields, once for each kind of node."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from steploom.compiler.hir.expressions import Expr, Var

__all__ = ["children", "rename", "rewrite", "substitute", "variables"]

_NOT_PARTS = frozenset({"type", "span"})


def children(value: Expr) -> tuple[Expr, ...]:
    """Return the direct operands of `value`, in the order in which they are declared."""
    found: list[Expr] = []
    for name in _parts_of(value):
        _gather(getattr(value, name), found)
    return tuple(found)


def rewrite(value: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """Return `value` with each direct operand changed; `value` itself where none is another one."""
    made: dict[str, Any] = {}
    for name in _parts_of(value):
        before = getattr(value, name)
        after = _changed(before, change)
        if after is not before:
            made[name] = after
    return replace(value, **made) if made else value


def variables(value: Expr) -> Iterator[str]:
    """Yield the names of the variables that `value` reads, as often as it reads them.

    Names that an expression binds itself are none.
    """
    yield from (each.name for each in _read(value))


def rename(value: Expr, names: Mapping[str, str]) -> Expr:
    """Return `value` with variables under the new names that `names` gives to their old ones."""
    found = {each.name: replace(each, name=names[each.name]) for each in _read(value) if each.name in names}
    return substitute(value, found) if found else value


def substitute(value: Expr, known: Mapping[str, Expr]) -> Expr:
    """Return `value` with the variables in `known` replaced by their values."""
    if not known:
        return value
    if isinstance(value, Var):
        return known.get(value.name, value)
    return rewrite(value, lambda each: substitute(each, known))


def _parts_of(value: Expr) -> tuple[str, ...]:
    kind: Any = type(value)
    return _parts(kind)


@cache
def _parts(kind: type) -> tuple[str, ...]:
    """The fields of a kind of node that may hold expressions."""
    return tuple(
        each.name
        for each in dataclasses.fields(kind)
        if each.name not in _NOT_PARTS and ("Expr" in str(each.type) or "Var" in str(each.type))
    )


#: What stands beside expressions in the fields of nodes.
_LEAVES = (str, type(None))


def _gather(part: Any, found: list[Expr]) -> None:
    if isinstance(part, tuple):
        for each in part:
            _gather(each, found)
    elif not isinstance(part, _LEAVES):
        found.append(part)


def _changed(part: Any, change: Callable[[Expr], Expr]) -> Any:
    if isinstance(part, tuple):
        made = tuple(_changed(each, change) for each in part)
        return part if all(new is old for new, old in zip(made, part, strict=True)) else made
    return part if isinstance(part, _LEAVES) else change(part)


def _read(value: Expr) -> list[Var]:
    if isinstance(value, Var):
        return [value]
    found: list[Var] = []
    for each in children(value):
        found += _read(each)
    bound = {getattr(value, each) for each in getattr(value, "BINDS", ())}
    return [each for each in found if each.name not in bound] if bound else found
