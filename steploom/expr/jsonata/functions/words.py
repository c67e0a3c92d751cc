"""Integers in English words, Roman numerals and letters."""

from __future__ import annotations

import math
import re
from typing import Final

__all__ = [
    "WORD_PATTERN",
    "from_letters",
    "from_roman",
    "from_words",
    "to_letters",
    "to_roman",
    "to_words",
]

_FEW: Final = [
    "Zero",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
    "Thirteen",
    "Fourteen",
    "Fifteen",
    "Sixteen",
    "Seventeen",
    "Eighteen",
    "Nineteen",
]
_ORDINALS: Final = [
    "Zeroth",
    "First",
    "Second",
    "Third",
    "Fourth",
    "Fifth",
    "Sixth",
    "Seventh",
    "Eighth",
    "Ninth",
    "Tenth",
    "Eleventh",
    "Twelfth",
    "Thirteenth",
    "Fourteenth",
    "Fifteenth",
    "Sixteenth",
    "Seventeenth",
    "Eighteenth",
    "Nineteenth",
]
_DECADES: Final = ["Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"]
_MAGNITUDES: Final = ["Thousand", "Million", "Billion", "Trillion"]
_ROMAN: Final = (
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_ROMAN_VALUES: Final = {"M": 1000, "D": 500, "C": 100, "L": 50, "X": 10, "V": 5, "I": 1}
_TWENTY: Final = 20
_HUNDRED: Final = 100
_THOUSAND: Final = 1000
_LETTERS: Final = 26
_SEPARATOR: Final = re.compile(r",\s|\sand\s|[\s\\-]")


def _word_values() -> dict[str, int]:
    values = {word.lower(): value for names in (_FEW, _ORDINALS) for value, word in enumerate(names)}
    for index, word in enumerate([*_DECADES, "Hundred"]):
        values[word.lower()] = values[word.lower()[:-1] + "ieth"] = (index + 2) * 10
    values["hundredth"] = _HUNDRED
    for index, word in enumerate(_MAGNITUDES):
        values[word.lower()] = values[word.lower() + "th"] = _THOUSAND ** (index + 1)
    return values


_VALUES: Final = _word_values()
#: Matches a number in words.
WORD_PATTERN: Final = "(?:" + "|".join([*_VALUES, "and", "[\\-, ]"]) + ")+"


def to_words(number: int, *, ordinal: bool) -> str:
    """Return a number that is not negative in words, capitalized.

    Example:
        >>> to_words(1976, ordinal=True)
        'One Thousand, Nine Hundred and Seventy-Sixth'
    """
    return _words(number, follows=False, ordinal=ordinal)


def _words(number: int, *, follows: bool, ordinal: bool) -> str:
    if number < _TWENTY:
        return (" and " if follows else "") + (_ORDINALS if ordinal else _FEW)[number]
    if number < _HUNDRED:
        tens, rest = divmod(number, 10)
        words = (" and " if follows else "") + _DECADES[tens - 2]
        if rest:
            return f"{words}-{_words(rest, follows=False, ordinal=ordinal)}"
        return words[:-1] + "ieth" if ordinal else words
    if number < _THOUSAND:
        size, name = _HUNDRED, "Hundred"
    else:
        magnitude = min((len(str(number)) - 1) // 3, len(_MAGNITUDES))
        size, name = _THOUSAND**magnitude, _MAGNITUDES[magnitude - 1]
    count, rest = divmod(number, size)
    words = f"{', ' if follows else ''}{_words(count, follows=False, ordinal=False)} {name}"
    if rest:
        return words + _words(rest, follows=True, ordinal=ordinal)
    return words + "th" if ordinal else words


def from_words(text: str) -> float:
    """Return the number that `text`, in lower case, says; NaN where a word is unknown."""
    segments: list[float] = [0]
    for part in _SEPARATOR.split(text):
        value = _VALUES.get(part)
        if value is None:
            return math.nan
        if value < _HUNDRED:
            top = segments.pop()
            if top >= _THOUSAND:
                segments.append(top)
                top = 0
            segments.append(top + value)
        else:
            segments.append(segments.pop() * value)
    return sum(segments)


def to_roman(number: int) -> str:
    """Return a Roman numeral in lower case; nothing for zero."""
    thousands, number = divmod(number, _THOUSAND)
    parts = ["m" * thousands]
    for value, numeral in _ROMAN:
        count, number = divmod(number, value)
        parts.append(numeral * count)
    return "".join(parts)


def from_roman(text: str) -> float:
    """Return the value of a Roman numeral in upper case; NaN where it is none."""
    total, largest = 0, 1
    for char in reversed(text):
        value = _ROMAN_VALUES.get(char)
        if value is None:
            return math.nan
        if value < largest:
            total -= value
        else:
            largest = value
            total += value
    return total


def to_letters(number: int, first: str) -> str:
    """Return 1 as `first`, 26 as the 26th letter, 27 as two letters; nothing for zero."""
    letters = ""
    while number > 0:
        number, index = divmod(number - 1, _LETTERS)
        letters = chr(ord(first) + index) + letters
    return letters


def from_letters(text: str, first: str) -> float:
    """Return the number that letters stand for."""
    total = 0
    for char in text:
        total = total * _LETTERS + ord(char) - ord(first) + 1
    return total
