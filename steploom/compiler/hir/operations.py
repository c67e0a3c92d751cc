"""What is computed from values: operations, and what is done to each item of a list.

All of it is pure. What can fail says so by a `Checked` around the value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from steploom.compiler.hir.types import Type
from steploom.diagnostics import Span

if TYPE_CHECKING:
    from steploom.compiler.hir.expressions import Expr

__all__ = ["Each", "Keep", "Operation", "OperationName", "SortBy"]

#: Functions of their operands alone that cannot fail on operands of the right types, by what Python means.
OperationName: TypeAlias = Literal[
    # numbers
    "number.absolute",
    "number.add",
    "number.ceiling",
    "number.divide",
    "number.floor",
    "number.largest",
    "number.multiply",
    "number.negate",
    "number.of flag",
    "number.of text",
    "number.power",
    "number.random",
    "number.remainder",
    "number.root",
    "number.round",
    "number.smallest",
    "number.subtract",
    "number.sum",
    # lists
    "list.at",
    "list.concatenate",
    "list.contains",
    "list.distinct",
    "list.flatten",
    "list.range",
    "list.reverse",
    "list.sort",
    "list.zip",
    # objects
    "object.entries",
    "object.entry",
    "object.get",
    "object.has",
    "object.keys",
    "object.merge",
    "object.merge all",
    "object.size",
    "object.values",
    "object.without",
    # texts
    "text.after",
    "text.before",
    "text.characters",
    "text.contains",
    "text.is like",
    "text.join",
    "text.length",
    "text.lower",
    "text.of integer",
    "text.of number",
    "text.order",
    "text.pad left",
    "text.pad right",
    "text.replace",
    "text.replace like",
    "text.split",
    "text.split like",
    "text.upper",
    # other
    "hash",
    "time.now",
    "uuid",
    "value.kind",
    "value.same",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Operation(_Typed):
    """A total function of its operands."""

    name: OperationName
    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Each(_Typed):
    """`[body for item in items if test]`; `index` is the item's position, where it is read."""

    BINDS: ClassVar[tuple[str, ...]] = ("item", "index")

    items: Expr
    item: str
    body: Expr
    index: str | None = None
    test: Expr | None = None


@dataclass(frozen=True, slots=True)
class Keep(_Typed):
    """`[item for item in items if test]`."""

    BINDS: ClassVar[tuple[str, ...]] = ("item", "index")

    items: Expr
    item: str
    test: Expr
    index: str | None = None


@dataclass(frozen=True, slots=True)
class SortBy(_Typed):
    """Items in a stable order: `left` goes behind `right` where `behind` holds."""

    BINDS: ClassVar[tuple[str, ...]] = ("left", "right")

    items: Expr
    left: str
    right: str
    behind: Expr
