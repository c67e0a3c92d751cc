"""Functions of numbers."""

from __future__ import annotations

import ast
import builtins
import math
from dataclasses import replace

from steploom.compiler.frontend.builtins.calling import Call, Handler
from steploom.compiler.frontend.builtins.choosing import extreme
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.frontend.logic import truth
from steploom.compiler.frontend.making import BOOL, FLOAT, INT, TEXT
from steploom.compiler.frontend.numbers import (
    TOO_LARGE,
    checked_integer,
    floor_divide,
    number,
    remainder,
    told_by,
)
from steploom.compiler.frontend.rounding import MOST_DIGITS, round_to, rounded
from steploom.compiler.frontend.shapes import (
    integer,
    is_boolean,
    is_float,
    is_integer,
    is_number,
    is_text,
    plain,
    range_of,
)
from steploom.compiler.frontend.subscripts import quoted
from steploom.compiler.hir import Const, Expr, MakeList, OperationName, Type
from steploom.dsl.contract import MAX_INTEGER, Bounds, FloatShape, ListShape, Shape, TupleShape, UnionShape

__all__ = ["FUNCTIONS"]


def _abs(call: Call, x: ast.expr, /) -> Expr:
    value = number(call.context, call.value(x), x)
    shape: Type = value.type
    if is_integer(shape):
        low, high = range_of(shape)
        shape = integer(0 if low <= 0 <= high else min(abs(low), abs(high)), max(abs(low), abs(high)))
    return call.make.op("number.absolute", shape, value)


def _round(call: Call, x: ast.expr, /, ndigits: ast.expr | None = None) -> Expr:
    value, digits = number(call.context, call.value(x), x), call.constant(ndigits)
    if digits is None:
        return rounded(call.make, value)
    if digits < 0 or digits > MOST_DIGITS:
        call.refuse("SL102", f"round() takes 0 to {MOST_DIGITS} digits here")
    if is_integer(value.type):
        return value
    return round_to(call.make, value, digits)


def _divmod(call: Call, x: ast.expr, y: ast.expr, /) -> Expr:
    left, right = (number(call.context, call.value(each), each) for each in (x, y))
    make = call.make

    whole = is_integer(left.type) and is_integer(right.type)
    message = told_by(lambda: divmod(1, 0)) if whole else told_by(lambda: divmod(1.0, 0.0))

    def both(a: Expr, b: Expr) -> Expr:
        parts = floor_divide(make, a, b, message), remainder(make, a, b, message)
        shape = TupleShape(tuple(plain(each.type) for each in parts))
        return MakeList(parts, type=shape, span=call.context.span(call.node))

    return make.once(left, lambda a: make.once(right, lambda b: both(a, b)))


def _sum(call: Call, iterable: ast.expr, /, start: ast.expr | None = None) -> Expr:
    items, make = call.items(iterable), call.make
    assert isinstance(items.type, ListShape)  # noqa: S101 - an iterable is one
    item, longest = items.type.item, items.type.max_length
    if is_boolean(item):
        items = make.each(items, lambda each: number(call.context, each, iterable))
        item = integer(0, 1)
    if not is_number(item):
        call.refuse("SL206", f"sum() adds numbers, these are {type_name(item)}", "''.join(…) joins texts")
    first = make.number(0) if start is None else number(call.context, call.value(start), start)
    if is_integer(item):
        low, high = range_of(item)
        size = 2**32 if longest is None else longest
        total = _checked_sum(call, items, min(low, 0) * size, max(high, 0) * size)
    else:
        total = make.op("number.sum", FLOAT if is_float(item) and _is_never_empty(items) else _EITHER, items)
    if isinstance(first, Const) and first.value == 0:
        return total if not isinstance(first.value, float) else make.op("number.sum", FLOAT, items)
    if is_integer(first.type) and is_integer(total.type):
        (low, high), (least, most) = range_of(first.type), range_of(total.type)
        added = make.op("number.add", integer(low + least, high + most), first, total)
        return checked_integer(make, added, low + least, high + most)
    shape: Shape = FLOAT if is_float(first.type) else _EITHER
    # Python adds from the left, and the start is the first.
    span = call.context.span(call.node)
    begun = MakeList((first,), type=ListShape(shape), span=span)
    return make.op("number.sum", shape, make.op("list.concatenate", ListShape(shape), begun, items))


#: What sum() gives of floats: the int 0 where there are none.
_EITHER = UnionShape((INT, FLOAT))


def _is_never_empty(items: Expr) -> bool:
    return isinstance(items.type, ListShape) and items.type.min_length > 0


def _checked_sum(call: Call, items: Expr, low: float, high: float) -> Expr:
    """Each partial sum is checked by the sum of all sizes: what is past the limit may come back."""
    make = call.make
    total = make.op("number.sum", integer(low, high), items)
    if low >= -MAX_INTEGER and high <= MAX_INTEGER:
        return total
    if low >= 0 or high <= 0:
        return checked_integer(make, total, low, high)

    def check(each: Expr) -> Expr:
        sizes = make.each(each, lambda item: make.op("number.absolute", INT, item))
        large = make.compare(make.op("number.sum", FLOAT, sizes), ">", make.number(MAX_INTEGER))
        return make.fails(make.op("number.sum", INT, each), large, OverflowError, TOO_LARGE)

    return make.once(items, check)


def _min(call: Call, *given: ast.expr, key: ast.expr | None = None, default: ast.expr | None = None) -> Expr:
    return extreme(call, given, key, default, largest=False)


def _max(call: Call, *given: ast.expr, key: ast.expr | None = None, default: ast.expr | None = None) -> Expr:
    return extreme(call, given, key, default, largest=True)


_DIGITS = r"^[\t-\r\x1c- \x85\xa0]*[-+]?[0-9]+(_[0-9]+)*[\t-\r\x1c- \x85\xa0]*(?![\s\S])"


def _int(call: Call, x: ast.expr, /, base: ast.expr | None = None) -> Expr:
    value = call.value(x)
    if base is not None:
        call.refuse("SL102", "int() with a base is not supported", "convert it in an activity")
    if is_text(value.type):
        return _int_of_text(call, value)
    value = number(call.context, value, x)
    if is_integer(value.type):
        return value
    if not is_float(value.type):
        call.refuse("SL206", f"int() takes a text or a number, this is {type_name(value.type)}", "float(…)")
    return _truncated(call, value)


def _truncated(call: Call, value: Expr) -> Expr:
    make = call.make

    def whole(each: Expr) -> Expr:
        below = make.compare(each, "<", make.number(0))
        up, down = make.op("number.ceiling", INT, each), make.op("number.floor", INT, each)
        low, high = _size_of(value.type)
        return checked_integer(make, make.when(below, up, down, integer(low, high)), low, high)

    return make.once(value, whole)


def _int_of_text(call: Call, value: Expr) -> Expr:
    make = call.make

    def read(text: Expr) -> Expr:
        bad = make.negate(make.op("text.is like", BOOL, text, make.text(_DIGITS)))
        spaces = make.text(r"[^0-9+-]")
        digits = make.op("text.replace like", TEXT, text, spaces, make.text(""))
        plus = make.op("text.replace", TEXT, digits, make.text("+"), make.text(""))
        # A JSON number has no zeros in front of it.
        short = make.op("text.replace like", TEXT, plus, make.text("^(-?)0+(?=[0-9])"), make.text("$1"))
        number_ = checked_integer(make, make.op("number.of text", INT, short), -(2**60), 2**60)
        # Hundreds of digits are no number of Step Functions at all.
        long = make.compare(make.op("text.length", INT, short), ">", make.number(300))
        kept = make.fails(number_, long, OverflowError, TOO_LARGE)
        message = make.join("invalid literal for int() with base 10: ", quoted(make, text))
        return make.fails(kept, bad, ValueError, message)

    return make.once(value, read)


_SPACES = r"[\t-\r\x1c- \x85\xa0]*"
_EXPONENT = r"([eE][-+]?0*([0-9]{1,2}|[12][0-9]{2}|30[0-7]))?"
_FLOAT = rf"^{_SPACES}[-+]?([0-9]{{1,200}}(_[0-9]+)*(\.[0-9]*)?|\.[0-9]+){_EXPONENT}{_SPACES}(?![\s\S])"


def _float(call: Call, x: ast.expr, /) -> Expr:
    value, make = call.value(x), call.make
    if not is_text(value.type):
        value = number(call.context, value, x)
        return value if is_float(value.type) else replace(value, type=FLOAT)

    def read(text: Expr) -> Expr:
        bad = make.negate(make.op("text.is like", BOOL, text, make.text(_FLOAT)))
        message = make.join("could not convert string to float: ", quoted(make, text))
        return make.fails(_float_of(call, text), bad, ValueError, message)

    return make.once(value, read)


def _float_of(call: Call, text: Expr) -> Expr:
    """The number that a text says; JSONata wants digits on both sides of the point, and no plus."""
    make = call.make

    def like(value: Expr, pattern: str, by: str) -> Expr:
        return make.op("text.replace like", TEXT, value, make.text(pattern), make.text(by))

    digits = make.join("0", like(like(text, r"[^0-9.eE+-]|^[^0-9.]*[-+]", ""), r"\.(?![0-9])", ""))
    size = make.op("number.of text", FLOAT, like(digits, r"^0+(?=[0-9])", ""))
    below = make.op("text.is like", BOOL, text, make.text(rf"^{_SPACES}-"))
    return make.when(below, make.op("number.negate", FLOAT, size), size, FLOAT)


def _bool(call: Call, x: ast.expr, /) -> Expr:
    return truth(call.context, call.value(x), call.node)


def _pow(call: Call, base: ast.expr, exp: ast.expr, /) -> Expr:
    return call.value(ast.copy_location(ast.BinOp(base, ast.Pow(), exp), call.node))


def _floor(call: Call, x: ast.expr, /) -> Expr:
    return _whole(call, x, "number.floor")


def _ceil(call: Call, x: ast.expr, /) -> Expr:
    return _whole(call, x, "number.ceiling")


def _trunc(call: Call, x: ast.expr, /) -> Expr:
    value = number(call.context, call.value(x), x)
    return value if is_integer(value.type) else _truncated(call, value)


def _whole(call: Call, x: ast.expr, operation: OperationName) -> Expr:
    value = number(call.context, call.value(x), x)
    if is_integer(value.type):
        return value
    low, high = _size_of(value.type)
    return checked_integer(call.make, call.make.op(operation, integer(low, high), value), low, high)


def _size_of(shape: Type) -> tuple[int, int]:
    """Whole numbers around the least and the largest value of a float."""
    bounds = shape.bounds if isinstance(shape, FloatShape) else Bounds()
    least = [each for each in (bounds.ge, bounds.gt) if each is not None]
    most = [each for each in (bounds.le, bounds.lt) if each is not None]
    return math.floor(max([*least, -(2.0**60)])), math.ceil(min([*most, 2.0**60]))


def _sqrt(call: Call, x: ast.expr, /) -> Expr:
    value, make = number(call.context, call.value(x), x), call.make
    message = told_by(lambda: math.sqrt(-1))

    def root(each: Expr) -> Expr:
        below = make.compare(each, "<", make.number(0))
        return make.fails(make.op("number.root", FLOAT, each), below, ValueError, message)

    return make.once(value, root)


def _fabs(call: Call, x: ast.expr, /) -> Expr:
    value = number(call.context, call.value(x), x)
    return call.make.op("number.absolute", FLOAT, value)


FUNCTIONS: dict[object, Handler] = {
    builtins.abs: _abs,
    builtins.round: _round,
    builtins.divmod: _divmod,
    builtins.sum: _sum,
    builtins.min: _min,
    builtins.max: _max,
    builtins.int: _int,
    builtins.float: _float,
    builtins.bool: _bool,
    builtins.pow: _pow,
    math.floor: _floor,
    math.ceil: _ceil,
    math.trunc: _trunc,
    math.sqrt: _sqrt,
    math.fabs: _fabs,
}
