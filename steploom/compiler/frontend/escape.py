"""Values that leave the workflow, in the form that Python would give them.

A value from outside is kept as it came, since every declared path of it is safe to read. Where all of it goes on (into
a result, an event, an AWS call), the keys that its type does not declare must not go with it.
"""

from __future__ import annotations

from dataclasses import replace

from steploom.compiler.hir import (
    Bound,
    Checked,
    Conditional,
    Expr,
    Field,
    Item,
    ItemAt,
    Keep,
    Normal,
    Operation,
    SortBy,
    Var,
)
from steploom.compiler.normal import needs_normal
from steploom.dsl.contract import ModelShape, Shape

__all__ = ["escape", "is_raw"]


#: Operations that give parts of their operands as they are.
_HANDS_ON = frozenset(
    f"{kind}.{name}"
    for kind, names in {
        "list": ("at", "concatenate", "distinct", "flatten", "reverse", "zip"),
        "object": ("entries", "get", "merge", "merge all", "values", "without"),
        "value": ("same",),
    }.items()
    for name in names
)


def is_raw(value: Expr) -> bool:
    """Whether `value` is, or is a part of, something that came from outside."""
    match value:
        case Conditional(then=then, other=other):
            return is_raw(then) or is_raw(other)
        case Field(base=inner) | Item(base=inner) | ItemAt(base=inner) | Checked(value=inner) | Bound(body=inner):
            return is_raw(inner)
        case Keep(items=inner) | SortBy(items=inner):
            return is_raw(inner)
        case Operation(name=name, operands=operands) if name in _HANDS_ON:
            return any(map(is_raw, operands))
        case _:
            return isinstance(value, Var) and value.raw


def escape(value: Expr, wanted: Shape | None = None) -> Expr:
    """Return `value` as it may leave; `wanted` is the type it goes to, which drops unknown keys itself if a model."""
    if isinstance(value, Conditional):
        return replace(value, then=escape(value.then, wanted), other=escape(value.other, wanted))
    if isinstance(value, Checked):
        return replace(value, value=escape(value.value, wanted))
    if isinstance(value, Bound):
        return replace(value, body=escape(value.body, wanted))
    if isinstance(wanted, ModelShape) or not is_raw(value) or not needs_normal(value.type):
        return value
    return Normal(value, type=value.type, span=value.span)
