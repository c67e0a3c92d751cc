"""Objects: fields, merging, spreading."""

from __future__ import annotations

from typing import Any, Final

from steploom.expr.jsonata.functions.registry import Definition, define
from steploom.expr.jsonata.run import Run
from steploom.expr.jsonata.sequences import OuterSequence, Sequence
from steploom.expr.jsonata.texts import json_text
from steploom.expr.jsonata.texts import rounded_number as rounded
from steploom.expr.jsonata.values import lookup
from steploom.expr.jsonata.weight import weigh
from steploom.expr.undefined import UNDEFINED
from steploom.jsontext import Json

__all__ = ["DEFINITIONS", "copied"]


def _keys(_run: Run, value: Json) -> Json:
    names: dict[str, None] = {}
    weigh(value)
    _collect_keys(value, names)
    return Sequence(names)


def _collect_keys(value: Json, names: dict[str, None]) -> None:
    if isinstance(value, list):
        for item in value:
            _collect_keys(item, names)
    elif type(value) is dict:
        names.update(dict.fromkeys(value))


def _lookup(_run: Run, value: Json, key: Json) -> Json:
    return lookup(value, "undefined" if key is UNDEFINED else key)


def _spread(_run: Run, value: Json) -> Json:
    if isinstance(value, list):
        items: list[Json] = []
        for item in value:
            found = _spread(_run, item)
            if isinstance(found, list):
                items += found
            elif found is not UNDEFINED:
                items.append(found)
        return items if value else Sequence()
    if type(value) is dict:
        return Sequence({key: each} for key, each in value.items())
    return value


def _spread_whole(run: Run, value: Json) -> Json:
    weigh(value)
    return _spread(run, value)


def _merge(_run: Run, objects: list[Json]) -> Json:
    result: dict[str, Any] = {}
    for each in objects:
        if type(each) is dict:
            result.update(each)
    return result


def _clone(_run: Run, value: Json) -> Json:
    weigh(value)
    return copied(value[0] if type(value) is OuterSequence else value)


def copied(value: Json) -> Json:
    """Return a copy that shares nothing with `value`, as if written to JSON text and read again."""
    if type(value) is dict:
        return {key: copied(each) for key, each in value.items() if each is not UNDEFINED}
    if isinstance(value, list):
        return [None if each is UNDEFINED else copied(each) for each in value]
    if type(value) is float:
        return rounded(value)
    return value if value is None or type(value) in (str, int, bool) else json_text(value)[1:-1]


DEFINITIONS: Final[tuple[Definition, ...]] = (
    define("keys", "<x-:a<s>>", _keys, total=True),
    define("lookup", "<x-s:x>", _lookup),
    define("spread", "<x-:a<o>>", _spread_whole, total=True),
    define("merge", "<a<o>:o>", _merge),
    define("clone", "<(oa)-:o>", _clone),
)
