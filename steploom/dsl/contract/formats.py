r"""The texts that stand for dates, decimals, UUIDs and bytes, as regular expressions.

Each describes its values exactly, leap years included: what matches can be built, and the check needs no more than a
regular expression in any language. They begin with `^`, end with `(?![\s\S])` (the end of the text in Python,
JavaScript and Java alike; `$` would admit a newline before it in two of them) and escape slashes, so that they can
stand between the slashes of a JSONata regular expression.
"""

from __future__ import annotations

__all__ = [
    "BASE64_PATTERN",
    "DATE_PATTERN",
    "DATE_TIME_PATTERN",
    "DECIMAL_PATTERN",
    "END",
    "UUID_PATTERN",
]

#: The end of the text, in every dialect.
END = r"(?![\s\S])"

_FOURS = "0[48]|[2468][048]|[13579][26]"
_YEAR = "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_LEAP_YEAR = f"(?:[0-9]{{2}}(?:{_FOURS})|(?:{_FOURS})00)"
_DAY = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_DATE = f"(?:{_YEAR}-{_DAY}|{_LEAP_YEAR}-02-29)"
_MINUTES = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_HEX = "[0-9a-fA-F]"
_SEXTET = r"[A-Za-z0-9+\/]"

DATE_PATTERN = f"^{_DATE}{END}"
DATE_TIME_PATTERN = rf"^{_DATE}T{_MINUTES}:[0-5][0-9](?:\.[0-9]{{1,6}})?(?:Z|[+-]{_MINUTES}){END}"
DECIMAL_PATTERN = rf"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{{1,4}})?{END}"
UUID_PATTERN = f"^{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}{END}"
BASE64_PATTERN = f"^(?:{_SEXTET}{{4}})*(?:{_SEXTET}{{2}}==|{_SEXTET}{{3}}=)?{END}"
