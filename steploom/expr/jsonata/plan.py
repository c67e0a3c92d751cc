"""The evaluation plan: the syntax tree with paths flattened into steps, and what each step must carry along.

Plans are built by `lowering` and read by `compiling`; nobody else sees them. They are mutable while they are built,
because a step learns only later that a predicate, an index or a `%` further on concerns it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from steploom.expr.jsonata.signature import Signature

__all__ = [
    "ApplyPlan",
    "ArrayPlan",
    "BinaryPlan",
    "BindPlan",
    "BlockPlan",
    "CallPlan",
    "ConditionPlan",
    "DescendantPlan",
    "FilterStage",
    "Group",
    "IndexStage",
    "LambdaPlan",
    "LiteralPlan",
    "NamePlan",
    "NegatePlan",
    "ObjectPlan",
    "Pairs",
    "ParentPlan",
    "PartialPlan",
    "PathPlan",
    "PlaceholderPlan",
    "Plan",
    "RegexPlan",
    "Slot",
    "SortPlan",
    "SortTermPlan",
    "Stage",
    "TailPlan",
    "TransformPlan",
    "VariablePlan",
    "WildcardPlan",
]


@dataclass(slots=True, eq=False)
class Slot:
    """The place of one `%`: the name its object is bound to, and how many levels up it still has to go."""

    label: str
    level: int = 1


@dataclass(slots=True, eq=False)
class Plan:
    """What all plans carry.

    Attributes:
        position: Offset in the expression's text.
        keep_array: Followed by `[]`.
        predicates: Filters on the value of an expression that is no path.
        stages: Filters and indexes on each result of a step.
        group: The group-by clause.
        focus: Name after `@`.
        index: Name after `#`.
        ancestor: The slot of a `%` that means this step's input.
        is_tuple: The step, or the path, works on bindings instead of plain values.
        cons: An array constructor whose result must not be merged.
        seeking: Slots of `%` whose step has not been found yet.
    """

    position: int
    keep_array: bool = field(default=False, kw_only=True)
    predicates: list[FilterStage] = field(default_factory=list, kw_only=True)
    stages: list[Stage] = field(default_factory=list, kw_only=True)
    group: Group | None = field(default=None, kw_only=True)
    focus: str | None = field(default=None, kw_only=True)
    index: str | None = field(default=None, kw_only=True)
    ancestor: Slot | None = field(default=None, kw_only=True)
    is_tuple: bool = field(default=False, kw_only=True)
    cons: bool = field(default=False, kw_only=True)
    seeking: list[Slot] = field(default_factory=list, kw_only=True)


Pairs: TypeAlias = "list[tuple[Plan, Plan]]"


@dataclass(slots=True, eq=False)
class Group:
    """A group-by clause, or the fields of an object constructor."""

    pairs: Pairs
    position: int


@dataclass(slots=True, eq=False)
class FilterStage:
    """`[predicate]`."""

    predicate: Plan


@dataclass(slots=True, eq=False)
class IndexStage:
    """`#$name` after a predicate."""

    name: str


Stage: TypeAlias = FilterStage | IndexStage


@dataclass(slots=True, eq=False)
class LiteralPlan(Plan):
    """A constant."""

    value: str | float | bool | None


@dataclass(slots=True, eq=False)
class NamePlan(Plan):
    """A field, always a step of a path."""

    text: str


@dataclass(slots=True, eq=False)
class VariablePlan(Plan):
    """A variable, `` the context, `$` the input."""

    name: str


@dataclass(slots=True, eq=False)
class RegexPlan(Plan):
    """A regular expression."""

    pattern: str
    flags: str


@dataclass(slots=True, eq=False)
class WildcardPlan(Plan):
    """All fields."""


@dataclass(slots=True, eq=False)
class DescendantPlan(Plan):
    """All below."""


@dataclass(slots=True, eq=False)
class ParentPlan(Plan):
    """`%`."""

    slot: Slot


@dataclass(slots=True, eq=False)
class PlaceholderPlan(Plan):
    """An argument left open."""


@dataclass(slots=True, eq=False)
class NegatePlan(Plan):
    """Unary minus."""

    operand: Plan


@dataclass(slots=True, eq=False)
class BinaryPlan(Plan):
    """An operator; `..` too."""

    operator: str
    left: Plan
    right: Plan


@dataclass(slots=True, eq=False)
class ArrayPlan(Plan):
    """An array constructor."""

    items: list[Plan]


@dataclass(slots=True, eq=False)
class ObjectPlan(Plan):
    """An object constructor."""

    pairs: Pairs


@dataclass(slots=True, eq=False)
class PathPlan(Plan):
    """Steps, each applied to every result of the one before."""

    steps: list[Plan]
    keep_singleton: bool = False


@dataclass(slots=True, eq=False)
class SortTermPlan:
    """One order-by term."""

    descending: bool
    expression: Plan


@dataclass(slots=True, eq=False)
class SortPlan(Plan):
    """An order-by step."""

    terms: list[SortTermPlan]


@dataclass(slots=True, eq=False)
class BindPlan(Plan):
    """An assignment."""

    name: str
    value: Plan


@dataclass(slots=True, eq=False)
class ConditionPlan(Plan):
    """A conditional."""

    test: Plan
    then: Plan
    otherwise: Plan | None


@dataclass(slots=True, eq=False)
class BlockPlan(Plan):
    """Expressions in a scope of their own."""

    expressions: list[Plan]


@dataclass(slots=True, eq=False)
class LambdaPlan(Plan):
    """A function definition."""

    parameters: tuple[str, ...]
    signature: Signature | None
    body: Plan


@dataclass(slots=True, eq=False)
class CallPlan(Plan):
    """A function call."""

    procedure: Plan
    arguments: list[Plan]


@dataclass(slots=True, eq=False)
class TailPlan(Plan):
    """A call at the end of a function: made by the caller's loop, so that it needs no stack."""

    call: CallPlan
    has_outer_clauses: bool = False


@dataclass(slots=True, eq=False)
class PartialPlan(Plan):
    """A partial application."""

    procedure: Plan
    arguments: list[Plan]


@dataclass(slots=True, eq=False)
class ApplyPlan(Plan):
    """A function application chain."""

    left: Plan
    right: Plan


@dataclass(slots=True, eq=False)
class TransformPlan(Plan):
    """A transformer."""

    pattern: Plan
    update: Plan
    delete: Plan | None
