"""A path and its filters as frozen data.

Input: the parser. Output: what the compilers of definite and indefinite paths read. Must not: evaluate anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

__all__ = [
    "AllOf",
    "AnyOf",
    "Compare",
    "Condition",
    "Exists",
    "Filter",
    "FromEnd",
    "Index",
    "Indexes",
    "Literal",
    "Name",
    "Names",
    "Operand",
    "Operator",
    "ParsedPath",
    "Pattern",
    "Root",
    "Scan",
    "Segment",
    "Slice",
    "Wildcard",
    "fragment",
    "is_definite",
]

#: Where a path starts: `$`, `$$`, `$name`, or `@` (the item that a filter looks at).
Root: TypeAlias = OneOf["input", "context", "variable", "item"]
Operator: TypeAlias = OneOf["==", "!=", "<", "<=", ">", ">=", "=~"]


@dataclass(frozen=True, slots=True)
class Name:
    """`.name` or `['name']`."""

    name: str


@dataclass(frozen=True, slots=True)
class Names:
    """`['a','b']`: an object of those members that are there."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """`[2]`; a negative one finds nothing: AWS counts from the end in slices only."""

    index: int


@dataclass(frozen=True, slots=True)
class FromEnd:
    """`[(@.length-1)]`: `count` from the end."""

    count: int


@dataclass(frozen=True, slots=True)
class Indexes:
    """`[0,2]`."""

    indexes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """`[1:3]`, `[1:]`, `[:3]`, `[-2:]`."""

    start: int | None
    stop: int | None


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`.*` or `[*]`."""


@dataclass(frozen=True, slots=True)
class Scan:
    """`..`: what follows is looked for at every depth."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal in a filter. All are text, with quotes or without: `5`, `true`, `null`, `'a b'`, `word`."""

    text: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """`/expression/` or `/expression/i` in a filter, in the language of Java's regular expressions."""

    expression: str
    ignore_case: bool = False


@dataclass(frozen=True, slots=True)
class ParsedPath:
    """A whole path; `variable` is the name behind `$name`, else empty.

    `warnings` says what AWS reads differently from what is written.
    """

    root: Root
    segments: tuple[Segment, ...] = ()
    variable: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exists:
    """`@.a`, or `!@.a` where `wanted` is false: the path finds something that is not null."""

    path: ParsedPath
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison in a filter."""

    left: Operand
    operator: Operator
    right: Operand


@dataclass(frozen=True, slots=True)
class AllOf:
    """`a && b`."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """`a || b`."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """`[?(condition)]`."""

    condition: Condition


Operand: TypeAlias = Literal | Pattern | ParsedPath
Condition: TypeAlias = Exists | Compare | AllOf | AnyOf
Segment: TypeAlias = Name | Names | Index | FromEnd | Indexes | Slice | Wildcard | Scan | Filter


def is_definite(segments: tuple[Segment, ...]) -> bool:
    """Say whether a path names one place at most: then it yields a value, else the list of all matches."""
    *inner, last = segments or (Name(""),)
    return isinstance(last, Name | Names | Index | FromEnd) and all(
        isinstance(each, Name | Index | FromEnd) for each in inner
    )


def fragment(segment: Segment) -> str:
    """Return a segment in the form of the JSONPath library behind AWS, as its messages show it.

    Example:
        >>> fragment(Name("a")), fragment(Names(("a", "b"))), fragment(Slice(1, None))
        ("['a']", "['a', 'b']", '[1:]')
    """
    match segment:
        case Name(name):
            return f"['{name}']"
        case Names(names):
            return "[" + ", ".join(f"'{name}'" for name in names) + "]"
        case Index(index):
            return f"[{index}]"
        case FromEnd(count):
            return f"[@.size()-{count}]"
        case Indexes(indexes):
            return "[" + ",".join(map(str, indexes)) + "]"
        case Slice(start, stop):
            return f"[{'' if start is None else start}:{'' if stop is None else stop}]"
        case Wildcard():
            return "[*]"
        case Scan():
            return ".."
        case Filter():
            return "[?]"
