"""Making expressions of expressions: what the families of functions and methods have in common."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from steploom.compiler.frontend.checked import fails, once
from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.escape import is_raw
from steploom.compiler.frontend.shapes import plain
from steploom.compiler.hir import (
    Both,
    Compare,
    Conditional,
    Const,
    Count,
    Each,
    Either,
    Expr,
    Format,
    Keep,
    MakeList,
    Negate,
    Operation,
    OperationName,
    SortBy,
    Type,
    Var,
)
from steploom.compiler.hir.expressions import Operator
from steploom.dsl.contract import BoolShape, Bounds, FloatShape, IntShape, ListShape, NoneShape, Shape, StrShape

__all__ = ["BOOL", "FLOAT", "INT", "SIZE", "TEXT", "Make", "item_type", "listed", "seen_as"]

BOOL, FLOAT, INT, TEXT = BoolShape(), FloatShape(), IntShape(), StrShape()
#: How many of something there are: memory ends long before.
SIZE = IntShape(Bounds(ge=0, le=2**32))


@dataclass(frozen=True, slots=True)
class Make:
    """Makes expressions at one place of the source.

    Attributes:
        context: The function being walked.
        node: Where the expression stands.
    """

    context: Context
    node: ast.AST

    def op(self, name: OperationName, type_: Type, *operands: Expr) -> Expr:
        """An operation."""
        return Operation(name, operands, type=type_, span=self.context.span(self.node))

    def number(self, value: float) -> Const:
        """A number."""
        shape = IntShape(Bounds(ge=value, le=value)) if isinstance(value, int) else FLOAT
        return Const(value, type=shape, span=self.context.span(self.node))

    def text(self, value: str) -> Const:
        """A text."""
        return Const(value, type=TEXT, span=self.context.span(self.node))

    def flag(self, *, value: bool) -> Const:
        """True or False."""
        return Const(value, type=BOOL, span=self.context.span(self.node))

    def nothing(self) -> Const:
        """None."""
        return Const(None, type=NoneShape(), span=self.context.span(self.node))

    def compare(self, left: Expr, operator: Operator, right: Expr) -> Expr:
        """A comparison of what JSONata compares as Python does."""
        return Compare(operator, left, right, type=BOOL, span=self.context.span(self.node))

    def both(self, *operands: Expr) -> Expr:
        """All of some booleans."""
        return Both(operands, type=BOOL, span=self.context.span(self.node))

    def either(self, *operands: Expr) -> Expr:
        """One of some booleans."""
        return Either(operands, type=BOOL, span=self.context.span(self.node))

    def negate(self, operand: Expr) -> Expr:
        """The other boolean."""
        if isinstance(operand, Negate):
            return operand.operand
        return Negate(operand, type=BOOL, span=self.context.span(self.node))

    def when(self, test: Expr, then: Expr, other: Expr, type_: Type | None = None) -> Expr:
        """`then if test else other`."""
        return Conditional(test, then, other, type=type_ or then.type, span=self.context.span(self.node))

    def count(self, items: Expr) -> Expr:
        """How many items a list has."""
        if isinstance(items, MakeList):
            return self.number(len(items.items))
        return Count(items, type=SIZE, span=self.context.span(self.node))

    def join(self, *parts: str | Expr) -> Expr:
        """Texts one behind the other."""
        return Format(parts, type=TEXT, span=self.context.span(self.node))

    def items(self, items: tuple[Expr, ...], item: Shape) -> Expr:
        """A list that is written out."""
        return MakeList(items, type=ListShape(item), span=self.context.span(self.node))

    def once(self, value: Expr, make: Callable[[Expr], Expr], name: str = "part value") -> Expr:
        """What `make` makes of `value`, which is evaluated once, under a name."""
        return once(self.context, value, make, name)

    def fails(self, value: Expr, when: Expr, error: type[Exception], message: str | Expr) -> Expr:
        """`value`, but `error` where `when` holds."""
        return fails(self.context, self.node, value, when=when, error=error, message=message)

    def name(self, base: str, type_: Type, *, raw: bool = False) -> Var:
        """A name for something inside an expression, which no variable of the workflow has."""
        return Var(self.context.new_name(base), raw, type=type_, span=self.context.span(self.node))

    def item(self, items: Expr, base: str = "item") -> Var:
        """A name for each item of a list."""
        return self.name(base, item_type(items.type), raw=is_raw(items))

    def each(
        self,
        items: Expr,
        body: Callable[[Expr], Expr],
        *,
        base: str = "item",
        test: Callable[[Expr], Expr] | None = None,
    ) -> Expr:
        """`[body(item) for item in items if test(item)]`."""
        item = self.item(items, base)
        made = body(item)
        tested = None if test is None else test(item)
        return Each(items, item.name, made, None, tested, type=listed(made.type), span=self.context.span(self.node))

    def each_at(self, items: Expr, body: Callable[[Expr, Expr], Expr]) -> Expr:
        """`[body(item, index) for index, item in enumerate(items)]`."""
        item, index = self.item(items), self.name("index", SIZE)
        made = body(item, index)
        span = self.context.span(self.node)
        return Each(items, item.name, made, index.name, type=listed(made.type), span=span)

    def keep(self, items: Expr, test: Callable[[Expr], Expr], base: str = "item") -> Expr:
        """`[item for item in items if test(item)]`."""
        item = self.item(items, base)
        span = self.context.span(self.node)
        return Keep(items, item.name, test(item), type=listed(item_type(items.type)), span=span)

    def keep_at(self, items: Expr, test: Callable[[Expr], Expr]) -> Expr:
        """The items whose position passes `test`."""
        item, index = self.item(items), self.name("index", SIZE)
        span = self.context.span(self.node)
        return Keep(items, item.name, test(index), index.name, type=listed(item_type(items.type)), span=span)

    def sort(self, items: Expr, behind: Callable[[Expr, Expr], Expr]) -> Expr:
        """The items in a stable order; `behind` says whether its first stands behind its second."""
        left, right = self.item(items, "left"), self.item(items, "right")
        span = self.context.span(self.node)
        type_ = listed(item_type(items.type))
        return SortBy(items, left.name, right.name, behind(left, right), type=type_, span=span)


def item_type(shape: Type) -> Shape:
    """The type of a list's items."""
    assert isinstance(shape, ListShape)  # noqa: S101 - the caller knows
    return shape.item


def listed(shape: Type) -> ListShape:
    """A list of what has a JSON form."""
    return ListShape(plain(shape))


def seen_as(value: Expr, shape: Type) -> Expr:
    """A value under another type, which is the same in JSON."""
    # The type of some nodes says how they are written, so they keep theirs.
    return Operation("value.same", (value,), type=shape, span=value.span)
