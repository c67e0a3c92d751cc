"""The text that Java's `toString` gives a JSON value, which AWS shows in formatted strings and in messages.

Input: a JSON value. Output: text such as `{Id=7, Tags=[a, null]}`. Must not: be used where JSON text is wanted
(`steploom.jsontext.compact`).
"""

from __future__ import annotations

from decimal import Decimal

from steploom.jsontext import Json

__all__ = ["java_double", "java_text"]

#: Java writes a double with an exponent outside of [10**-3, 10**7): the positions of the decimal point within it.
_FIRST_PLAIN_POINT = -2
_LAST_PLAIN_POINT = 7


def java_text(value: Json) -> str:
    """Return `value` as Java's `String.valueOf` writes it.

    Text stays as it is, also inside lists and maps, where it has no quotes (recorded on AWS for `States.Format`).

    Example:
        >>> java_text({"a": 1, "b": ["x", None, True]})
        '{a=1, b=[x, null, true]}'
    """
    if value is None:
        return "null"
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return java_double(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(java_text, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}={java_text(item)}" for key, item in value.items()) + "}"
    return str(value)


def java_double(value: float) -> str:
    """Return `value` as Java's `Double.toString` writes it.

    Example:
        >>> java_double(1e3), java_double(1e7), java_double(0.00012), java_double(-2.5e-300)
        ('1000.0', '1.0E7', '1.2E-4', '-2.5E-300')
    """
    sign, digits, exponent = Decimal(repr(value)).as_tuple()
    if not isinstance(exponent, int):
        return {"inf": "Infinity", "-inf": "-Infinity"}.get(str(value), "NaN")
    mantissa = "".join(map(str, digits)).rstrip("0")
    minus = "-" if sign else ""
    if not mantissa:
        return minus + "0.0"
    point = len(digits) + exponent
    if _FIRST_PLAIN_POINT <= point <= _LAST_PLAIN_POINT:
        padded = mantissa.rjust(len(mantissa) + max(0, 1 - point), "0").ljust(max(point, 1), "0")
        whole = max(point, 1)
        return f"{minus}{padded[:whole]}.{padded[whole:] or '0'}"
    return f"{minus}{mantissa[0]}.{mantissa[1:] or '0'}E{point - 1}"
