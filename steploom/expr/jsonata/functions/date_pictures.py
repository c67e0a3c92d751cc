"""Pictures of moments (`[Y0001]-[M01]-[D01]`): analysis into literals and markers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, TypeAlias

from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.functions.integer_pictures import Case, IntegerPicture, analyse_integer

__all__ = ["DAYS", "MONTHS", "Marker", "Part", "analyse_moment"]

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DEFAULTS: Final = {
    **dict.fromkeys("YMDdWwXxHhf", "1"),
    **dict.fromkeys("FPCE", "n"),
    **dict.fromkeys("ms", "01"),
    **dict.fromkeys("Zz", "01:01"),
}
_INTEGERS: Final = frozenset("YMDdFWwXxHhmsf")
_SPACE: Final = re.compile(r"\s+")
_LEADING: Final = re.compile(r"[0-9]+")
_TWO_DIGITS: Final = 2


@dataclass(frozen=True, slots=True)
class Marker:
    """A variable of a picture.

    Attributes:
        component: Its letter: `Y`, `M`, `D` …
        names: The case of a name, where a name is shown instead of a number.
        integer: How a number is shown.
        digits: How many digits of a year are shown; None for all.
        max_width: How many characters of a name are shown.
        zulu: Whether UTC shows as `Z`.
    """

    component: str
    names: Case | None = None
    integer: IntegerPicture | None = None
    digits: int | None = None
    max_width: int | None = None
    zulu: bool = False


Part: TypeAlias = str | Marker


@lru_cache(maxsize=256)
def analyse_moment(picture: str) -> tuple[Part, ...]:
    """Return literals and markers in order.

    Raises:
        Fault: D3131, D3132 or D3135: the picture is wrong.
    """
    parts: list[Part] = []
    start = at = 0
    while at < len(picture):
        if picture[at] != "[":
            at += 1
            continue
        _add_literal(parts, picture[start:at])
        if picture[at + 1 : at + 2] == "[":
            parts.append("[")
            start = at = at + 2
            continue
        end = picture.find("]", at)
        if end < 0:
            raise Fault("D3135")
        parts.append(_marker(_SPACE.sub("", picture[at + 1 : end])))
        start = at = end + 1
    _add_literal(parts, picture[start:])
    return tuple(parts)


def _add_literal(parts: list[Part], text: str) -> None:
    if text:
        parts.append(text.replace("]]", "]"))


def _marker(text: str) -> Marker:
    component, (body, minimum, maximum) = text[:1], _width(text[1:])
    ordinal = ""
    if len(body) > 1 and body[-1] in "atco":
        body, ordinal = body[:-1], body[-1]
    body = body or _DEFAULTS.get(component, "")
    if not body:
        raise Fault("D3132", value=component)
    marker = Marker(component, max_width=maximum, zulu=ordinal == "t")
    if body[0] == "n":
        return replace(marker, names=Case.LOWER)
    if body[0] == "N":
        return replace(marker, names=Case.TITLE if body[1:2] == "n" else Case.UPPER)
    if component in "Zz":
        return replace(marker, integer=analyse_integer(body))
    if component not in _INTEGERS:
        return marker
    return _with_integer(marker, analyse_integer(f"{body};{ordinal}" if ordinal else body), minimum)


def _width(text: str) -> tuple[str, int | None, int | None]:
    """Return the presentation before the last comma, and the widths behind it."""
    body, comma, width = text.rpartition(",")
    if not comma:
        return text, None, None
    minimum, dash, maximum = width.partition("-")
    return body, _number(minimum), _number(maximum) if dash else None


def _number(text: str) -> int | None:
    digits = _LEADING.match(text)
    return int(digits[0]) if digits else None


def _with_integer(marker: Marker, integer: IntegerPicture, minimum: int | None) -> Marker:
    if minimum is not None and integer.mandatory < minimum:
        integer = replace(integer, mandatory=minimum)
    digits: int | None = None
    if marker.component in "YMD":
        shown = integer.mandatory + integer.optional
        if marker.max_width is not None:
            digits = marker.max_width
            integer = replace(integer, mandatory=digits)
        elif shown >= _TWO_DIGITS:
            digits = shown
    return replace(marker, integer=integer, digits=digits)
