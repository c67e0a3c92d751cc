"""Numbers: aggregation, rounding, powers, conversion."""

from __future__ import annotations

import math
import re
from typing import Final

from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.functions.registry import Definition, define
from steploom.expr.jsonata.run import Run
from steploom.expr.jsonata.texts import js_number, number_text
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["DEFINITIONS", "round_number"]

_DECIMAL: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?([Ee][-+]?[0-9]+)?")
_RADIX: Final = re.compile(r"^0[xX][0-9A-Fa-f]+|0[oO][0-7]+|0[bB][0-1]+\Z")
_LITERAL: Final = re.compile(r"\s*(0[xX][0-9A-Fa-f]+|0[oO][0-7]+|0[bB][0-1]+)\s*")
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_MIN_RADIX: Final = 2
_DECIMAL_BASE: Final = 10
_MAX_RADIX: Final = 36
_HALF: Final = 0.5
#: From here on the text of a precision has an exponent itself, which jsonata-js cannot use.
_NO_PLACES: Final = 1e21


def _sum(_run: Run, items: list[Json]) -> Json:
    total: float = 0
    for item in items:
        total += item
    return js_number(total)


def _count(_run: Run, items: Json) -> int:
    # Step Functions counts null as nothing; jsonata-js as one item.
    if items is UNDEFINED or items is None:
        return 0
    return len(items) if isinstance(items, list) else 1


def _max(_run: Run, items: list[Json]) -> Json:
    return js_number(max(items)) if items else UNDEFINED


def _min(_run: Run, items: list[Json]) -> Json:
    return js_number(min(items)) if items else UNDEFINED


def _average(run: Run, items: list[Json]) -> Json:
    return js_number(_sum(run, items) / len(items)) if items else UNDEFINED


def _number(_run: Run, value: Json) -> Json:
    if type(value) is bool:
        return int(value)
    if type(value) is not str:
        return value
    if _DECIMAL.fullmatch(value) and math.isfinite(float(value)):
        return js_number(float(value))
    if _RADIX.search(value):
        literal = _LITERAL.fullmatch(value)
        return js_number(int(literal[1], 0)) if literal else math.nan
    raise Fault("D3030", value=value, index=1)


def _floor(_run: Run, value: float) -> Json:
    return js_number(math.floor(value)) if math.isfinite(value) else value


def _ceil(_run: Run, value: float) -> Json:
    return js_number(math.ceil(value)) if math.isfinite(value) else value


def _abs(_run: Run, value: float) -> Json:
    return js_number(abs(value))


def round_number(value: float, precision: float = 0) -> Json:
    """Return `value` rounded half to even on its decimal digits.

    Args:
        value: Any number.
        precision: Digits behind the point; negative ones round before it.

    Example:
        >>> round_number(2.5), round_number(2.675, 2), round_number(25, -1)
        (2, 2.68, 20)
    """
    places = 0 if math.isnan(precision) else precision
    if abs(places) >= _NO_PLACES:
        return math.nan
    if not math.isfinite(value):
        return value
    shifted = _shifted(value, math.floor(places))
    if math.isinf(shifted):
        return math.nan
    below = math.floor(shifted)
    rest = shifted - below
    whole = below + (rest > _HALF or (rest == _HALF and below % 2))
    return js_number(_shifted(whole, -math.floor(places)))


def _shifted(value: float, places: int) -> float:
    """Return the number with its decimal point moved, in its text: products of powers of ten would not be exact."""
    if not places:
        return value
    mantissa, _, exponent = number_text(value).partition("e")
    return float(f"{mantissa}e{int(exponent or 0) + places}")


def _round(_run: Run, value: float, precision: Json) -> Json:
    if type(value) is int and precision is UNDEFINED:
        return js_number(value)
    return round_number(value, 0 if precision is UNDEFINED else precision)


def _sqrt(_run: Run, value: float) -> Json:
    if value < 0:
        raise Fault("D3060", value=value, index=1)
    return js_number(math.sqrt(value))


def _power(_run: Run, base: float, exponent: Json) -> Json:
    result: float = math.nan
    if exponent is not UNDEFINED:
        try:
            result = math.pow(base, exponent)
        except (ValueError, OverflowError):
            result = math.nan
    if not math.isfinite(result):
        raise Fault("D3061", value=base, exp=exponent, index=1)
    return js_number(result)


def _format_base(_run: Run, value: float, radix: Json) -> str:
    whole = round_number(value)
    base = 10 if radix is UNDEFINED else round_number(radix)
    if not _MIN_RADIX <= base <= _MAX_RADIX:
        raise Fault("D3100", value=base)
    if not math.isfinite(whole) or base == _DECIMAL_BASE:
        return number_text(whole)
    number, digits = abs(int(whole)), ""
    while number or not digits:
        number, digit = divmod(number, int(base))
        digits = _DIGITS[digit] + digits
    return f"-{digits}" if whole < 0 else digits


DEFINITIONS: Final[tuple[Definition, ...]] = (
    define("sum", "<a<n>:n>", _sum),
    define("count", "<x:n>", _count, total=True),
    define("max", "<a<n>:n>", _max),
    define("min", "<a<n>:n>", _min),
    define("average", "<a<n>:n>", _average),
    define("number", "<(nsb)-:n>", _number),
    define("floor", "<n-:n>", _floor),
    define("ceil", "<n-:n>", _ceil),
    define("round", "<n-n?:n>", _round),
    define("abs", "<n-:n>", _abs),
    define("sqrt", "<n-:n>", _sqrt),
    define("power", "<n-n:n>", _power),
    define("formatBase", "<n-n?:s>", _format_base),
)
