"""A moment from text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import regex

from steploom.expr.jsonata.errors import TIMEOUT, Fault, limit_fault
from steploom.expr.jsonata.functions.calendar import Moment, epoch_millis, moment_of
from steploom.expr.jsonata.functions.date_format import component_of
from steploom.expr.jsonata.functions.date_pictures import DAYS, MONTHS, Marker, analyse_moment
from steploom.expr.jsonata.functions.integer_pictures import IntegerPicture, integer_pattern, parse_integer
from steploom.expr.jsonata.run import Run
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["parse_iso", "parse_moment"]

_ISO: Final = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_DATE_MASKS: Final = {"A": 0b10100001, "B": 0b10000010, "C": 0b01010100, "D": 0b01001000}
_TIME_MASKS: Final = {"A": 0b010111, "B": 0b101111}
_MONTHS: Final = 12
_DAYS: Final = 31
_LAST_HOUR: Final = 24
_MINUTES: Final = 60
_TWO_DIGIT_YEARS: Final = 99
_HALF_DAY: Final = 12
_LONG_ZONE: Final = 2

#: Turns the text of one marker into its value; None where the text is no such name.
_Reader = Callable[[str], "float | None"]


@dataclass(frozen=True, slots=True)
class _Reading:
    """How to read texts of one picture: a pattern with one group a marker, and the reader of each group."""

    pattern: regex.Pattern[str]
    readers: tuple[tuple[str, _Reader], ...]


def parse_iso(text: str) -> int:
    """Return milliseconds since the epoch of an ISO 8601 text; without an offset it is UTC.

    Raises:
        Fault: D3110: it is none.

    Example:
        >>> parse_iso("1970-01-01T00:00:00.001Z"), parse_iso("1970-02-01")
        (1, 2678400000)
    """
    match = _ISO.fullmatch(text)
    if match is None:
        raise Fault("D3110", value=text)
    year, month, day, hour, minute, second = (
        int(each or fallback) for each, fallback in zip(match.groups()[:6], (0, 1, 1, 0, 0, 0), strict=True)
    )
    millis = int((match[7] or "")[:3].ljust(3, "0"))
    is_midnight = hour == _LAST_HOUR and minute == second == millis == 0
    fits = 1 <= month <= _MONTHS and 1 <= day <= _DAYS and minute < _MINUTES and second < _MINUTES
    if not fits or not (hour < _LAST_HOUR or is_midnight):
        raise Fault("D3110", value=text)
    time = ((hour * 60 + minute) * 60 + second) * 1000 + millis
    return epoch_millis(year, month, day, time) - _iso_offset(match[8]) * 60_000


def _iso_offset(zone: str | None) -> int:
    if zone in (None, "Z"):
        return 0
    digits = str(zone).replace(":", "")
    minutes = int(digits[1:3]) * 60 + int(digits[3:5])
    return -minutes if digits[0] == "-" else minutes


def parse_moment(run: Run, text: str, picture: str) -> Json:
    """Return milliseconds since the epoch of a text that a picture shows; nothing where it does not fit.

    Raises:
        Fault: D3136: the picture leaves a gap; or it is wrong in itself.
    """
    reading = _reading(picture)
    try:
        match = reading.pattern.fullmatch(text, timeout=run.regex_seconds())
    except TimeoutError:
        raise limit_fault(TIMEOUT) from None
    if match is None or not reading.readers:
        return UNDEFINED
    found: dict[str, float] = {}
    for (component, read), part in zip(reading.readers, match.groups(), strict=True):
        value = read(part)
        if value is not None:
            found[component] = value
    return _moment(run, found)


# -- patterns -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _reading(picture: str) -> _Reading:
    patterns: list[str] = []
    readers: list[tuple[str, _Reader]] = []
    for part in analyse_moment(picture):
        if isinstance(part, str):
            patterns.append(regex.escape(part))
        else:
            pattern, reader = _marker(part)
            patterns.append(f"({pattern})")
            readers.append((part.component, reader))
    return _Reading(regex.compile("".join(patterns), regex.IGNORECASE), tuple(readers))


def _marker(marker: Marker) -> tuple[str, _Reader]:
    if marker.component in "Zz":
        return _zone(marker)
    integer = marker.integer
    if integer is not None and marker.names is None:
        return integer_pattern(integer, marker.digits), lambda text: parse_integer(text, integer)
    return "[a-zA-Z]+", _names(marker).get


def _names(marker: Marker) -> dict[str, float]:
    if marker.component in "Mx":
        return {name[: marker.max_width or None]: index for index, name in enumerate(MONTHS, 1)}
    if marker.component == "F":
        return {name[: marker.max_width or None]: index for index, name in enumerate(DAYS, 1)}
    if marker.component == "P":
        return {"am": 0, "AM": 0, "pm": 1, "PM": 1}
    raise Fault("D3133", value=marker.component)


def _zone(marker: Marker) -> tuple[str, _Reader]:
    picture = marker.integer or IntegerPicture()
    separator = picture.separators[0][1] if picture.interval else ""
    prefix = "GMT" if marker.component == "z" else ""
    pattern = f"{prefix}[-+][0-9]+{regex.escape(separator) + '[0-9]+' if separator else ''}"

    def read(text: str) -> float:
        zone = text[len(prefix) :]
        if separator:
            hours, _, minutes = zone.partition(separator)
        else:
            hours, minutes = (zone, "0") if len(zone) - 1 <= _LONG_ZONE else (zone[:3], zone[3:])
        # The minutes have no sign of their own: jsonata-js adds them to negative hours, too.
        return int(hours) * 60 + int(minutes)

    return pattern, read


# -- moments ------------------------------------------------------------------------------------------------------


def _fits(found: dict[str, float], components: str, mask: int) -> bool:
    """Return whether the components found are among those of `mask`, at least one."""
    bits = 0
    for each in components:
        value = found.get(each, 0)
        bits = bits * 2 + bool(value and not math.isnan(value))
    return not bits & ~mask and bool(bits & mask)


def _components(found: dict[str, float]) -> str:
    """Return the components of the date and time that the found ones belong to, the most significant first."""
    dates = {name: _fits(found, "YXMxWwdD", mask) for name, mask in _DATE_MASKS.items()}
    is_half = not _fits(found, "PHhmsf", _TIME_MASKS["A"]) and _fits(found, "PHhmsf", _TIME_MASKS["B"])
    if dates["B"] and not dates["A"]:
        date = "YD"
    elif dates["C"]:
        date = "XxwF"
    else:
        date = "XWF" if dates["D"] else "YMD"
    return date + ("Phmsf" if is_half else "Hmsf")


def _completed(run: Run, found: dict[str, float], components: str) -> dict[str, float]:
    """Fill in what is missing: before the first component found from now, behind the last one with zero.

    Raises:
        Fault: D3136: something is missing in between.
    """
    result = dict(found)
    now: Moment | None = None
    started = ended = False
    for each in components:
        if each in found:
            started = True
            if ended:
                raise Fault("D3136")
        elif started:
            result[each] = 1 if each in "MDd" else 0
            ended = True
        else:
            now = now or moment_of(run.moment)
            value = component_of(now, each)
            result[each] = math.nan if isinstance(value, str) else value
    return result


def _moment(run: Run, found: dict[str, float]) -> Json:
    components = _components(found)
    values = _completed(run, found, components)
    if "F" in components:
        # Neither weeks of a month nor ISO weeks can be parsed, as in jsonata-js.
        raise Fault("D3136")
    if any(math.isnan(value) for component, value in values.items() if component != "P"):
        return math.nan
    year, month, day = int(values["Y"]), int(values.get("M", 1)) or 1, int(values.get("D", 1))
    if components.startswith("YD"):
        month, day = 1, int(values["d"])
    hour = int(values.get("H", 0))
    if "P" in components:
        hour = int(values["h"]) % _HALF_DAY + (_HALF_DAY if values.get("P") == 1 else 0)
    time = ((hour * 60 + int(values["m"])) * 60 + int(values["s"])) * 1000 + int(values["f"])
    # Years of two digits belong to the twentieth century, as in Date.UTC.
    year += 1900 if 0 <= year <= _TWO_DIGIT_YEARS else 0
    zone = values.get("Z") or values.get("z") or 0
    return epoch_millis(year, month, day, time) - int(zone) * 60_000
