"""The syntax tree of JSONata: frozen nodes, each with the offset of its first characteristic character."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from steploom.expr.jsonata.signature import Signature

__all__ = [
    "Apply",
    "ArrayNode",
    "Binary",
    "Bind",
    "Block",
    "Call",
    "Condition",
    "Descendant",
    "Filter",
    "Focus",
    "GroupBy",
    "Index",
    "KeepArray",
    "Lambda",
    "Literal",
    "Missing",
    "Name",
    "Negate",
    "Node",
    "ObjectNode",
    "Parent",
    "Partial",
    "Placeholder",
    "Range",
    "Regex",
    "Sort",
    "SortTerm",
    "Step",
    "Transform",
    "Variable",
    "Wildcard",
]


@dataclass(frozen=True, slots=True)
class Literal:
    """`"text"`, `1.5`, `true`, `null`."""

    position: int
    value: str | float | bool | None


@dataclass(frozen=True, slots=True)
class Name:
    """`field` or a name in backquotes."""

    position: int
    text: str


@dataclass(frozen=True, slots=True)
class Variable:
    """`$name`; `$` has the empty name, `$$` the name `$`."""

    position: int
    name: str


@dataclass(frozen=True, slots=True)
class Regex:
    """`/pattern/flags`; flags are of `i` and `m`."""

    position: int
    pattern: str
    flags: str


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`*`: the values of all fields."""

    position: int


@dataclass(frozen=True, slots=True)
class Descendant:
    """`**`: the value and all below it."""

    position: int


@dataclass(frozen=True, slots=True)
class Parent:
    """`%`: the object that holds the context."""

    position: int


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`?` as an argument: left open by a partial application."""

    position: int


@dataclass(frozen=True, slots=True)
class Missing:
    """The end of the text where an operand was expected."""

    position: int


@dataclass(frozen=True, slots=True)
class Negate:
    """`-operand`."""

    position: int
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic, comparison, `&`, `in`, `and`, `or`."""

    position: int
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Range:
    """`first..last` in an array constructor."""

    position: int
    first: Node
    last: Node


@dataclass(frozen=True, slots=True)
class ArrayNode:
    """`[a, b]`."""

    position: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ObjectNode:
    """`{key: value}`."""

    position: int
    pairs: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """`left.right`."""

    position: int
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Filter:
    """`subject[predicate]`."""

    position: int
    subject: Node
    predicate: Node


@dataclass(frozen=True, slots=True)
class KeepArray:
    """`subject[]`."""

    position: int
    subject: Node


@dataclass(frozen=True, slots=True)
class GroupBy:
    """`subject{key: value}`."""

    position: int
    subject: Node
    pairs: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True, slots=True)
class SortTerm:
    """One term of an order-by clause."""

    descending: bool
    expression: Node


@dataclass(frozen=True, slots=True)
class Sort:
    """`subject^(>a, b)`."""

    position: int
    subject: Node
    terms: tuple[SortTerm, ...]


@dataclass(frozen=True, slots=True)
class Focus:
    """`subject@$name`."""

    position: int
    subject: Node
    name: str


@dataclass(frozen=True, slots=True)
class Index:
    """`subject#$name`."""

    position: int
    subject: Node
    name: str


@dataclass(frozen=True, slots=True)
class Bind:
    """`$name := value`."""

    position: int
    name: str
    value: Node


@dataclass(frozen=True, slots=True)
class Condition:
    """`test ? then : otherwise`."""

    position: int
    test: Node
    then: Node
    otherwise: Node | None


@dataclass(frozen=True, slots=True)
class Block:
    """`(a; b)`."""

    position: int
    expressions: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Lambda:
    """`function($a, $b)<signature>{ body }`."""

    position: int
    parameters: tuple[str, ...]
    signature: Signature | None
    body: Node


@dataclass(frozen=True, slots=True)
class Call:
    """`procedure(arguments)`."""

    position: int
    procedure: Node
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Partial:
    """`procedure(?, arguments)`."""

    position: int
    procedure: Node
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Apply:
    """`left ~> right`."""

    position: int
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Transform:
    """`|pattern|update, delete|`."""

    position: int
    pattern: Node
    update: Node
    delete: Node | None


Node: TypeAlias = (
    Literal
    | Name
    | Variable
    | Regex
    | Wildcard
    | Descendant
    | Parent
    | Placeholder
    | Missing
    | Negate
    | Binary
    | Range
    | ArrayNode
    | ObjectNode
    | Step
    | Filter
    | KeepArray
    | GroupBy
    | Sort
    | Focus
    | Index
    | Bind
    | Condition
    | Block
    | Lambda
    | Call
    | Partial
    | Apply
    | Transform
)
