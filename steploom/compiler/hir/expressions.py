"""Pure, typed expressions. Every node knows its type and its place in the source.

An expression that Python may fail to evaluate holds `Checked` nodes, which say when, with which error and with which
text; `failures` tells what of all that a whole expression can raise. A node that binds names names the fields that
hold them in `BINDS`; such names are the compiler's own, so that no two nodes of a workflow share one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from steploom.compiler.hir.operations import Each, Keep, Operation, SortBy
from steploom.compiler.hir.types import Type
from steploom.diagnostics import Span
from steploom.jsontext import Json

__all__ = [
    "Append",
    "Both",
    "Bound",
    "Checked",
    "ChildError",
    "Compare",
    "Conditional",
    "Const",
    "Count",
    "Either",
    "ErrorName",
    "ErrorText",
    "Exists",
    "Expr",
    "Faults",
    "Field",
    "Floor",
    "Format",
    "Item",
    "ItemAt",
    "MakeError",
    "MakeList",
    "MakeObject",
    "Member",
    "Negate",
    "Next",
    "Normal",
    "OneOf",
    "Put",
    "Raised",
    "Truth",
    "UndoFailure",
    "Var",
    "Without",
    "WithoutLast",
]

Operator: TypeAlias = Literal["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Const(_Typed):
    """A value known when the workflow is compiled, in its JSON form."""

    value: Json


@dataclass(frozen=True, slots=True)
class Var(_Typed):
    """A local variable.

    `raw` says that its value came from outside (the input, a callback's answer) and may hold keys that its type does
    not declare.
    """

    name: str
    raw: bool = False


@dataclass(frozen=True, slots=True)
class Field(_Typed):
    """A declared member of a model, by its JSON key."""

    base: Expr
    name: str


@dataclass(frozen=True, slots=True)
class Item(_Typed):
    """One item of a list that is long enough."""

    base: Expr
    index: int


@dataclass(frozen=True, slots=True)
class ItemAt(_Typed):
    """The item of a list at a position that is known to exist: made by loops only."""

    base: Expr
    index: Expr


@dataclass(frozen=True, slots=True)
class Count(_Typed):
    """The number of items of a list."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Next(_Typed):
    """A counter and a step more: made by loops only, so it stays far below what a double can tell apart."""

    operand: Expr
    step: int = 1


@dataclass(frozen=True, slots=True)
class Floor(_Typed):
    """The largest whole number that is not above a number."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Compare(_Typed):
    """Two values of comparable types."""

    operator: Operator
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class OneOf(_Typed):
    """`value in (a, b, c)`."""

    value: Expr
    options: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Both(_Typed):
    """`a and b and c` of booleans."""

    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Either(_Typed):
    """`a or b or c` of booleans."""

    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Negate(_Typed):
    """`not a` of a boolean."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Truth(_Typed):
    """Python's truth of a value that is no boolean."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Conditional(_Typed):
    """`then if test else other`."""

    test: Expr
    then: Expr
    other: Expr


@dataclass(frozen=True, slots=True)
class Format(_Typed):
    """An f-string: texts and values in turn."""

    parts: tuple[str | Expr, ...]


@dataclass(frozen=True, slots=True)
class Checked(_Typed):
    """`value`, or `error` with `message` raised where `when` holds; neither `value` nor `message` is read before.

    `text` is the expression as it is written, for the name of the state that has to ask.
    """

    when: Expr
    error: type[Exception]
    message: Expr
    value: Expr
    text: str


@dataclass(frozen=True, slots=True)
class Bound(_Typed):
    """`body`, in which `name` stands for `value`, which is evaluated once."""

    BINDS: ClassVar[tuple[str, ...]] = ("name",)

    name: str
    value: Expr
    body: Expr


@dataclass(frozen=True, slots=True)
class Exists(_Typed):
    """Whether there is a value at all; null is one."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Member(_Typed):
    """A member by a key that is computed; nothing where there is none."""

    base: Expr
    key: Expr


@dataclass(frozen=True, slots=True)
class Put(_Typed):
    """An object with one member more, or another one under that key."""

    base: Expr
    key: Expr
    value: Expr


@dataclass(frozen=True, slots=True)
class Without(_Typed):
    """An object without one of its members."""

    base: Expr
    key: Expr


@dataclass(frozen=True, slots=True)
class Append(_Typed):
    """A list with one item more."""

    base: Expr
    value: Expr


@dataclass(frozen=True, slots=True)
class WithoutLast(_Typed):
    """A list that has one, without its last item."""

    base: Expr


@dataclass(frozen=True, slots=True)
class MakeObject(_Typed):
    """A model, a dict literal: keys in order."""

    entries: tuple[tuple[str, Expr], ...]


@dataclass(frozen=True, slots=True)
class MakeList(_Typed):
    """A list or tuple literal."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class MakeError(_Typed):
    """A new exception: its class's name and its message."""

    error: str
    message: Expr


@dataclass(frozen=True, slots=True)
class ErrorText(_Typed):
    """`str(error)` of a caught error."""

    error: Expr


@dataclass(frozen=True, slots=True)
class ErrorName(_Typed):
    """The name of a caught error's class."""

    error: Expr


@dataclass(frozen=True, slots=True)
class Faults(_Typed):
    """The faults that a failed contract check left in the text of `error`; `marker` names the check's error."""

    error: Expr
    marker: str


@dataclass(frozen=True, slots=True)
class ChildError(_Typed):
    """What an execution that was waited for failed with: the state's `error` tells it in the cause."""

    error: Expr


@dataclass(frozen=True, slots=True)
class Raised(_Typed):
    """The error that a `Checked` raised while a state evaluated it: what the failed state's `error` tells of it."""

    error: Expr


@dataclass(frozen=True, slots=True)
class Normal(_Typed):
    """A value from outside in the form its type declares: defaults filled in, undeclared keys dropped."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class UndoFailure(_Typed):
    """`error` after the compensation `activity` failed with `failure`: a CompensationFailed that tells both."""

    error: Expr
    activity: str
    failure: Expr


Expr: TypeAlias = (
    Const
    | Var
    | Field
    | Item
    | ItemAt
    | Count
    | Next
    | Floor
    | Compare
    | OneOf
    | Both
    | Either
    | Negate
    | Truth
    | Conditional
    | Format
    | Checked
    | Bound
    | Exists
    | Member
    | Put
    | Without
    | Append
    | WithoutLast
    | MakeObject
    | MakeList
    | MakeError
    | ErrorText
    | ErrorName
    | Faults
    | ChildError
    | Raised
    | Normal
    | UndoFailure
    | Operation
    | Each
    | Keep
    | SortBy
)
