"""Subscripts and slices of lists, texts and dicts."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.frontend.making import BOOL, INT, TEXT, Make, listed
from steploom.compiler.frontend.numbers import told_by
from steploom.compiler.frontend.shapes import integer, is_boolean, is_integer, is_text, range_of
from steploom.compiler.hir import Const, Exists, Expr, Field, Item, ItemAt, MakeList
from steploom.dsl.contract import AnyShape, DictShape, ListShape, ModelShape, Shape, TupleShape

__all__ = ["at", "found_at", "key_text", "member", "outside", "quoted", "slice_of", "subscript"]

Recurse = Callable[[Context, ast.expr], Expr]


def subscript(context: Context, node: ast.Subscript, recurse: Recurse) -> Expr:
    """`base[index]`, `base[key]`, `base[start:stop]`."""
    base = recurse(context, node.value)
    make = Make(context, node)
    if isinstance(node.slice, ast.Slice):
        return slice_of(make, base, node.slice, recurse)
    key = recurse(context, node.slice)
    match base.type:
        case ListShape() | TupleShape():
            return at(make, base, _index(make, key))
        case DictShape(value=value):
            _text_key(make, key)
            return member(make, base, key, value)
        case ModelShape(python=python) if python is dict:
            return _typed_dict(make, base, key)
        case AnyShape():
            return _unknown(make, base, key)
        case _ if is_text(base.type):
            return _character(make, base, _index(make, key))
        case _:
            message = f"{type_name(base.type)} has no subscripts"
            return context.refuse("SL206", message, node, "narrow its type by a test, or read a field of it")


def _index(make: Make, key: Expr) -> Expr:
    if is_boolean(key.type):
        return make.op("number.of flag", integer(0, 1), key)
    if not is_integer(key.type):
        make.context.refuse("SL206", f"an index is an int, not {type_name(key.type)}", make.node)
    return key


def _text_key(make: Make, key: Expr) -> None:
    if not is_text(key.type):
        message = f"keys of a dict are texts, this is {type_name(key.type)}"
        make.context.refuse("SL206", message, make.node)


def at(make: Make, base: Expr, index: Expr) -> Expr:
    """`base[index]` of a list or tuple."""
    if isinstance(base.type, TupleShape):
        return _place(make, base, base.type, index)
    shape = base.type
    assert isinstance(shape, ListShape)  # noqa: S101 - the caller looked
    item, message = shape.item, told_by(lambda: shape.python()[0])

    def read(items: Expr) -> Expr:
        def one(place: Expr) -> Expr:
            found = _item(make, items, place, item)
            return make.fails(found, outside(make, make.count(items), place), IndexError, message)

        return make.once(index, one, "index")

    return make.once(base, read, "found")


def _item(make: Make, items: Expr, place: Expr, item: Shape) -> Expr:
    span = make.context.span(make.node)
    if isinstance(place, Const) and isinstance(place.value, int):
        return Item(items, place.value, type=item, span=span)
    return ItemAt(items, place, type=item, span=span)


def outside(make: Make, size: Expr, place: Expr) -> Expr:
    """Whether a position is none of a list or text of a size."""
    low, high = range_of(place.type)
    behind = make.compare(size, "<=", place)
    if low >= 0:
        return behind
    if isinstance(place, Const) and isinstance(place.value, int):
        return make.compare(size, "<", make.number(-place.value))
    before = make.compare(place, "<", make.op("number.negate", INT, size))
    return before if high < 0 else make.either(behind, before)


def _place(make: Make, base: Expr, shape: TupleShape, index: Expr) -> Expr:
    if not isinstance(index, Const) or not isinstance(index.value, int):
        if len({repr(each) for each in shape.items}) == 1:
            as_list = ListShape(shape.items[0], len(shape.items), len(shape.items), tuple)
            return at(make, replace(base, type=as_list), index)
        message = "the index of a tuple is a number that is known"
        make.context.refuse("SL206", message, make.node, "unpack it, or use a list")
    place = index.value
    if not -len(shape.items) <= place < len(shape.items):
        make.context.refuse("SL206", f"this tuple has {len(shape.items)} items", make.node)
    place %= len(shape.items)
    if isinstance(base, MakeList):
        return base.items[place]
    return Item(base, place, type=shape.items[place], span=make.context.span(make.node))


def member(make: Make, base: Expr, key: Expr, value: Shape) -> Expr:
    """`base[key]` of a dict."""

    def read(source: Expr) -> Expr:
        def one(name: Expr) -> Expr:
            found = found_at(make, source, name, value)
            missing = make.negate(Exists(found, type=BOOL, span=make.context.span(make.node)))
            return make.fails(found, missing, KeyError, key_text(make, name))

        return make.once(key, one, "key")

    return make.once(base, read, "found")


def found_at(make: Make, source: Expr, key: Expr, value: Shape) -> Expr:
    """The value at a key, or nothing."""
    if isinstance(key, Const):
        return Field(source, str(key.value), type=value, span=make.context.span(make.node))
    return make.op("object.get", value, source, key)


def key_text(make: Make, key: Expr) -> str | Expr:
    """What `str(KeyError(key))` says."""
    if isinstance(key, Const):
        return str(KeyError(key.value))
    escaped: Expr = key
    for char, code in (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        escaped = make.op("text.replace", TEXT, escaped, make.text(char), make.text(code))
    single = make.op("text.contains", BOOL, key, make.text("'"))
    double = make.op("text.contains", BOOL, key, make.text('"'))
    quoted = make.op("text.replace", TEXT, escaped, make.text("'"), make.text("\\'"))
    return make.when(
        make.both(single, make.negate(double)), make.join('"', escaped, '"'), make.join("'", quoted, "'"), TEXT
    )


def quoted(make: Make, text: Expr) -> Expr:
    """`repr(text)`."""
    made = key_text(make, text)
    return make.text(made) if isinstance(made, str) else made


def _typed_dict(make: Make, base: Expr, key: Expr) -> Expr:
    shape = base.type
    assert isinstance(shape, ModelShape)  # noqa: S101 - the caller looked
    if not isinstance(key, Const) or not isinstance(key.value, str):
        make.context.refuse("SL206", f"a key of {shape.name} must be written out", make.node)
    field = next((each for each in shape.fields if each.attribute == key.value), None)
    if field is None:
        known = ", ".join(each.attribute for each in shape.fields)
        make.context.refuse("SL109", f"{shape.name} has no key {key.value!r}", make.node, f"it has: {known}")
    if field.required:
        return Field(base, field.name, type=field.shape, span=make.context.span(make.node))
    return member(make, base, make.text(field.name), field.shape)


def _unknown(make: Make, base: Expr, key: Expr) -> Expr:
    """`base["key"]` of what may be anything: Python says by its kind what is wrong with it."""
    if not isinstance(key, Const) or not isinstance(key.value, str):
        message = "of a value of type Any only keys that are written out can be read"
        make.context.refuse("SL206", message, make.node, "declare its type")

    def read(source: Expr) -> Expr:
        kind = make.op("value.kind", TEXT, source)
        wrong = make.compare(kind, "!=", make.text("object"))
        found = member(make, source, key, AnyShape())
        return make.fails(found, wrong, TypeError, make.once(kind, lambda name: _no_subscript(make, name)))

    return make.once(base, read, "found")


def _no_subscript(make: Make, kind: Expr) -> Expr:
    """What Python says of a subscript with a text."""
    known: dict[str, Any] = {"array": [], "string": "", "null": None, "boolean": True}
    other: Expr = make.text(told_by(partial(_key_of, 1)))
    for name, value in known.items():
        message = told_by(partial(_key_of, value))
        other = make.when(make.compare(kind, "=", make.text(name)), make.text(message), other)
    return other


def _key_of(value: Any) -> object:
    return value["key"]


def _character(make: Make, base: Expr, index: Expr) -> Expr:
    message = told_by(lambda: ""[0])
    characters = make.op("text.characters", listed(TEXT), base)

    def read(items: Expr) -> Expr:
        def one(place: Expr) -> Expr:
            found = _item(make, items, place, TEXT)
            return make.fails(found, outside(make, make.count(items), place), IndexError, message)

        return make.once(index, one, "index")

    return make.once(characters, read, "characters")


def slice_of(make: Make, base: Expr, part: ast.Slice, recurse: Recurse) -> Expr:
    """`base[start:stop:step]` of a list, tuple or text."""
    bounds = [None if each is None else recurse(make.context, each) for each in (part.lower, part.upper, part.step)]
    for place, bound in enumerate(bounds):
        if isinstance(bound, Const) and bound.value is None:
            bounds[place] = None
        elif bound is not None:
            bounds[place] = _index(make, bound)
    if is_text(base.type):
        characters = make.op("text.characters", listed(TEXT), base)
        return make.op("text.join", TEXT, _sliced(make, characters, bounds), make.text(""))
    if isinstance(base.type, TupleShape):
        return _of_tuple(make, base, base.type, bounds)
    if not isinstance(base.type, ListShape):
        make.context.refuse("SL206", f"{type_name(base.type)} cannot be sliced", make.node, "slice a list or a text")
    return _sliced(make, base, bounds)


def _of_tuple(make: Make, base: Expr, shape: TupleShape, bounds: list[Expr | None]) -> Expr:
    known = [None if each is None else each.value for each in bounds if each is None or isinstance(each, Const)]
    if len(known) < len(bounds):
        make.context.refuse("SL206", "the slice of a tuple is written with numbers", make.node, "use a list")
    places = range(len(shape.items))[slice(*known)]
    items = tuple(_place(make, base, shape, make.number(each)) for each in places)
    return MakeList(
        items, type=TupleShape(tuple(shape.items[each] for each in places)), span=make.context.span(make.node)
    )


def _sliced(make: Make, base: Expr, bounds: list[Expr | None]) -> Expr:
    start, stop, step = bounds
    stride = 1 if step is None else step.value if isinstance(step, Const) else None
    if stride == -1 and start is None and stop is None:
        return make.op("list.reverse", base.type, base)
    known = start is None or (isinstance(start, Const) and isinstance(start.value, int) and start.value >= 0)
    if not isinstance(stride, int) or stride < 1 or (stride > 1 and not known):
        message = "the step of a slice is 1, -1 of a whole list, or a number behind a start that is known"
        make.context.refuse("SL102", message, make.node, "for example `xs[::2]`, `xs[::-1]`")
    if start is None and stop is None and stride == 1:
        return base
    return make.once(base, lambda items: _between(make, items, (start, stop), stride), "sliced")


def _between(make: Make, items: Expr, bounds: tuple[Expr | None, Expr | None], stride: int) -> Expr:
    start, stop = bounds

    def build(low: Expr | None, high: Expr | None) -> Expr:
        def test(index: Expr) -> Expr:
            parts = [] if low is None else [make.compare(index, ">=", low)]
            parts += [] if high is None else [make.compare(index, "<", high)]
            if stride > 1:
                first = 0 if start is None or not isinstance(start, Const) else start.value
                assert isinstance(first, int)  # noqa: S101 - checked by the caller
                offset = index if first == 0 else make.op("number.subtract", INT, index, make.number(first))
                rest = make.op("number.remainder", INT, offset, make.number(stride))
                parts.append(make.compare(rest, "=", make.number(0)))
            return parts[0] if len(parts) == 1 else make.both(*parts)

        return make.keep_at(items, test)

    low = None if start is None else _from_start(make, items, start)
    high = None if stop is None else _from_start(make, items, stop)
    if low is None or isinstance(low, Const):
        if low is not None and low.value == 0:
            low = None
        if high is None:
            return build(low, None) if low is not None or stride > 1 else items
        return make.once(high, lambda value: build(low, value), "stop")
    if high is None:
        return make.once(low, lambda value: build(value, None), "start")
    return make.once(low, lambda first: make.once(high, lambda last: build(first, last), "stop"), "start")


def _from_start(make: Make, items: Expr, bound: Expr) -> Expr:
    """A bound counted from the start; below 0 it counts from the end."""
    low, high = range_of(bound.type)
    if low >= 0:
        return bound
    if isinstance(bound, Const) and isinstance(bound.value, int):
        return make.op("number.subtract", INT, make.count(items), make.number(-bound.value))
    if high < 0:
        return make.op("number.add", INT, make.count(items), bound)
    return make.once(
        bound,
        lambda value: make.when(
            make.compare(value, "<", make.number(0)), make.op("number.add", INT, make.count(items), value), value
        ),
    )
