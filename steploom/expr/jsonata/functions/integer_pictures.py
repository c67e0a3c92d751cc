"""Pictures of integers (`#,##0`, `w`, `I`, `A`, with `;o` for ordinals): analysis, formatting, parsing."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import lru_cache, reduce
from typing import Final

from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.functions.words import (
    WORD_PATTERN,
    from_letters,
    from_roman,
    from_words,
    to_letters,
    to_roman,
    to_words,
)
from steploom.expr.jsonata.run import Run
from steploom.expr.jsonata.texts import js_number, number_text
from steploom.jsontext import Json

__all__ = ["Case", "IntegerPicture", "Primary", "analyse_integer", "format_integer", "integer_pattern", "parse_integer"]


class Primary(Enum):
    """How an integer is written."""

    DECIMAL = "decimal"
    LETTERS = "letters"
    ROMAN = "roman"
    WORDS = "words"
    SEQUENCE = "sequence"


class Case(Enum):
    """The case of what is written in letters."""

    UPPER = "upper"
    LOWER = "lower"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class IntegerPicture:
    """An analysed picture.

    Attributes:
        primary: How the number is written.
        case: Of words, letters and Roman numerals.
        ordinal: Whether it is `first` instead of `one`.
        zero: Code point of the digit zero.
        mandatory: Digits that always stand.
        optional: Digits that may stand.
        interval: Distance of regular separators, 0 where they are not regular.
        separators: Position from the right, and character, of each separator from right to left.
        source: The picture, for the error text of what is not supported.
    """

    primary: Primary = Primary.DECIMAL
    case: Case = Case.LOWER
    ordinal: bool = False
    zero: int = 0x30
    mandatory: int = 0
    optional: int = 0
    interval: int = 0
    separators: tuple[tuple[int, str], ...] = field(default=())
    source: str = ""


_LETTERS: Final = {
    "A": (Primary.LETTERS, Case.UPPER),
    "a": (Primary.LETTERS, Case.LOWER),
    "I": (Primary.ROMAN, Case.UPPER),
    "i": (Primary.ROMAN, Case.LOWER),
    "W": (Primary.WORDS, Case.UPPER),
    "Ww": (Primary.WORDS, Case.TITLE),
    "w": (Primary.WORDS, Case.LOWER),
}
#: Code points of the zeros of Unicode's decimal digits, as far as jsonata-js knows them.
_ZEROS: Final = tuple(
    map(
        ord,
        "\u0030\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0de6\u0e50\u0ed0\u0f20\u1040\u1090"
        "\u17e0\u1810\u1946\u19d0\u1a80\u1a90\u1b50\u1bb0\u1c40\u1c50\ua620\ua8d0\ua900\ua9d0\ua9f0\uaa50\uabf0\uff10",
    )
)
_DIGITS: Final = 10
_ASCII_ZERO: Final = 0x30
_SUFFIXES: Final = {"1": "st", "2": "nd", "3": "rd"}
_LEADING: Final = re.compile(r"\s*([-+]?)(?:0[xX]([0-9A-Fa-f]+)|([0-9]+))")


@lru_cache(maxsize=256)
def analyse_integer(picture: str) -> IntegerPicture:
    """Return the analysed picture.

    Raises:
        Fault: D3131: digits of two scripts.
    """
    primary, _, modifier = picture.rpartition(";") if ";" in picture else (picture, "", "")
    ordinal = modifier.startswith("o")
    if primary in _LETTERS:
        kind, case = _LETTERS[primary]
        return IntegerPicture(kind, case, ordinal)
    return _analyse_digits(primary, ordinal=ordinal)


def _analyse_digits(picture: str, *, ordinal: bool) -> IntegerPicture:
    zero: int | None = None
    mandatory = optional = 0
    separators: list[tuple[int, str]] = []
    for char in reversed(picture):
        group = next((each for each in _ZEROS if each <= ord(char) < each + _DIGITS), None)
        if group is not None:
            if zero not in (None, group):
                raise Fault("D3131")
            zero = group
            mandatory += 1
        elif char == "#":
            optional += 1
        else:
            separators.append((mandatory + optional, char))
    if zero is None:
        return IntegerPicture(Primary.SEQUENCE, ordinal=ordinal, source=picture)
    interval = _interval(separators)
    return IntegerPicture(
        ordinal=ordinal,
        zero=zero,
        mandatory=mandatory,
        optional=optional,
        interval=interval,
        separators=tuple(separators),
    )


def _interval(separators: list[tuple[int, str]]) -> int:
    """Return the distance of separators that are alike and equally spaced, else 0."""
    if not separators or len({char for _, char in separators}) > 1:
        return 0
    positions = [position for position, _ in separators]
    factor = reduce(math.gcd, positions)
    return factor if all(index * factor in positions for index in range(1, len(positions) + 1)) else 0


def format_integer(value: float, picture: IntegerPicture, run: Run) -> str:
    """Return an integer as the picture shows it.

    Raises:
        Fault: D3130: the picture is a sequence that is not supported. A Roman numeral may be too long to hold.
    """
    text = _unsigned(abs(value), picture, run)
    return f"-{text}" if value < 0 else text


def _unsigned(value: float, picture: IntegerPicture, run: Run) -> str:
    if picture.primary is Primary.SEQUENCE:
        raise Fault("D3130", value=picture.source)
    if not math.isfinite(value):
        # No letters count up to what is no number.
        return "" if picture.primary is Primary.LETTERS and math.isnan(value) else number_text(value)
    # Beyond 2**53 the shortest digits count, as in JavaScript, not the exact value of the double.
    number = int(Decimal(number_text(value)))
    match picture.primary:
        case Primary.LETTERS:
            return to_letters(number, "A" if picture.case is Case.UPPER else "a")
        case Primary.ROMAN:
            run.hold_text(number // 1000)
            numeral = to_roman(number)
            return numeral.upper() if picture.case is Case.UPPER else numeral
        case Primary.WORDS:
            words = to_words(number, ordinal=picture.ordinal)
            return words if picture.case is Case.TITLE else _cased(words, picture.case)
        case Primary.DECIMAL:
            run.hold_text(picture.mandatory)
            return _decimal(value, picture)


def _cased(text: str, case: Case) -> str:
    return text.upper() if case is Case.UPPER else text.lower()


def _decimal(value: float, picture: IntegerPicture) -> str:
    digits = number_text(value).rjust(picture.mandatory, "0")
    if picture.zero != _ASCII_ZERO:
        digits = "".join(chr(ord(char) + picture.zero - _ASCII_ZERO) for char in digits)
    if picture.interval:
        separator = picture.separators[0][1]
        first = (len(digits) - 1) % picture.interval + 1
        groups = [
            digits[:first],
            *(digits[at : at + picture.interval] for at in range(first, len(digits), picture.interval)),
        ]
        digits = separator.join(groups)
    else:
        for position, separator in reversed(picture.separators):
            at = len(digits) - position
            # Before the start of the digits jsonata-js counts from their end, and so cuts digits off.
            digits = (digits[:at] if at > 0 else "") + separator + digits[at:]
    return digits + _suffix(digits) if picture.ordinal else digits


def _suffix(digits: str) -> str:
    if digits[-2:-1] == "1":
        return "th"
    return _SUFFIXES.get(digits[-1:], "th")


def integer_pattern(picture: IntegerPicture, digits: int | None) -> str:
    """Return the regular expression for texts that the picture shows.

    Args:
        picture: The analysed picture.
        digits: How many digits there are at most, None where that is open.

    Raises:
        Fault: D3130: the picture is a sequence that is not supported.
    """
    is_upper = picture.case is Case.UPPER
    match picture.primary:
        case Primary.LETTERS:
            return "[A-Z]+" if is_upper else "[a-z]+"
        case Primary.ROMAN:
            return "[MDCLXVI]+" if is_upper else "[mdclxvi]+"
        case Primary.WORDS:
            return WORD_PATTERN
        case Primary.DECIMAL:
            return f"[0-9]{_occurrences(picture, digits)}{'(?:th|st|nd|rd)' if picture.ordinal else ''}"
        case Primary.SEQUENCE:
            raise Fault("D3130", value=picture.source)


def _occurrences(picture: IntegerPicture, digits: int | None) -> str:
    if digits is None or digits <= 0:
        return "+"
    if picture.optional == 0:
        return f"{{{digits}}}"
    return f"{{{max(digits - picture.optional, 0)},{digits}}}"


def parse_integer(text: str, picture: IntegerPicture) -> Json:
    """Return the integer that `text` shows; NaN where it shows none.

    Raises:
        Fault: D3130: the picture is a sequence that is not supported.
    """
    is_upper = picture.case is Case.UPPER
    match picture.primary:
        case Primary.LETTERS:
            return js_number(from_letters(text, "A" if is_upper else "a"))
        case Primary.ROMAN:
            return from_roman(text if is_upper else text.upper())
        case Primary.WORDS:
            return js_number(from_words(text.lower()))
        case Primary.DECIMAL:
            return _parse_decimal(text, picture)
        case Primary.SEQUENCE:
            raise Fault("D3130", value=picture.source)


def _parse_decimal(text: str, picture: IntegerPicture) -> Json:
    digits = text[:-2] if picture.ordinal else text
    for separator in {","} if picture.interval else {char for _, char in picture.separators}:
        digits = digits.replace(separator, "")
    if picture.zero != _ASCII_ZERO:
        digits = "".join(chr(max(0, ord(char) - picture.zero + _ASCII_ZERO)) for char in digits)
    match = _LEADING.match(digits)
    if match is None:
        return math.nan
    number = int(match[2], 16) if match[2] else float(match[3])
    return js_number(-number if match[1] == "-" else number)
