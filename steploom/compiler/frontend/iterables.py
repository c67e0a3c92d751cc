"""What can be iterated, as a list: lists, tuples, dicts, texts, generators, and `range`, `zip` and their like."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from dataclasses import dataclass, replace

from steploom.compiler.frontend.comprehensions import Walk, comprehended
from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.frontend.functions import applied
from steploom.compiler.frontend.logic import truth
from steploom.compiler.frontend.making import INT, TEXT, Make, listed
from steploom.compiler.frontend.resolve import NOT_STATIC, static_object
from steploom.compiler.frontend.shapes import is_integer, is_text, join, plain, range_of
from steploom.compiler.hir import Const, Expr, Item, MakeList, OperationName
from steploom.dsl.contract import Bounds, DictShape, IntShape, ListShape, ModelShape, Shape, TupleShape, UnionShape

__all__ = ["ITERATORS", "VIEWS", "iterable", "listing", "walk_of"]

Recurse = Callable[[Context, ast.expr], Expr]


def iterable(context: Context, node: ast.expr, recurse: Recurse) -> Expr:
    """Return what iterating over `node` gives, as a list.

    Raises:
        Refused: It cannot be iterated.
    """
    if isinstance(node, ast.GeneratorExp):
        return comprehended(context, node, lambda: recurse(context, node.elt), walk_of(recurse))
    if isinstance(node, ast.Call):
        maker = ITERATORS.get(_key(static_object(context, node.func)))
        if maker is not None:
            return maker(_Asked(context, node, recurse))
        view = _view(context, node, recurse)
        if view is not None:
            return view
    return listing(context, recurse(context, node), node)


def _view(context: Context, node: ast.Call, recurse: Recurse) -> Expr | None:
    """`d.keys()`, `d.values()`, `d.items()`: views of a dict, which are no lists."""
    method = node.func
    if not isinstance(method, ast.Attribute) or method.attr not in VIEWS or node.args or node.keywords:
        return None
    if static_object(context, method) is not NOT_STATIC:
        return None
    base = recurse(context, method.value)
    match base.type:
        case DictShape(value=value):
            item: Shape = value
        case ModelShape(python=python, fields=fields) if python is dict:
            item = join([each.shape for each in fields])
        case _:
            return None
    shape = {"keys": listed(TEXT), "values": listed(item), "items": listed(TupleShape((TEXT, item)))}[method.attr]
    return Make(context, node).op(VIEWS[method.attr], shape, base)


VIEWS: dict[str, OperationName] = {"keys": "object.keys", "values": "object.values", "items": "object.entries"}


def walk_of(recurse: Recurse) -> Walk:
    """Return how a comprehension is walked."""
    return Walk(recurse, lambda context, node: iterable(context, node, recurse))


def _key(value: object) -> object:
    try:
        hash(value)
    except TypeError:
        return None
    return value


def listing(context: Context, value: Expr, node: ast.AST) -> Expr:
    """Return the items that iterating over a value gives."""
    make = Make(context, node)
    match value.type:
        case ListShape():
            return value
        case TupleShape(items=items):
            return replace(value, type=ListShape(join(items), len(items), len(items), tuple))
        case UnionShape(options=options) if options and all(isinstance(each, ListShape) for each in options):
            lists = [each for each in options if isinstance(each, ListShape)]
            return replace(value, type=ListShape(join([each.item for each in lists])))
        case DictShape():
            return make.op("object.keys", listed(TEXT), value)
        case ModelShape(python=python) if python is dict:
            return make.op("object.keys", listed(TEXT), value)
        case _ if is_text(value.type):
            return make.op("text.characters", listed(TEXT), value)
        case _:
            message = f"{type_name(value.type)} cannot be iterated"
            return context.refuse("SL206", message, node, "iterate over a list, a dict, a text or a range")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A call of something that gives an iterator."""

    context: Context
    node: ast.Call
    recurse: Recurse

    @property
    def make(self) -> Make:
        return Make(self.context, self.node)

    def arguments(self, least: int, most: int, *names: str) -> list[ast.expr]:
        """The positional arguments; keywords of `names` stand behind them."""
        given = list(self.node.args)
        for keyword in self.node.keywords:
            if keyword.arg not in names:
                self._refuse()
            given.append(keyword.value)
        if not least <= len(given) <= most or any(isinstance(each, ast.Starred) for each in given):
            self._refuse()
        return given

    def _refuse(self) -> None:
        text = self.context.source.text(self.node)
        self.context.refuse("SL108", f"the arguments of {text} do not fit", self.node)

    def items(self, node: ast.expr) -> Expr:
        return iterable(self.context, node, self.recurse)


def _range(asked: _Asked) -> Expr:
    values = [asked.recurse(asked.context, each) for each in asked.arguments(1, 3)]
    make = asked.make
    for value, syntax in zip(values, asked.node.args, strict=True):
        if not is_integer(value.type):
            asked.context.refuse("SL206", f"range takes integers, not {type_name(value.type)}", syntax)
    start, stop = (make.number(0), values[0]) if len(values) == 1 else (values[0], values[1])
    step = values[2] if len(values) == 3 else None  # noqa: PLR2004 - start, stop and step
    if isinstance(start, Const) and isinstance(stop, Const) and (step is None or isinstance(step, Const)):
        return _written_out(asked, [each.value for each in values if isinstance(each, Const)])
    (low, _), (_, high) = range_of(start.type), range_of(stop.type)
    shape = listed(IntShape(Bounds(ge=low, le=max(low, high))))
    if step is None or (isinstance(step, Const) and step.value == 1):
        return make.op("list.range", shape, start, stop)
    if isinstance(step, Const) and step.value == -1:
        one = make.number(1)
        low_, high_ = make.op("number.add", INT, stop, one), make.op("number.add", INT, start, one)
        return make.op("list.reverse", listed(INT), make.op("list.range", listed(INT), low_, high_))
    return asked.context.refuse("SL102", "the step of a range is 1 or -1 here", asked.node, "filter a range by `%`")


def _written_out(asked: _Asked, known: list[object]) -> Expr:
    numbers = [each for each in known if isinstance(each, int)]
    if len(numbers) == 3 and numbers[2] == 0:  # noqa: PLR2004 - start, stop and step
        asked.context.refuse("SL108", "range() arg 3 must not be zero", asked.node)
    places = range(*numbers)
    make = asked.make
    if places.step == 1 and len(places) > 3:  # noqa: PLR2004 - short ones read better written out
        shape = listed(IntShape(Bounds(ge=places.start, le=places.stop - 1)))
        return make.op("list.range", shape, make.number(places.start), make.number(places.stop))
    if len(places) > 100:  # noqa: PLR2004 - a line of the definition
        asked.context.refuse("SL102", "the step of a long range is 1 here", asked.node, "filter a range by `%`")
    items = tuple(map(make.number, places))
    return make.items(items, join([each.type for each in items]))


def _enumerate(asked: _Asked) -> Expr:
    given = asked.arguments(1, 2, "start")
    items, make = asked.items(given[0]), asked.make
    start = asked.recurse(asked.context, given[1]) if len(given) > 1 else make.number(0)
    return make.each_at(items, lambda item, index: _pair(make, _offset(make, index, start), item))


def _offset(make: Make, index: Expr, start: Expr) -> Expr:
    if isinstance(start, Const) and start.value == 0:
        return index
    return make.op("number.add", INT, index, start)


def _pair(make: Make, *items: Expr) -> Expr:
    shape = TupleShape(tuple(plain(each.type) for each in items))
    return MakeList(items, type=shape, span=make.context.span(make.node))


def _zip(asked: _Asked) -> Expr:
    for keyword in asked.node.keywords:
        message = "zip() with strict is not supported"
        asked.context.refuse("SL102", message, keyword.value, "compare the lengths, or leave strict out")
    lists = [asked.items(each) for each in asked.arguments(1, 9)]
    shape = TupleShape(tuple(each.type.item for each in lists if isinstance(each.type, ListShape)))
    return asked.make.op("list.zip", ListShape(shape), *lists)


def _reversed(asked: _Asked) -> Expr:
    (given,) = asked.arguments(1, 1)
    items = asked.items(given)
    return asked.make.op("list.reverse", items.type, items)


def _map(asked: _Asked) -> Expr:
    function, *others = asked.arguments(2, 9)
    make = asked.make
    if len(others) == 1:
        items = asked.items(others[0])
        return make.each(items, lambda item: applied(asked.context, function, (item,), asked.recurse))
    lists = [asked.items(each) for each in others]
    shape = TupleShape(tuple(each.type.item for each in lists if isinstance(each.type, ListShape)))
    zipped = make.op("list.zip", ListShape(shape), *lists)

    def body(pair: Expr) -> Expr:
        span = asked.context.span(asked.node)
        items = tuple(Item(pair, place, type=each, span=span) for place, each in enumerate(shape.items))
        return applied(asked.context, function, items, asked.recurse)

    return make.each(zipped, body, base="pair")


def _filter(asked: _Asked) -> Expr:
    function, given = asked.arguments(2, 2)
    items, make, context = asked.items(given), asked.make, asked.context
    if isinstance(function, ast.Constant) and function.value is None:
        return make.keep(items, lambda item: truth(context, item, asked.node))
    return make.keep(items, lambda item: truth(context, applied(context, function, (item,), asked.recurse), function))


ITERATORS: dict[object, Callable[[_Asked], Expr]] = {
    builtins.range: _range,
    builtins.enumerate: _enumerate,
    builtins.zip: _zip,
    builtins.reversed: _reversed,
    builtins.map: _map,
    builtins.filter: _filter,
}
