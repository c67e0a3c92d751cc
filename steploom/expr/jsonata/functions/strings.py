"""Texts: parts, case, padding, joining."""

from __future__ import annotations

import math
import re
from typing import Final

from steploom.expr.jsonata.functions.registry import Definition, define
from steploom.expr.jsonata.run import Run
from steploom.expr.jsonata.values import joined, text_of
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["DEFINITIONS"]

_INDENT: Final = 2
_BASIC_PLANE: Final = "\uffff"
_FAR: Final = 2**53
_BLANKS: Final = re.compile(r"[ \t\n\r]+")


def _string(run: Run, value: Json, prettify: Json) -> str:
    text = text_of(value, indent=_INDENT if prettify is True else 0)
    run.hold_text(len(text))
    return text


def _whole(value: float) -> int:
    """Return a position rounded down, as far as texts reach."""
    return 0 if math.isnan(value) else math.floor(max(-_FAR, min(_FAR, value)))


def _substring(run: Run, text: str, start: Json, length: Json) -> str:
    if start is UNDEFINED:
        return text if length is UNDEFINED else ""
    first = _whole(start)
    size = len(text) if length is UNDEFINED else _whole(length)
    if not text.isascii() and max(text) > _BASIC_PLANE:
        run.scrub = True
        return _astral_substring(text, first, size)
    if first < 0:
        first = max(0, first + len(text))
    return text[first : first + size] if size > 0 else ""


def _astral_substring(text: str, first: int, size: int) -> str:
    """Return what Step Functions takes for a part of a text with characters outside of the basic plane.

    It counts the start in characters (a negative one is compared with the length in UTF-16 units), but takes as
    many units as the first `size` characters of the whole text have.
    """
    if size <= 0 or first >= len(text):
        return ""
    units = text.encode("utf-16-be", "surrogatepass")
    if len(units) // 2 + first < 0:
        first = 0
    start = _units(text[: max(0, first + len(text)) if first < 0 else first])
    part = units[2 * start : 2 * (start + _units(text[:size]))]
    return part.decode("utf-16-be", "surrogatepass")


def _units(text: str) -> int:
    return len(text.encode("utf-16-be", "surrogatepass")) // 2


def _before(_run: Run, text: str, mark: Json) -> str:
    at = text.find(_mark(mark))
    return text[:at] if at >= 0 else text


def _after(_run: Run, text: str, mark: Json) -> str:
    at = text.find(_mark(mark))
    return text[at + len(_mark(mark)) :] if at >= 0 else text


def _mark(mark: Json) -> str:
    return "undefined" if mark is UNDEFINED else str(mark)


def _lowercase(_run: Run, text: str) -> str:
    return text.lower()


def _uppercase(_run: Run, text: str) -> str:
    return text.upper()


def _length(_run: Run, text: str) -> int:
    return len(text)


def _trim(_run: Run, text: str) -> str:
    return _BLANKS.sub(" ", text).strip(" ")


def _pad(run: Run, text: str, width: Json, filler: Json) -> str:
    filler = " " if filler in (UNDEFINED, "") else filler
    missing = math.floor(abs(width)) - len(text) if width is not UNDEFINED and math.isfinite(width) else 0
    if missing <= 0:
        return text
    run.hold_text(missing)
    padding: str = (filler * (missing // len(filler) + 1))[:missing]
    return text + padding if width > 0 else padding + text


def _join(run: Run, texts: list[str], separator: Json) -> str:
    between = "" if separator is UNDEFINED else separator
    run.hold_text(sum(map(len, texts)) + len(between) * len(texts))
    return joined(between.join(texts))


DEFINITIONS: Final[tuple[Definition, ...]] = (
    define("string", "<x-b?:s>", _string, arity=1),
    define("substring", "<s-nn?:s>", _substring),
    define("substringBefore", "<s-s:s>", _before),
    define("substringAfter", "<s-s:s>", _after),
    define("lowercase", "<s-:s>", _lowercase),
    define("uppercase", "<s-:s>", _uppercase),
    define("length", "<s-:n>", _length),
    define("trim", "<s-:s>", _trim),
    define("pad", "<s-ns?:s>", _pad),
    define("join", "<a<s>s?:s>", _join),
)
