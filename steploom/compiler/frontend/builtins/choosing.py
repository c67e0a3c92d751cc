"""`min`, `max` and `sorted`: order by the values or by a key."""

from __future__ import annotations

import ast
from collections.abc import Callable

from steploom.compiler.frontend.builtins.calling import Call
from steploom.compiler.frontend.comparing import ordered
from steploom.compiler.frontend.escape import escape
from steploom.compiler.frontend.functions import applied
from steploom.compiler.frontend.making import Make
from steploom.compiler.frontend.numbers import told_by
from steploom.compiler.frontend.shapes import is_number, join, plain
from steploom.compiler.hir import Expr, Item, MakeList
from steploom.compiler.hir.expressions import Operator
from steploom.compiler.hir.failures import can_fail
from steploom.dsl.contract import ListShape, TupleShape

__all__ = ["extreme", "in_order"]


def extreme(
    call: Call, given: tuple[ast.expr, ...], key: ast.expr | None, default: ast.expr | None, *, largest: bool
) -> Expr:
    """`min(…)` or `max(…)`: the first of the least, or of the largest."""
    function: Callable[..., object] = max if largest else min
    if not given:
        call.refuse("SL108", f"{call.name} expected at least 1 argument, got 0")
    if len(given) == 1:
        return _of_items(call, call.items(given[0]), key, default, largest=largest)
    if default is not None:
        call.refuse("SL108", f"Cannot specify a default for {function.__name__}() with multiple positional arguments")
    values = [escape(call.value(each)) for each in given]
    items = call.make.items(tuple(values), join([each.type for each in values]))
    return _first(call, items, key, largest=largest)


def _of_items(call: Call, items: Expr, key: ast.expr | None, default: ast.expr | None, *, largest: bool) -> Expr:
    make = call.make
    assert isinstance(items.type, ListShape)  # noqa: S101 - an iterable is one
    if items.type.min_length > 0 and default is None:
        return _first(call, items, key, largest=largest)

    def found(each: Expr) -> Expr:
        empty = make.compare(make.count(each), "=", make.number(0))
        chosen = _first(call, each, key, largest=largest)
        if default is not None:
            other = call.value(default)
            return make.when(empty, other, chosen, join((other.type, chosen.type)))
        message = told_by(lambda: (max if largest else min)([]))
        return make.fails(chosen, empty, ValueError, message)

    return make.once(items, found, "items")


def _first(call: Call, items: Expr, key: ast.expr | None, *, largest: bool) -> Expr:
    make = call.make
    assert isinstance(items.type, ListShape)  # noqa: S101 - an iterable is one
    item = items.type.item
    if key is None and is_number(item):
        return make.op("number.largest" if largest else "number.smallest", item, items)
    # The sort is stable, so the first of equal ones comes first.
    ordered_ = in_order(call, items, key, descending=largest)
    return Item(ordered_, 0, type=item, span=call.context.span(call.node))


def in_order(call: Call, items: Expr, key: ast.expr | None, *, descending: bool) -> Expr:
    """`sorted(items, key=key, reverse=descending)`: a stable order."""
    make = call.make
    assert isinstance(items.type, ListShape)  # noqa: S101 - an iterable is one
    item = items.type.item
    if key is None and is_number(item) and not descending:
        return make.op("list.sort", ListShape(item), items)

    if key is not None and can_fail(made := make.each(items, lambda each: _with_key(call, key, each), base="pair")):
        # Python asks for each key once, before it compares.
        pairs = make.sort(made, lambda left, right: _before_keys(make, left, right, descending=descending))
        span = call.context.span(call.node)
        return make.each(pairs, lambda pair: Item(pair, 1, type=item, span=span), base="pair")

    def behind(left: Expr, right: Expr) -> Expr:
        pair = [each if key is None else _key(call, key, each) for each in (left, right)]
        return _before(make, pair[0], pair[1], "<" if descending else ">")

    return make.sort(items, behind)


def _with_key(call: Call, key: ast.expr, item: Expr) -> Expr:
    parts = _key(call, key, item), escape(item)
    shape = TupleShape(tuple(plain(each.type) for each in parts))
    return MakeList(parts, type=shape, span=call.context.span(call.node))


def _before_keys(make: Make, left: Expr, right: Expr, *, descending: bool) -> Expr:
    return _before(make, _part(make, left, 0), _part(make, right, 0), "<" if descending else ">")


def _key(call: Call, key: ast.expr, item: Expr) -> Expr:
    if isinstance(key, ast.Constant) and key.value is None:
        return item
    return applied(call.context, key, (item,), call.recurse)


def _before(make: Make, left: Expr, right: Expr, symbol: Operator) -> Expr:
    """Whether `left` stands in front of `right`; tuples are compared item by item."""
    if not isinstance(left.type, TupleShape) or not isinstance(right.type, TupleShape):
        return ordered(make, left, symbol, right)
    pairs = [(_part(make, left, place), _part(make, right, place)) for place in range(len(left.type.items))]
    if not pairs:
        return make.flag(value=False)
    *first, last = pairs
    test = _before(make, *last, symbol)
    for one, other in reversed(first):
        same = make.compare(one, "=", other)
        test = make.when(same, test, _before(make, one, other, symbol))
    return test


def _part(make: Make, value: Expr, place: int) -> Expr:
    assert isinstance(value.type, TupleShape)  # noqa: S101 - the caller looked
    if isinstance(value, MakeList):
        return value.items[place]
    return Item(value, place, type=value.type.items[place], span=make.context.span(make.node))
