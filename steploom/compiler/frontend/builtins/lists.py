"""Functions and methods of lists and tuples."""

from __future__ import annotations

import ast
import builtins
from dataclasses import replace

from steploom.compiler.frontend.builtins.calling import Call, Handler
from steploom.compiler.frontend.builtins.choosing import in_order
from steploom.compiler.frontend.comparing import equal
from steploom.compiler.frontend.escape import escape
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.frontend.logic import truth
from steploom.compiler.frontend.making import BOOL, SIZE, TEXT, item_type, listed
from steploom.compiler.frontend.numbers import told_by
from steploom.compiler.frontend.shapes import NEVER, is_integer, is_text, join
from steploom.compiler.frontend.subscripts import quoted
from steploom.compiler.hir import Each, Expr, Item, ItemAt, Keep, MakeList, MakeObject, Truth
from steploom.compiler.hir.failures import can_fail
from steploom.dsl.contract import DictShape, ListShape, ModelShape, TupleShape, UnionShape

__all__ = ["FUNCTIONS", "METHODS"]


def _len(call: Call, obj: ast.expr, /) -> Expr:
    value, make = call.value(obj), call.make
    match value.type:
        case ListShape():
            return make.count(value)
        case TupleShape(items=items):
            return make.once(value, lambda _: make.number(len(items)))
        case DictShape():
            return make.op("object.size", SIZE, value)
        case ModelShape(python=python) if python is dict:
            return make.op("object.size", SIZE, value)
        case _ if is_text(value.type):
            return make.op("text.length", SIZE, value)
        case UnionShape(options=options) if options and all(isinstance(each, ListShape) for each in options):
            return make.count(value)
        case _:
            return call.refuse("SL206", f"len() takes lists, dicts and texts, this is {type_name(value.type)}")


def _sorted(call: Call, iterable: ast.expr, /, *, key: ast.expr | None = None, reverse: ast.expr | None = None) -> Expr:
    return in_order(call, call.items(iterable), key, descending=bool(call.constant(reverse, default=False)))


def _list(call: Call, iterable: ast.expr | None = None, /) -> Expr:
    if iterable is None:
        return call.make.items((), NEVER)
    items = call.items(iterable)
    return _as(items, list)


def _tuple(call: Call, iterable: ast.expr | None = None, /) -> Expr:
    if iterable is None:
        return MakeList((), type=TupleShape(()), span=call.context.span(call.node))
    return _as(call.items(iterable), tuple)


def _as(items: Expr, python: type) -> Expr:
    shape = items.type
    assert isinstance(shape, ListShape)  # noqa: S101 - an iterable is one
    return replace(items, type=replace(shape, python=python))


def _any(call: Call, iterable: ast.expr, /) -> Expr:
    return _some(call, iterable, wanted=True)


def _all(call: Call, iterable: ast.expr, /) -> Expr:
    return call.make.negate(_some(call, iterable, wanted=False))


def _some(call: Call, iterable: ast.expr, *, wanted: bool) -> Expr:
    """Whether an item is true, or false: Python asks no further behind the first such."""
    make, items = call.make, call.items(iterable)

    def test(item: Expr) -> Expr:
        found = truth(call.context, item, iterable)
        return found if wanted else make.negate(found)

    if isinstance(iterable, ast.GeneratorExp | ast.Call) and can_fail(items):
        hint = f"write a list, which Python makes first: `{call.name}([… for … in …])`"
        call.refuse("SL102", f"{call.name}() stops early, so that a later item may not fail here", hint, iterable)
    if isinstance(items, Each) and items.test is None and isinstance(iterable, ast.GeneratorExp):
        shape = listed(item_type(items.items.type))
        found: Expr = Keep(items.items, items.item, test(items.body), items.index, type=shape, span=items.span)
    else:
        found = make.keep(items, test)
    return Truth(found, type=BOOL, span=call.context.span(call.node))


def _next(call: Call, iterable: ast.expr, default: ast.expr | None = None, /) -> Expr:
    """The first item, or a default."""
    make, items = call.make, call.items(iterable)
    if default is None:
        call.refuse("SL108", "next() needs a default here", f"next({call.context.source.text(iterable)}, None)")
    if can_fail(items):
        call.refuse("SL102", "next() stops early, so that a later item may not fail here", "`[… for …][:1]`", iterable)
    other = escape(call.value(default))
    item, span = item_type(items.type), call.context.span(call.node)

    def first(each: Expr) -> Expr:
        some = make.compare(make.count(each), ">", make.number(0))
        return make.when(some, Item(each, 0, type=item, span=span), other, join((item, other.type)))

    return make.once(items, first, "found")


def _index(call: Call, items: Expr, value: ast.expr, /) -> Expr:
    make, shape = call.make, items.type
    assert isinstance(shape, ListShape)  # noqa: S101 - a list's method
    wanted = call.value(value)

    def search(each: Expr, what: Expr) -> Expr:
        def place(item: Expr, index: Expr) -> Expr:
            return make.when(equal(make, item, "=", what), index, make.number(-1))

        places = make.keep(make.each_at(each, place), lambda at: make.compare(at, ">=", make.number(0)))
        return make.once(places, first)

    def first(places: Expr) -> Expr:
        found = ItemAt(places, make.number(0), type=SIZE, span=call.context.span(call.node))
        missing = make.compare(make.count(places), "=", make.number(0))
        return make.fails(found, missing, ValueError, _not_in(call, shape, wanted))

    return make.once(items, lambda each: make.once(wanted, lambda what: search(each, what)))


def _not_in(call: Call, shape: ListShape, wanted: Expr) -> str | Expr:
    if shape.python is tuple:
        return told_by(lambda: _EMPTY.index(1))
    if is_text(wanted.type):
        return call.make.join(quoted(call.make, wanted), " is not in list")
    if is_integer(wanted.type):
        return call.make.join(call.make.op("text.of integer", TEXT, wanted), " is not in list")
    hint = "look for a text or an int, or for a field of each item"
    return call.refuse("SL206", f"index() of {type_name(wanted.type)} cannot tell what it missed", hint)


def _count(call: Call, items: Expr, value: ast.expr, /) -> Expr:
    make = call.make
    return make.once(
        call.value(value), lambda what: make.count(make.keep(items, lambda item: equal(make, item, "=", what)))
    )


def _copy(call: Call, value: Expr, /) -> Expr:
    del call
    return value


def _dict(call: Call, /, *given: ast.expr, **entries: ast.expr) -> Expr:
    make, span = call.make, call.context.span(call.node)
    values = {name: escape(call.value(each)) for name, each in entries.items()}
    shape = DictShape(join([each.type for each in values.values()]))
    made: Expr = MakeObject(tuple(values.items()), type=shape, span=span)
    if not given:
        return made
    base = _dict_of(call, given[0])
    if not values:
        return base
    assert isinstance(base.type, DictShape)  # noqa: S101 - made above
    return make.op("object.merge", DictShape(join((base.type.value, shape.value))), base, made)


def _dict_of(call: Call, node: ast.expr) -> Expr:
    if not isinstance(node, ast.GeneratorExp | ast.Call | ast.ListComp):
        value = call.value(node)
        if isinstance(value.type, DictShape):
            return value
    items, make = call.items(node), call.make
    assert isinstance(items.type, ListShape)  # noqa: S101 - an iterable is one
    pair = items.type.item
    if not isinstance(pair, TupleShape) or len(pair.items) != 2 or not is_text(pair.items[0]):  # noqa: PLR2004 - a pair
        call.refuse("SL206", "dict() takes a dict, or pairs of a text and a value", "{key: value for … in …}")
    value_ = pair.items[1]
    span = call.context.span(call.node)

    def entry(item: Expr) -> Expr:
        parts = [Item(item, place, type=each, span=span) for place, each in enumerate(pair.items)]
        return make.op("object.entry", DictShape(value_), *parts)

    return make.op("object.merge all", DictShape(value_), make.each(items, entry, base="pair"))


_EMPTY: tuple[int, ...] = ()

FUNCTIONS: dict[object, Handler] = {
    builtins.len: _len,
    builtins.sorted: _sorted,
    builtins.list: _list,
    builtins.tuple: _tuple,
    builtins.any: _any,
    builtins.all: _all,
    builtins.dict: _dict,
    builtins.next: _next,
}

METHODS: dict[tuple[str, str], Handler] = {
    ("list", "index"): _index,
    ("tuple", "index"): _index,
    ("list", "count"): _count,
    ("tuple", "count"): _count,
    ("list", "copy"): _copy,
}
