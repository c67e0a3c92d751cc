"""Rounding as Python does it: half to even of the double itself, not of the digits that stand for it."""

from __future__ import annotations

from collections.abc import Callable

from steploom.compiler.frontend.making import FLOAT, INT, TEXT, Make
from steploom.compiler.frontend.shapes import integer, is_integer, range_of
from steploom.compiler.hir import Expr
from steploom.dsl.contract import MAX_INTEGER

__all__ = ["fixed", "round_to", "rounded"]

#: Digits behind the point for which the comparison below is exact.
MOST_DIGITS = 7
_SPLITTER = 2**27 + 1
_TOO_LARGE = "the number is too large for Step Functions to tell its digits"


def rounded(make: Make, value: Expr) -> Expr:
    """`round(value)`: an int, half to even."""
    if is_integer(value.type):
        return value
    whole = make.op("number.round", INT, value)
    return make.once(whole, lambda result: _small(make, result, result))


def round_to(make: Make, value: Expr, digits: int) -> Expr:
    """`round(value, digits)` of a float."""

    def scaled(number: Expr) -> Expr:
        return make.once(_total(make, number, digits), lambda total: signed(number, total), "rounded")

    def signed(number: Expr, total: Expr) -> Expr:
        below = make.when(_negative(make, number), make.op("number.negate", FLOAT, total), total, FLOAT)
        return below if digits == 0 else make.op("number.divide", FLOAT, below, make.number(10**digits))

    return make.once(value, scaled)


def fixed(make: Make, value: Expr, digits: int, build: Callable[[Expr, Expr], Expr]) -> Expr:
    """Return what `build` makes of the whole part and the digits behind the point, both as text without a sign.

    Args:
        make: Makes expressions.
        value: Something that may be read several times.
        digits: How many digits are behind the point.
        build: Takes the two texts; the second is empty where there are no digits.
    """
    if is_integer(value.type):
        low, _ = range_of(value.type)
        size = value if low >= 0 else make.op("number.absolute", INT, value)
        return build(make.op("text.of integer", TEXT, size), make.text("0" * digits))

    def parts(total: Expr) -> Expr:
        if digits == 0:
            return build(make.op("text.of integer", TEXT, total), make.text(""))
        scale = make.number(10**digits)
        whole = make.op("number.floor", INT, make.op("number.divide", FLOAT, total, scale))
        rest = make.op("text.of integer", TEXT, make.op("number.remainder", INT, total, scale))
        padded = make.op("text.pad left", TEXT, rest, make.number(digits), make.text("0"))
        return build(make.op("text.of integer", TEXT, whole), padded)

    return make.once(_total(make, value, digits), parts, "rounded")


def _negative(make: Make, value: Expr) -> Expr:
    return make.compare(value, "<", make.number(0))


def _small(make: Make, size: Expr, value: Expr) -> Expr:
    too_large = make.compare(make.op("number.absolute", FLOAT, size), ">", make.number(MAX_INTEGER))
    return make.fails(value, too_large, OverflowError, _TOO_LARGE)


def _total(make: Make, value: Expr, digits: int) -> Expr:
    """The number of units of the last digit in the absolute value, rounded half to even."""
    size = make.op("number.absolute", FLOAT, value)
    if digits == 0:
        return make.once(make.op("number.round", INT, size), lambda whole: _small(make, whole, whole))
    scale = 10**digits

    def units(absolute: Expr) -> Expr:
        def of_part(whole: Expr) -> Expr:
            part = make.op("number.subtract", FLOAT, absolute, whole)
            return make.once(part, lambda rest: _sum(whole, rest), "fraction")

        def _sum(whole: Expr, rest: Expr) -> Expr:
            base = make.op("number.multiply", INT, whole, make.number(scale))
            total = make.op("number.add", integer(0, MAX_INTEGER), base, _nearest(make, rest, scale))
            return make.once(total, lambda result: _small(make, result, result), "units")

        return make.once(make.op("number.floor", INT, absolute), of_part, "whole")

    return make.once(size, units, "size")


def _nearest(make: Make, part: Expr, scale: int) -> Expr:
    """`part * scale`, of a part below 1, to the nearest integer.

    The part is taken in two halves of 26 bits, whose products with the scale are exact: so is what is compared.
    """
    twice = make.number(2 * scale)

    def split(low: Expr) -> Expr:
        shifted = make.op("number.multiply", FLOAT, part, make.number(_SPLITTER))

        def halves(product: Expr) -> Expr:
            high = make.op("number.subtract", FLOAT, product, make.op("number.subtract", FLOAT, product, part))
            return make.once(high, lambda upper: compared(low, upper), "upper")

        return make.once(shifted, halves, "shifted")

    def compared(low: Expr, upper: Expr) -> Expr:
        lower = make.op("number.subtract", FLOAT, part, upper)
        middle = make.op("number.add", INT, make.op("number.multiply", INT, make.number(2), low), make.number(1))
        above = make.op("number.subtract", FLOAT, make.op("number.multiply", FLOAT, upper, twice), middle)
        over = make.op("number.add", FLOAT, above, make.op("number.multiply", FLOAT, lower, twice))
        return make.once(over, lambda distance: chosen(low, distance), "above")

    def chosen(low: Expr, distance: Expr) -> Expr:
        zero, two = make.number(0), make.number(2)
        odd = make.compare(make.op("number.remainder", INT, low, two), "=", make.number(1))
        tie = make.both(make.compare(distance, "=", zero), odd)
        up = make.either(make.compare(distance, ">", zero), tie)
        return make.when(up, make.op("number.add", INT, low, make.number(1)), low, INT)

    return make.once(
        make.op("number.floor", INT, make.op("number.multiply", FLOAT, part, make.number(scale))), split, "low"
    )
