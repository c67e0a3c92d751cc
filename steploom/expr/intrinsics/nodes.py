"""A call of intrinsic functions as frozen data.

Input: the parser. Output: what the compiler reads. Must not: evaluate anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from steploom.expr.jsonpath import Path
from steploom.jsontext import Json

__all__ = ["Argument", "Call", "Constant", "PathArgument", "Text"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, `true`, `false` or `null`."""

    value: Json
    position: int


@dataclass(frozen=True, slots=True)
class Text:
    """Text in single quotes: `raw` as it is written, `value` without its backslashes."""

    raw: str
    value: str
    position: int


@dataclass(frozen=True, slots=True)
class PathArgument:
    """A path."""

    path: Path
    position: int


@dataclass(frozen=True, slots=True)
class Call:
    """`States.Name(arguments)`."""

    function: str
    arguments: tuple[Argument, ...]
    position: int


Argument: TypeAlias = Constant | Text | PathArgument | Call
