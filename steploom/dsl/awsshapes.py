"""Which Python values botocore takes for which type of its models."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

__all__ = ["Wanted", "kind_name", "wanted"]


class Wanted(NamedTuple):
    """What a member of a request may be.

    Attributes:
        word: How messages name it.
        kinds: The kinds of values that fit, in the words of `kind_name`.
    """

    word: str
    kinds: frozenset[str]


def _of(word: str, *kinds: str) -> Wanted:
    return Wanted(word, frozenset(kinds))


_WANTED = {
    "structure": _of("object", "object"),
    "map": _of("object", "object"),
    "list": _of("list", "list"),
    "string": _of("string", "string"),
    "character": _of("string", "string"),
    "boolean": _of("boolean", "boolean"),
    # A computed number may be whole: only the run can tell.
    "integer": _of("integer", "integer", "number"),
    "long": _of("integer", "integer", "number"),
    "float": _of("number", "integer", "number", "fraction"),
    "double": _of("number", "integer", "number", "fraction"),
    "blob": _of("bytes", "string", "bytes"),
    "timestamp": _of("timestamp", "string", "integer", "number", "fraction", "date-time"),
}


def wanted(type_name: str) -> Wanted:
    """Return what fits a type of botocore's models.

    Raises:
        KeyError: There is no such type.
    """
    return _WANTED[type_name]


def kind_name(value: object) -> str:
    """Return the kind of a Python value, in the words that messages use.

    Example:
        >>> [kind_name(each) for each in ("a", 1, 1.5, True, None, [], {}, b"")]
        ['string', 'integer', 'fraction', 'boolean', 'null', 'list', 'object', 'bytes']
    """
    for kind, types in _KINDS:
        if isinstance(value, types):
            return kind
    return type(value).__name__


_KINDS: tuple[tuple[str, tuple[type, ...]], ...] = (
    ("null", (type(None),)),
    ("boolean", (bool,)),
    ("integer", (int,)),
    ("fraction", (float, Decimal)),
    ("string", (str,)),
    ("bytes", (bytes, bytearray)),
    ("list", (list, tuple)),
    ("object", (Mapping,)),
    ("date-time", (datetime,)),
)
