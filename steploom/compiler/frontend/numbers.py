"""Arithmetic: all numbers are doubles in Step Functions, so integers are kept where a double tells them apart."""

from __future__ import annotations

import ast
from collections.abc import Callable

from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.frontend.making import FLOAT, INT, TEXT, Make
from steploom.compiler.frontend.shapes import (
    COUNTER,
    integer,
    is_boolean,
    is_float,
    is_integer,
    is_number,
    range_of,
)
from steploom.compiler.hir import Const, Expr, OperationName, Type
from steploom.dsl.contract import MAX_INTEGER, UnionShape

__all__ = [
    "TOO_LARGE",
    "checked_integer",
    "divide",
    "floor_divide",
    "number",
    "numeric_operation",
    "remainder",
    "sign",
    "told_by",
]

TOO_LARGE = "the integer is past 2**53 - 1, the largest that Step Functions can hold"
#: A counter that takes steps of this size at most never passes `COUNTER`.
_STEP = 2**20

_SYMBOLS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
}


def told_by(act: Callable[[], object]) -> str:
    """Return the text of the error that Python raises: it changes from version to version."""
    try:
        act()
    except (ArithmeticError, ValueError, LookupError, TypeError) as error:
        return str(error)
    raise AssertionError(act)


def number(context: Context, value: Expr, node: ast.AST) -> Expr:
    """Return `value` as a number; a bool counts as 0 or 1.

    Raises:
        Refused: It is no number.
    """
    if is_boolean(value.type):
        make = Make(context, node)
        if isinstance(value, Const):
            return make.number(int(bool(value.value)))
        return make.op("number.of flag", integer(0, 1), value)
    if not is_number(value.type):
        context.refuse("SL206", f"arithmetic takes numbers, this is {type_name(value.type)}", node)
    return value


def numeric_operation(context: Context, node: ast.BinOp, left: Expr, right: Expr) -> Expr:
    """`left + right` and its like, of numbers."""
    symbol = _SYMBOLS.get(type(node.op))
    make = Make(context, node)
    if symbol is None:
        what = context.source.text(node)
        context.refuse("SL102", f"{what}: operators on bits are not supported", node, "compute it in an activity")
    left, right = number(context, left, node.left), number(context, right, node.right)
    match symbol:
        case "+" | "-" | "*":
            return _plain(make, symbol, left, right)
        case "/":
            return divide(make, left, right)
        case "//":
            return floor_divide(make, left, right)
        case "%":
            return remainder(make, left, right)
        case _:
            return _power(make, left, right)


_PLAIN: dict[str, OperationName] = {"+": "number.add", "-": "number.subtract", "*": "number.multiply"}


def _plain(make: Make, symbol: str, left: Expr, right: Expr) -> Expr:
    if not (is_integer(left.type) and is_integer(right.type)):
        return make.op(_PLAIN[symbol], _mixed(left.type, right.type), left, right)
    low, high = _range(symbol, range_of(left.type), range_of(right.type))
    if isinstance(left, Const) and isinstance(right, Const) and abs(low) <= MAX_INTEGER:
        return make.number(int(low))
    return checked_integer(make, make.op(_PLAIN[symbol], integer(low, high), left, right), low, high)


def _mixed(left: Type, right: Type) -> Type:
    """The type of a result: a float where one operand is one, unknown where one may be either."""
    if is_float(left) or is_float(right):
        return FLOAT
    return UnionShape((INT, FLOAT))


def _range(symbol: str, left: tuple[float, float], right: tuple[float, float]) -> tuple[float, float]:
    (a, b), (c, d) = left, right
    if symbol == "*":
        ends = [a * c, a * d, b * c, b * d]
        return min(ends), max(ends)
    low, high = (a + c, b + d) if symbol == "+" else (a - d, b - c)
    # A counter stays one: it cannot take as many steps.
    small = abs(c) <= _STEP and abs(d) <= _STEP
    if small and b == COUNTER:
        high = COUNTER
    if small and a == -COUNTER:
        low = -COUNTER
    return low, high


def checked_integer(make: Make, value: Expr, low: float, high: float) -> Expr:
    """Return an integer of a range, checked where the range is more than a double can tell apart."""
    if low >= -MAX_INTEGER and high <= MAX_INTEGER:
        return value

    def check(result: Expr) -> Expr:
        size = result if low >= 0 else make.op("number.absolute", INT, result)
        if high <= 0:
            size = make.op("number.negate", INT, result)
        too_large = make.compare(size, ">", make.number(MAX_INTEGER))
        return make.fails(result, too_large, OverflowError, TOO_LARGE)

    return make.once(value, check, "result")


def _nonzero(make: Make, right: Expr, value: Expr, message: str | Expr) -> Expr:
    """`value`, but ZeroDivisionError where `right` is 0."""
    if is_integer(right.type):
        low, high = range_of(right.type)
        if low > 0 or high < 0:
            return value
    if isinstance(right, Const) and right.value != 0:
        return value
    return make.fails(value, make.compare(right, "=", make.number(0)), ZeroDivisionError, message)


def divide(make: Make, left: Expr, right: Expr) -> Expr:
    """`left / right`: a float, always."""
    whole = is_integer(left.type) and is_integer(right.type)
    known = whole or is_float(left.type) or is_float(right.type)
    texts = told_by(lambda: 1 / 0), told_by(lambda: 1.0 / 0.0)

    def told(dividend: Expr) -> str | Expr:
        if known:
            return texts[0] if whole else texts[1]
        # What may be either is an int where it is nothing yet: the sum of no floats.
        return make.when(make.compare(dividend, "=", make.number(0)), make.text(texts[0]), make.text(texts[1]), TEXT)

    def quotient(a: Expr, b: Expr) -> Expr:
        return _nonzero(make, b, make.op("number.divide", FLOAT, a, b), told(a))

    return _both_once(make, left, right, quotient)


def floor_divide(make: Make, left: Expr, right: Expr, told: str | None = None) -> Expr:
    """`left // right`; `told` is what Python says of a divisor of 0."""
    if is_integer(left.type) and is_integer(right.type):
        message = told or told_by(lambda: 1 // 0)
        low, high = _quotients(range_of(left.type), range_of(right.type))

        def whole(a: Expr, b: Expr) -> Expr:
            quotient = make.op("number.floor", integer(low, high), make.op("number.divide", FLOAT, a, b))
            return _nonzero(make, b, quotient, message)

        return _both_once(make, left, right, whole)
    message = told or told_by(lambda: 1.0 // 0.0)

    def parts(a: Expr, b: Expr) -> Expr:
        rest = _modulo(make, a, b, FLOAT)
        exact = make.op("number.divide", FLOAT, make.op("number.subtract", FLOAT, a, rest), b)
        return _nonzero(make, b, make.once(exact, nearest, "exact"), message)

    def nearest(exact: Expr) -> Expr:
        """The integer that is meant: `exact` is off by rounding only."""

        def up(low: Expr) -> Expr:
            rest = make.op("number.subtract", FLOAT, exact, low)
            more = make.compare(rest, ">", make.number(0.5))
            return make.when(more, make.op("number.add", FLOAT, low, make.number(1)), low, FLOAT)

        return make.once(make.op("number.floor", FLOAT, exact), up, "low")

    _refuse_either(make, left, right)
    return _both_once(make, left, right, parts)


def _quotients(left: tuple[float, float], right: tuple[float, float]) -> tuple[float, float]:
    least = 1 if right[0] <= 0 <= right[1] else min(abs(right[0]), abs(right[1]))
    size = max(abs(left[0]), abs(left[1])) // least
    if left[0] >= 0 and right[0] >= 0:
        return 0, size
    return -size - 1, size


def remainder(make: Make, left: Expr, right: Expr, told: str | None = None) -> Expr:
    """`left % right`: it has the sign of the divisor; `told` is what Python says of a divisor of 0."""
    whole = is_integer(left.type) and is_integer(right.type)
    message = told or told_by(lambda: 1 % 0) if whole else told_by(lambda: 1.0 % 0.0)
    shape: Type = _mixed(left.type, right.type)
    if whole:
        low, high = range_of(right.type)
        shape = integer(min(low + 1, 0), max(high - 1, 0))
    return _both_once(make, left, right, lambda a, b: _nonzero(make, b, _modulo(make, a, b, shape), message))


def _modulo(make: Make, left: Expr, right: Expr, shape: Type) -> Expr:
    rest = make.op("number.remainder", shape, left, right)
    if _is_natural(left.type) and _is_natural(right.type):
        return rest
    if isinstance(right, Const) and isinstance(right.value, int | float):
        zero, wrong = make.number(0), "<" if right.value > 0 else ">"

        def shifted(r: Expr) -> Expr:
            return make.when(_has_sign(make, r, wrong, zero), make.op("number.add", shape, r, right), r, shape)

        return make.once(rest, shifted, "rest")

    def signed(r: Expr) -> Expr:
        # JSONata's remainder has the sign of the dividend.
        below = make.both(make.compare(r, "<", make.number(0)), make.compare(right, ">", make.number(0)))
        above = make.both(make.compare(r, ">", make.number(0)), make.compare(right, "<", make.number(0)))
        wrong = make.either(below, above)
        return make.when(wrong, make.op("number.add", shape, r, right), r, shape)

    return make.once(rest, signed, "rest")


def _has_sign(make: Make, value: Expr, sign_: str, zero: Expr) -> Expr:
    return make.compare(value, "<", zero) if sign_ == "<" else make.compare(value, ">", zero)


def _is_natural(shape: Type) -> bool:
    return is_integer(shape) and range_of(shape)[0] >= 0


def _refuse_either(make: Make, left: Expr, right: Expr) -> None:
    for each in (left, right):
        if not is_integer(each.type) and not is_float(each.type):
            message = f"this is {type_name(each.type)}: whether it is a float is not known"
            make.context.refuse("SL206", message, make.node, "write float(…) around it")


def _both_once(make: Make, left: Expr, right: Expr, build: Callable[[Expr, Expr], Expr]) -> Expr:
    return make.once(left, lambda a: make.once(right, lambda b: build(a, b)))


def _power(make: Make, left: Expr, right: Expr) -> Expr:
    """`left ** n` of a small power that is known: of others engines differ in the last digit."""
    power = right.value if isinstance(right, Const) else None
    if not isinstance(power, int) or not 0 <= power <= 64 or (is_float(left.type) and power > 2):  # noqa: PLR2004
        message = "** takes a whole number as power that is known: up to 64 of integers, up to 2 of floats"
        make.context.refuse("SL102", message, make.node, "write the product out, or compute it in an activity")
    if is_float(left.type):
        if power == 0:
            return make.number(1.0)
        return left if power == 1 else make.once(left, lambda x: make.op("number.multiply", FLOAT, x, x))
    _refuse_either(make, left, right)
    low, high = range_of(left.type)
    ends = [low**power, high**power, 0] if power else [1, 1]
    value = make.op("number.power", integer(min(ends), max(ends)), left, right)
    return checked_integer(make, value, min(ends), max(ends))


def sign(context: Context, node: ast.UnaryOp, value: Expr) -> Expr:
    """`-value`, `+value`, `~value`."""
    make = Make(context, node)
    value = number(context, value, node.operand)
    if isinstance(node.op, ast.UAdd):
        return value
    if isinstance(node.op, ast.Invert):
        if not is_integer(value.type):
            context.refuse("SL206", f"~ takes an int, not {type_name(value.type)}", node)
        return _plain(make, "-", make.number(-1), value)
    if isinstance(value, Const) and isinstance(value.value, int | float):
        return Const(-value.value, type=make.number(-value.value).type, span=context.span(node))
    if is_integer(value.type):
        low, high = range_of(value.type)
        return make.op("number.negate", integer(-high, -low), value)
    return make.op("number.negate", value.type, value)
