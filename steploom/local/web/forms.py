"""Bodies and queries as forms: `application/x-www-form-urlencoded`, with lists in the four ways of HTTP tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias
from urllib.parse import quote

from steploom.jsontext import Json, JsonObject, compact

__all__ = ["ArrayFormat", "encoded", "query_of"]

ArrayFormat: TypeAlias = Literal["INDICES", "REPEAT", "COMMAS", "BRACKETS"]


def encoded(body: JsonObject, arrays: ArrayFormat = "INDICES") -> str:
    """Return an object as a form.

    Args:
        body: Its members; objects inside become `key[member]`.
        arrays: How lists are written.

    Example:
        >>> encoded({"a": ["x", "y"], "b": {"c": 1}})
        'a%5B0%5D=x&a%5B1%5D=y&b%5Bc%5D=1'
        >>> [encoded({"a": ["x", "y"]}, each) for each in ("REPEAT", "COMMAS", "BRACKETS")]
        ['a=x&a=y', 'a=x,y', 'a%5B%5D=x&a%5B%5D=y']
    """
    pairs = (pair for key, value in body.items() for pair in _pairs(key, value, arrays))
    return "&".join(f"{quote(key, safe='')}={value}" for key, value in pairs)


def query_of(parameters: JsonObject) -> str:
    """Return query parameters: lists repeat their name.

    Example:
        >>> query_of({"currency": "usd", "tag": ["a b", "c"], "limit": 3})
        'currency=usd&tag=a%20b&tag=c&limit=3'
    """
    return encoded(parameters, "REPEAT")


def _pairs(key: str, value: Json, arrays: ArrayFormat) -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            for name, each in value.items():
                yield from _pairs(f"{key}[{name}]", each, arrays)
        case list() if arrays == "COMMAS":
            yield key, ",".join(_text(each) for each in value)
        case list():
            for index, each in enumerate(value):
                name = {"INDICES": f"{key}[{index}]", "BRACKETS": f"{key}[]"}.get(arrays, key)
                yield from _pairs(name, each, arrays)
        case _:
            yield key, _text(value)


def _text(value: Json) -> str:
    return quote("" if value is None else value if isinstance(value, str) else compact(value), safe="")
