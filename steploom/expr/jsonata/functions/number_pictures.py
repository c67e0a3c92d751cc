"""`$formatNumber`: the pictures of XPath's format-number, with jsonata-js's order of checks."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from functools import reduce
from typing import Final

from steploom.expr.jsonata.errors import TIMEOUT, Fault, limit_fault
from steploom.expr.jsonata.functions.numbers import round_number
from steploom.expr.jsonata.functions.registry import Definition, define
from steploom.expr.jsonata.run import Run
from steploom.expr.jsonata.texts import number_text
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["DEFINITIONS"]

_DEFAULTS: Final = {
    "decimal-separator": ".",
    "grouping-separator": ",",
    "exponent-separator": "e",
    "infinity": "Infinity",
    "minus-sign": "-",
    "NaN": "NaN",
    "percent": "%",
    "per-mille": "\u2030",
    "zero-digit": "0",
    "digit": "#",
    "pattern-separator": ";",
}
_LARGE: Final = 1e21
_MAX_PARTS: Final = 2


@dataclass(frozen=True, slots=True)
class _Symbols:
    """The characters of a picture."""

    decimal: str
    grouping: str
    exponent: str
    minus: str
    percent: str
    per_mille: str
    zero: str
    digit: str
    separator: str

    @property
    def digits(self) -> str:
        return "".join(chr(min(ord(self.zero[0]) + index, sys.maxunicode)) for index in range(10))

    def is_active(self, char: str) -> bool:
        return char in self.digits or char in (self.decimal, self.exponent, self.grouping, self.digit, self.separator)

    def count(self, text: str, *, optional: bool) -> int:
        return sum(char in self.digits or (optional and char == self.digit) for char in text)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A sub-picture, cut."""

    picture: str
    prefix: str
    suffix: str
    active: str
    mantissa: str
    exponent: str | None
    integer: str
    fraction: str


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a sub-picture asks for."""

    picture: str
    prefix: str
    suffix: str
    integer_groups: list[int]
    regular: int
    fraction_groups: list[int]
    min_integer: int
    scaling: int
    min_fraction: int
    max_fraction: int
    min_exponent: int


def _symbols(options: Json) -> _Symbols:
    own = {} if options is UNDEFINED else options
    given = {**_DEFAULTS, **{key: value for key, value in own.items() if type(value) is str and value}}
    return _Symbols(
        given["decimal-separator"],
        given["grouping-separator"],
        given["exponent-separator"],
        given["minus-sign"],
        given["percent"],
        given["per-mille"],
        given["zero-digit"],
        given["digit"],
        given["pattern-separator"],
    )


def _split(picture: str, symbols: _Symbols) -> _Parts:
    marks = [at for at, char in enumerate(picture) if symbols.is_active(char) and char != symbols.exponent]
    if not marks:
        raise Fault("D3085")
    prefix, suffix = picture[: marks[0]], picture[marks[-1] + 1 :]
    active = picture[len(prefix) : len(picture) - len(suffix)]
    at = picture.find(symbols.exponent, len(prefix))
    mantissa, exponent = active, None
    if 0 <= at <= len(picture) - len(suffix):
        mantissa, exponent = active[:at], active[at + 1 :]
    integer, point, fraction = mantissa.partition(symbols.decimal)
    return _Parts(picture, prefix, suffix, active, mantissa, exponent, integer, fraction if point else suffix)


def _check(parts: _Parts, symbols: _Symbols) -> None:
    """Raise the last fault of a sub-picture, as jsonata-js does."""
    picture, point = parts.picture, parts.picture.find(symbols.decimal)
    before = parts.integer.partition(symbols.digit)[0] if symbols.digit in parts.integer else ""
    after = parts.fraction[parts.fraction.rfind(symbols.digit) :] if symbols.digit in parts.fraction else ""
    has_percent, has_per_mille = symbols.percent in picture, symbols.per_mille in picture
    beside = picture[point - 1 : point] + picture[point + 1 : point + 2] if point > 0 else picture[1:2]
    exponent = parts.exponent
    faults = {
        "D3081": picture.count(symbols.decimal) > 1,
        "D3082": picture.count(symbols.percent) > 1,
        "D3083": picture.count(symbols.per_mille) > 1,
        "D3084": has_percent and has_per_mille,
        "D3085": not symbols.count(parts.mantissa, optional=True),
        "D3086": not all(map(symbols.is_active, parts.active)),
        "D3087": point >= 0 and symbols.grouping in beside,
        "D3088": point < 0 and parts.integer.endswith(symbols.grouping),
        "D3089": symbols.grouping * 2 in picture,
        "D3090": symbols.count(before, optional=False) > 0,
        "D3091": symbols.count(after, optional=False) > 0,
        "D3092": bool(exponent) and (has_percent or has_per_mille),
        "D3093": exponent is not None and (not exponent or symbols.count(exponent, optional=False) < len(exponent)),
    }
    found = [code for code, is_fault in faults.items() if is_fault]
    if found:
        raise Fault(found[-1])


def _groups(part: str, integer: str, symbols: _Symbols, *, to_left: bool) -> list[int]:
    positions = []
    at = part.find(symbols.grouping)
    while at >= 0:
        positions.append(symbols.count(part[:at] if to_left else part[at:], optional=True))
        # jsonata-js goes on in the integer part, whichever part it began with.
        at = integer.find(symbols.grouping, at + 1)
    return positions


def _regular(positions: list[int]) -> int:
    if not positions:
        return 0
    factor = reduce(math.gcd, positions)
    return factor if all(index * factor in positions for index in range(1, len(positions) + 1)) else 0


def _rules(parts: _Parts, symbols: _Symbols) -> _Rules:
    groups = _groups(parts.integer, parts.integer, symbols, to_left=False)
    min_integer = scaling = symbols.count(parts.integer, optional=False)
    min_fraction = symbols.count(parts.fraction, optional=False)
    max_fraction = symbols.count(parts.fraction, optional=True)
    has_exponent = parts.exponent is not None
    if min_integer == 0 and max_fraction == 0:
        if has_exponent:
            min_fraction = max_fraction = 1
        else:
            min_integer = 1
    if has_exponent and min_integer == 0 and symbols.digit in parts.integer:
        min_integer = 1
    if min_integer == 0 and min_fraction == 0:
        min_fraction = 1
    return _Rules(
        picture=parts.picture,
        prefix=parts.prefix,
        suffix=parts.suffix,
        integer_groups=groups,
        regular=_regular(groups),
        fraction_groups=_groups(parts.fraction, parts.integer, symbols, to_left=True),
        min_integer=min_integer,
        scaling=scaling,
        min_fraction=min_fraction,
        max_fraction=max_fraction,
        min_exponent=symbols.count(parts.exponent or "", optional=False),
    )


def _scaled(number: float, rules: _Rules) -> tuple[float, int | None]:
    """Return mantissa and exponent; the exponent is None where the picture shows none."""
    if rules.min_exponent == 0:
        return number, None
    if number <= 0 or not math.isfinite(number):
        # jsonata-js multiplies by ten for ever.
        raise limit_fault(TIMEOUT)
    smallest, largest = 10.0 ** (rules.scaling - 1), 10.0**rules.scaling
    exponent = 0
    while number < smallest:
        number *= 10
        exponent -= 1
    while number > largest:
        number /= 10
        exponent += 1
    return number, exponent


def _digits(value: float, places: int, symbols: _Symbols) -> str:
    number = abs(value)
    text = number_text(number) if number >= _LARGE else f"{number:.{places}f}"
    return text if symbols.zero == "0" else "".join(symbols.digits[int(c)] if c in "0123456789" else c for c in text)


def _padded(text: str, rules: _Rules, symbols: _Symbols) -> str:
    """Return the digits with the mark, and as many zeros as the picture asks for."""
    whole, _, fraction = text.partition(".")
    whole, fraction = whole.lstrip(symbols.zero), fraction.rstrip(symbols.zero)
    return (
        whole.rjust(rules.min_integer, symbols.zero)
        + symbols.decimal
        + fraction.ljust(rules.min_fraction, symbols.zero)
    )


def _grouped(text: str, rules: _Rules, symbols: _Symbols) -> str:
    point = text.find(symbols.decimal)
    if rules.regular:
        for group in range(1, (point - 1) // rules.regular + 1):
            text = _inserted(text, point - group * rules.regular, symbols.grouping)
    else:
        for position in rules.integer_groups:
            text = _inserted(text, point - position, symbols.grouping)
            point += 1
    point = text.find(symbols.decimal)
    for position in rules.fraction_groups:
        text = _inserted(text, position + point + 1, symbols.grouping)
    return text


def _inserted(text: str, at: int, part: str) -> str:
    return text[:at] + part + text[at:]


def _format_number(run: Run, value: float, picture: Json, options: Json) -> str:
    run.hold_picture("" if picture is UNDEFINED else picture)
    symbols = _symbols(options)
    pictures = ("" if picture is UNDEFINED else picture).split(symbols.separator)
    if len(pictures) > _MAX_PARTS:
        raise Fault("D3080")
    parts = [_split(each, symbols) for each in pictures]
    for each in parts:
        _check(each, symbols)
    rules = [_rules(each, symbols) for each in parts]
    chosen = rules[0] if value >= 0 else rules[-1]
    prefix = chosen.prefix if value >= 0 or len(rules) > 1 else symbols.minus + chosen.prefix
    factor = 100 if symbols.percent in chosen.picture else 1000 if symbols.per_mille in chosen.picture else 1
    mantissa, exponent = _scaled(value * factor, chosen)
    run.hold_text(chosen.max_fraction)
    text = _padded(_digits(round_number(mantissa, chosen.max_fraction), chosen.max_fraction, symbols), chosen, symbols)
    text = _grouped(text, chosen, symbols)
    if symbols.decimal not in chosen.picture or text.endswith(symbols.decimal):
        text = text[:-1]
    if exponent is not None:
        digits = _digits(exponent, 0, symbols).rjust(chosen.min_exponent, symbols.zero)
        text += symbols.exponent + (symbols.minus if exponent < 0 else "") + digits
    return prefix + text + chosen.suffix


DEFINITIONS: Final[tuple[Definition, ...]] = (define("formatNumber", "<n-so?:s>", _format_number),)
