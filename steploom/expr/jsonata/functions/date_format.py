"""A moment as text."""

from __future__ import annotations

import math
import re
from typing import Final

from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.functions.calendar import Moment, iso_week, moment_of, month_week
from steploom.expr.jsonata.functions.date_pictures import DAYS, MONTHS, Marker, analyse_moment
from steploom.expr.jsonata.functions.integer_pictures import Case, IntegerPicture, format_integer
from steploom.expr.jsonata.run import Run

__all__ = ["component_of", "format_moment"]

_ISO: Final = "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]"
_OFFSET: Final = re.compile(r"\s*[-+]?[0-9]+")
_LARGEST: Final = 8.64e15
_HALF_DAY: Final = 12
_SHORT_ZONE: Final = 2
_LONG_ZONE: Final = 4
#: More digits than any year has.
_LONGEST: Final = 20


def format_moment(run: Run, millis: float, picture: str | None, timezone: str | None) -> str:
    """Return a moment as text.

    Args:
        run: The running evaluation.
        millis: Milliseconds since the epoch.
        picture: How to show it; ISO 8601 when absent.
        timezone: Offset such as `-0500`; UTC when absent.

    Raises:
        Fault: The picture is wrong, or the moment lies outside of all calendars.
    """
    hours, minutes = _offset(timezone)
    shifted = millis + (60 * hours + minutes) * 60_000
    if not math.isfinite(shifted) or abs(shifted) > _LARGEST:
        raise Fault("", message="Invalid time value")
    moment = moment_of(shifted)
    shown: list[str] = []
    for part in analyse_moment(_ISO if picture is None else picture):
        if isinstance(part, str):
            shown.append(part)
        elif part.component in "Zz":
            shown.append(_zone(part, hours, minutes, run))
        else:
            shown.append(_component(part, moment, run))
    return "".join(shown)


def _offset(timezone: str | None) -> tuple[int, int]:
    """Return the hours and minutes of `+hhmm`, minutes with the sign of the whole, as jsonata-js computes them."""
    if timezone is None:
        return 0, 0
    match = _OFFSET.match(timezone)
    if match is None:
        raise Fault("", message=f"Invalid time zone: {timezone}")
    offset = int(match[0])
    return offset // 100, int(math.fmod(offset, 100))


def component_of(moment: Moment, component: str) -> int | str:
    """Return the value of one component."""
    match component:
        case "Y":
            return moment.year
        case "M":
            return moment.month
        case "D":
            return moment.day
        case "d":
            return moment.day_of_year
        case "F":
            return moment.weekday
        case "W":
            return iso_week(moment)[1]
        case "w":
            return month_week(moment)[1]
        case "X":
            return iso_week(moment)[0]
        case "x":
            return month_week(moment)[0]
        case _:
            return _clock(moment, component)


def _clock(moment: Moment, component: str) -> int | str:
    match component:
        case "H":
            return moment.hour
        case "h":
            return moment.hour % _HALF_DAY or _HALF_DAY
        case "P":
            return "pm" if moment.hour >= _HALF_DAY else "am"
        case "m":
            return moment.minute
        case "s":
            return moment.second
        case "f":
            return moment.millisecond
        case "C" | "E":
            return "ISO"
        case _:
            # jsonata-js refuses an unknown component only where it stands without a modifier.
            return "undefined"


def _component(marker: Marker, moment: Moment, run: Run) -> str:
    value = component_of(moment, marker.component)
    if isinstance(value, str):
        return value.upper() if marker.component == "P" and marker.names is Case.UPPER else value
    if marker.names is not None:
        return _name(marker, value)
    if marker.component == "Y" and marker.digits is not None:
        value = int(math.fmod(value, 10 ** min(marker.digits, _LONGEST)))
    return format_integer(value, marker.integer or IntegerPicture(), run)


def _name(marker: Marker, value: int) -> str:
    if marker.component in "Mx":
        name = MONTHS[value - 1]
    elif marker.component == "F":
        name = DAYS[value - 1]
    else:
        raise Fault("D3133", value=marker.component)
    if marker.names is Case.UPPER:
        name = name.upper()
    elif marker.names is Case.LOWER:
        name = name.lower()
    return name[: marker.max_width]


def _zone(marker: Marker, hours: int, minutes: int, run: Run) -> str:
    offset = hours * 100 + minutes
    picture = marker.integer or IntegerPicture()
    digits = picture.mandatory
    if not picture.interval and not 1 <= digits <= _LONG_ZONE:
        raise Fault("D3134", value=digits)
    if picture.interval or digits > _SHORT_ZONE:
        text = format_integer(offset, picture, run)
    else:
        text = format_integer(hours, picture, run)
        if minutes:
            text += f":{minutes:02d}" if minutes > 0 else f":-{-minutes:02d}"
    if offset == 0 and marker.zulu:
        return "Z"
    return ("GMT" if marker.component == "z" else "") + ("+" if offset >= 0 else "") + text
