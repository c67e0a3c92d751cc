"""Finding, replacing and splitting, by text or by regular expression."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice
from typing import Final

from steploom.expr.jsonata.callables import Function, apply
from steploom.expr.jsonata.errors import Fault
from steploom.expr.jsonata.functions.registry import Definition, define
from steploom.expr.jsonata.regexes import Found, find, match_object
from steploom.expr.jsonata.run import Run
from steploom.expr.jsonata.sequences import Sequence
from steploom.expr.jsonata.texts import utf16_units
from steploom.expr.jsonata.values import joined
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["DEFINITIONS"]


def _limit(value: Json, code: str) -> int | None:
    """Return how many matches are wanted at most, rounded down as Step Functions does; None for all."""
    if value is UNDEFINED:
        return None
    if value < 0:
        raise Fault(code, value=value)
    most: int = math.floor(value) if math.isfinite(value) else 0
    return most


def _matches(run: Run, text: str, token: Function, limit: int | None) -> Iterator[Found]:
    """Yield the matches up to a limit, each one before the next is looked for."""
    if limit == 0:
        return
    for count, each in enumerate(find(text, token, run)):
        # The match after the last one is looked for, too: it may be the empty one that is a fault.
        if count == limit:
            return
        run.spend(1)
        yield each


def _contains(run: Run, text: str, token: Json) -> bool:
    if isinstance(token, Function):
        return next(find(text, token, run), None) is not None
    return str(_needed(token, 2)) in text


def _needed(argument: Json, index: int) -> Json:
    """Return an argument that may not be undefined: what jsonata-js does then is a fault of its own."""
    if argument is UNDEFINED:
        raise Fault("T0410", value=argument, index=index)
    return argument


def _match(run: Run, text: str, token: Function, limit: Json) -> Json:
    found = _matches(run, text, token, _limit(limit, "D3040"))
    return Sequence({"match": each.text, "index": _units(text, each.start), "groups": each.groups} for each in found)


def _units(text: str, at: int) -> int:
    """Return an offset in UTF-16 units."""
    return at if text.isascii() else at + sum(char > "\uffff" for char in islice(text, at))


def _replace(run: Run, text: str, pattern: Json, replacement: Json, limit: Json) -> str:
    if pattern == "":
        raise Fault("D3010", value=pattern, index=2)
    most = _limit(limit, "D3011")
    if most == 0:
        return text
    if isinstance(pattern, Function):
        return _replace_matches(run, text, pattern, most, replacement)
    pattern = _needed(pattern, 2)
    count = text.count(pattern) if most is None else min(most, text.count(pattern))
    if count == 0:
        return text
    new = _needed(replacement, 3)
    if isinstance(new, Function):
        raise Fault("D3012", value=UNDEFINED)
    run.hold_text(len(text) + count * (len(new) - len(pattern)))
    return joined(text.replace(pattern, new, -1 if most is None else most))


def _replace_matches(run: Run, text: str, pattern: Function, most: int | None, replacement: Json) -> str:
    parts: list[str] = []
    position = size = 0
    for each in _matches(run, text, pattern, most):
        if isinstance(replacement, str):
            new = _substituted(each, replacement)
        else:
            new = _called(run, match_object(pattern, text, each), replacement)
        parts += (text[position : each.start], new)
        size += len(parts[-1]) + len(parts[-2])
        run.hold_text(size if len(new) > len(each.text) else 0)
        position = each.start + len(each.text)
    return joined("".join([*parts, text[position:]]))


def _called(run: Run, match: Json, replacement: Json) -> str:
    new = apply(_needed(replacement, 3), [match], None, run)
    if type(new) is not str:
        raise Fault("D3012", value=new)
    return new


def _substituted(found: Found, replacement: str) -> str:
    """Return the replacement with `$0`, `$1` … filled in and `$$` made one."""
    parts: list[str] = []
    position = 0
    while (at := replacement.find("$", position)) >= 0:
        parts.append(replacement[position:at])
        part, position = _reference(found, replacement, at + 1)
        parts.append(part)
    return "".join([*parts, replacement[position:]])


def _reference(found: Found, replacement: str, at: int) -> tuple[str, int]:
    char = replacement[at : at + 1]
    if char == "$":
        return "$", at + 1
    if char == "0":
        return found.text, at + 1
    groups = found.groups
    most = len(str(len(groups))) if groups else 1
    number = _leading_number(replacement[at : at + most])
    if most > 1 and number is not None and number > len(groups):
        number = _leading_number(replacement[at : at + most - 1])
    if number is None:
        return "$", at
    group = groups[number - 1] if 0 < number <= len(groups) else UNDEFINED
    return ("" if group is UNDEFINED else str(group)), at + len(str(number))


def _leading_number(text: str) -> int | None:
    digits = len(text) - len(text.lstrip("0123456789"))
    return int(text[:digits]) if digits and text.isascii() else None


def _split(run: Run, text: str, separator: Json, limit: Json) -> list[Json]:
    most = _limit(limit, "D3020")
    if most == 0:
        return []
    if isinstance(separator, Function):
        return _split_matches(run, text, separator, most)
    if not _needed(separator, 2):
        run.scrub = not text.isascii()
    parts = text.split(separator) if separator else utf16_units(text)
    run.hold_items(len(parts))
    run.spend(len(parts))
    return parts if most is None else parts[:most]


def _split_matches(run: Run, text: str, separator: Function, most: int | None) -> list[Json]:
    found = _matches(run, text, separator, most)
    result: list[Json] = []
    start = 0
    for each in found:
        result.append(text[start : each.start])
        start = each.end
    if most is None or len(result) < most:
        result.append(text[start:])
    return result


DEFINITIONS: Final[tuple[Definition, ...]] = (
    define("contains", "<s-(sf):b>", _contains),
    define("match", "<s-f<s:o>n?:a<o>>", _match),
    define("replace", "<s-(sf)(sf)n?:s>", _replace),
    define("split", "<s-(sf)n?:a<s>>", _split),
)
