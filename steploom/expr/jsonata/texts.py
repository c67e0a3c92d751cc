"""Values as text, the way JavaScript writes them."""

from __future__ import annotations

import math
from json.encoder import encode_basestring
from typing import Any, Final

from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = [
    "MAX_SAFE",
    "js_number",
    "json_text",
    "number_text",
    "quoted",
    "rounded_number",
    "script_text",
    "utf16_units",
]

#: Beyond this a double does not hold every integer.
MAX_SAFE: Final = 9007199254740992

_SIGNIFICANT: Final = 15
_EXPONENT_FROM: Final = 21
_EXPONENT_BELOW: Final = -7


def js_number(value: float) -> Json:
    """Return a number as the evaluator holds it: an int where it is integral and exact, else a float.

    Example:
        >>> js_number(4.0), js_number(2**53 + 1), js_number(0.5)
        (4, 9007199254740992, 0.5)
    """
    if type(value) is int:
        return value if -MAX_SAFE <= value <= MAX_SAFE else js_number(_as_double(value))
    if value.is_integer() and -MAX_SAFE <= value <= MAX_SAFE:
        return int(value)
    return value


def _as_double(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def number_text(value: float) -> str:
    """Return a number's shortest text, without an exponent from 1e-6 up to 1e21.

    Example:
        >>> number_text(1e-7), number_text(0.000001), number_text(1e20), number_text(1e21)
        ('1e-7', '0.000001', '100000000000000000000', '1e+21')
    """
    if type(value) is int and -MAX_SAFE <= value <= MAX_SAFE:
        return str(value)
    number = _as_double(value) if isinstance(value, int) else value
    text = repr(number)
    if "e" not in text and "n" not in text and number != 0:
        # Between 1e-4 and 1e16 Python and JavaScript write the same, but for the zero behind the point.
        return text.removesuffix(".0")
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    return sign + _positional(*_digits(abs(number)))


def _digits(number: float) -> tuple[str, int]:
    """Return the significant digits, and where the decimal point stands from their start."""
    mantissa, _, exponent = f"{number!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).rstrip("0") if fraction != "0" or not exponent else whole
    point = len(whole) + int(exponent or 0)
    stripped = digits.lstrip("0")
    return stripped.rstrip("0"), point - (len(digits) - len(stripped))


def _positional(digits: str, point: int) -> str:
    size = len(digits)
    if size <= point <= _EXPONENT_FROM:
        return digits + "0" * (point - size)
    if 0 < point <= _EXPONENT_FROM:
        return f"{digits[:point]}.{digits[point:]}"
    if _EXPONENT_BELOW < point - 1 < 0:
        return f"0.{'0' * -point}{digits}"
    exponent = point - 1
    fraction = f".{digits[1:]}" if size > 1 else ""
    return f"{digits[0]}{fraction}e{'+' if exponent > 0 else '-'}{abs(exponent)}"


def script_text(value: Json) -> str:
    """Return the text that JavaScript makes of a value which should have been a text.

    Example:
        >>> script_text([1.0, None, True]), script_text({})
        ('1,,true', '[object Object]')
    """
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return number_text(value)
        case None:
            return "null"
        case list():
            return ",".join("" if each is None or each is UNDEFINED else script_text(each) for each in value)
    return "undefined" if value is UNDEFINED else "[object Object]"


def rounded_number(value: float) -> Json:
    """Return a number rounded to 15 significant digits, as `$string` shows it."""
    if type(value) is int and -(10**_SIGNIFICANT) < value < 10**_SIGNIFICANT:
        return value
    number = _as_double(value) if isinstance(value, int) else value
    return float(f"{number:.{_SIGNIFICANT}g}") if math.isfinite(number) else number


def quoted(text: str) -> str:
    """Return `text` as JSON text; lone surrogates become escapes."""
    encoded = encode_basestring(text)
    if encoded.isascii():
        return encoded
    try:
        encoded.encode()
    except UnicodeEncodeError:
        return "".join(f"\\u{ord(char):04x}" if "\ud800" <= char <= "\udfff" else char for char in encoded)
    return encoded


def json_text(value: Json, *, indent: int = 0, rounded: bool = False) -> str:
    """Return the JSON text of `value`; functions are empty texts, NaN and infinities null.

    Where numbers are not rounded, as in the texts of errors, fields that hold plain JavaScript functions are left out.

    Args:
        value: Any value of an evaluation.
        indent: Blanks for each level, 0 for a single line.
        rounded: Whether numbers show at most 15 significant digits.

    Example:
        >>> json_text({"a": [1, 0.1 + 0.2]}, rounded=True)
        '{"a":[1,0.3]}'
    """
    return _write(value, indent, "\n", rounded)


def _write(value: Json, indent: int, margin: str, rounded: bool) -> str:  # noqa: FBT001 - one of two modes of a private walk
    match value:
        case str():
            return quoted(value)
        case bool():
            return "true" if value else "false"
        case int() | float():
            if isinstance(value, float) and not math.isfinite(value):
                return "null"
            return number_text(rounded_number(value) if rounded else value)
        case None:
            return "null"
        case dict():
            return _write_object(value, indent, margin, rounded)
        case list():
            inner = margin + " " * indent
            return _enclose("[]", [_write(each, indent, inner, rounded) for each in value], indent, margin)
    # What is no JSON value but a function, which JSON.stringify is told to write as an empty text.
    return "null" if value is UNDEFINED else '""'


def _write_object(value: dict[str, Any], indent: int, margin: str, rounded: bool) -> str:  # noqa: FBT001 - as above
    inner = margin + " " * indent
    colon = ": " if indent else ":"
    fields = [
        f"{quoted(key)}{colon}{_write(each, indent, inner, rounded)}"
        for key, each in value.items()
        if each is not UNDEFINED and (rounded or getattr(each, "is_true", True))
    ]
    return _enclose("{}", fields, indent, margin)


def _enclose(brackets: str, parts: list[str], indent: int, margin: str) -> str:
    if not parts or not indent:
        return brackets[0] + ",".join(parts) + brackets[1]
    inner = margin + " " * indent
    return brackets[0] + inner + f",{inner}".join(parts) + margin + brackets[1]


def utf16_units(text: str) -> list[str]:
    """Return the UTF-16 units of a text, as texts: characters outside the basic plane come apart."""
    if all(char <= "\uffff" for char in text):
        return list(text)
    units = text.encode("utf-16-be", "surrogatepass")
    return [units[at : at + 2].decode("utf-16-be", "surrogatepass") for at in range(0, len(units), 2)]
