"""Walk over expressions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from steploom.compiler.hir.expressions import (
    Both,
    Compare,
    Conditional,
    Const,
    Count,
    Either,
    ErrorName,
    ErrorText,
    Expr,
    Faults,
    Field,
    Format,
    Item,
    ItemAt,
    MakeError,
    MakeList,
    MakeObject,
    Negate,
    Next,
    Normal,
    OneOf,
    Truth,
    UndoFailure,
    Var,
)

__all__ = ["children", "rename", "substitute", "variables"]


def children(value: Expr) -> tuple[Expr, ...]:  # noqa: C901, PLR0911 - one line a kind
    """Return the direct operands of `value`."""
    match value:
        case Const() | Var():
            return ()
        case Field(base=base) | Item(base=base):
            return (base,)
        case ItemAt(base=base, index=index):
            return (base, index)
        case Compare(left=left, right=right):
            return (left, right)
        case OneOf(value=inner, options=options):
            return (inner, *options)
        case Both(operands=operands) | Either(operands=operands):
            return operands
        case Negate() | Truth() | Normal() | Count() | Next():
            return (value.operand,)
        case Conditional(test=test, then=then, other=other):
            return (test, then, other)
        case Format(parts=parts):
            return tuple(each for each in parts if not isinstance(each, str))
        case MakeObject(entries=entries):
            return tuple(each for _, each in entries)
        case MakeList(items=items):
            return items
        case MakeError(message=message):
            return (message,)
        case ErrorText(error=error) | ErrorName(error=error) | Faults(error=error):
            return (error,)
        case UndoFailure(error=error, failure=failure):
            return (error, failure)


def variables(value: Expr) -> Iterator[str]:
    """Yield the names of the variables that `value` reads, as often as it reads them."""
    yield from (each.name for each in _read(value))


def rename(value: Expr, names: Mapping[str, str]) -> Expr:
    """Return `value` with variables under the new names that `names` gives to their old ones."""
    found = {each.name: replace(each, name=names[each.name]) for each in _read(value) if each.name in names}
    return substitute(value, found) if found else value


def _read(value: Expr) -> Iterator[Var]:
    if isinstance(value, Var):
        yield value
    for each in children(value):
        yield from _read(each)


def substitute(value: Expr, known: Mapping[str, Expr]) -> Expr:  # noqa: C901, PLR0911, PLR0912 - one line a kind
    """Return `value` with the variables in `known` replaced by their values."""

    def inside(each: Expr) -> Expr:
        return substitute(each, known)

    match value:
        case Const():
            return value
        case Var(name=name):
            return known.get(name, value)
        case Field(base=base) | Item(base=base):
            return replace(value, base=inside(base))
        case ItemAt(base=base, index=index):
            return replace(value, base=inside(base), index=inside(index))
        case Compare(left=left, right=right):
            return replace(value, left=inside(left), right=inside(right))
        case OneOf(value=inner, options=options):
            return replace(value, value=inside(inner), options=tuple(map(inside, options)))
        case Both(operands=operands) | Either(operands=operands):
            return replace(value, operands=tuple(map(inside, operands)))
        case Negate() | Truth() | Normal() | Count() | Next():
            return replace(value, operand=inside(value.operand))
        case Conditional(test=test, then=then, other=other):
            return replace(value, test=inside(test), then=inside(then), other=inside(other))
        case Format(parts=parts):
            return replace(value, parts=tuple(each if isinstance(each, str) else inside(each) for each in parts))
        case MakeObject(entries=entries):
            return replace(value, entries=tuple((key, inside(each)) for key, each in entries))
        case MakeList(items=items):
            return replace(value, items=tuple(map(inside, items)))
        case MakeError(message=message):
            return replace(value, message=inside(message))
        case ErrorText(error=error) | ErrorName(error=error) | Faults(error=error):
            return replace(value, error=inside(error))
        case UndoFailure(error=error, failure=failure):
            return replace(value, error=inside(error), failure=inside(failure))
