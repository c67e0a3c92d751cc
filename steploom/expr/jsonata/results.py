"""What leaves an evaluation: plain JSON values."""

from __future__ import annotations

import math
from typing import Final

from steploom.expr.jsonata.callables import Function, TailCall
from steploom.expr.jsonata.texts import MAX_SAFE, js_number, number_text
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["plain"]

_UNCHANGED: Final = frozenset((str, bool, type(None)))
_MIN_SAFE: Final = -MAX_SAFE


class _HoldsFunction(Exception):
    def __init__(self, function: Function) -> None:
        self.function = function
        super().__init__()


def plain(value: Json, *, scrub: bool = False) -> Json:
    """Return `value` as plain JSON; what needs no change is returned as it is, not copied.

    Sequences become lists, integers that a double does not hold are rounded, numbers without a JSON form become
    the texts that Step Functions shows. A value that holds a function somewhere is returned as that function.

    Args:
        value: The value of an evaluation.
        scrub: Whether halves of surrogate pairs may be among its texts: UTF-8 has none, so they become `?`.
    """
    kind = type(value)
    if kind is str:
        return _scrubbed(value) if scrub else value
    if kind is bool or value is None or value is UNDEFINED:
        return value
    if kind is int:
        return value if _MIN_SAFE <= value <= MAX_SAFE else _number(value)
    try:
        return _plain(value, scrub=scrub)
    except _HoldsFunction as holds:
        return holds.function


def _plain(value: Json, *, scrub: bool) -> Json:
    kind = type(value)
    if kind is int:
        return value if _MIN_SAFE <= value <= MAX_SAFE else _number(value)
    if kind is dict:
        return _plain_object(value, scrub=scrub)
    if isinstance(value, list):
        return _plain_array(value, scrub=scrub)
    if kind is float:
        return _number(value)
    if kind is str:
        return _scrubbed(value) if scrub else value
    if kind is Function:
        raise _HoldsFunction(value)
    if kind is TailCall:
        raise _HoldsFunction(value.function)
    return None if value is UNDEFINED else value


def _plain_object(value: dict[str, Json], *, scrub: bool) -> Json:
    if scrub:
        return {_scrubbed(key): _plain(each, scrub=True) for key, each in value.items() if each is not UNDEFINED}
    changed: dict[str, Json] | None = None
    for key, each in value.items():
        if type(each) in _UNCHANGED:
            continue
        new = _plain(each, scrub=False)
        if new is not each:
            if changed is None:
                changed = dict(value)
            changed[key] = new
    return value if changed is None else {key: each for key, each in changed.items() if value[key] is not UNDEFINED}


def _plain_array(value: list[Json], *, scrub: bool) -> Json:
    changed: list[Json] | None = None if type(value) is list else list(value)
    for index, each in enumerate(value):
        if type(each) in _UNCHANGED and not scrub:
            continue
        new = _plain(each, scrub=scrub)
        if new is not each:
            if changed is None:
                changed = list(value)
            changed[index] = new
    return value if changed is None else changed


def _number(value: float) -> Json:
    number = js_number(value)
    if type(number) is float and not math.isfinite(number):
        return number_text(number)
    return number


def _scrubbed(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
