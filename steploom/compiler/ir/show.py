"""HIR expressions as short text, for the printer."""

from __future__ import annotations

from typing import assert_never

from steploom.compiler.hir import (
    Append,
    Both,
    Bound,
    Checked,
    ChildError,
    Compare,
    Conditional,
    Const,
    Count,
    Each,
    Either,
    ErrorName,
    ErrorText,
    Exists,
    Expr,
    Faults,
    Field,
    Floor,
    Format,
    Item,
    ItemAt,
    Keep,
    MakeError,
    MakeList,
    MakeObject,
    Member,
    Negate,
    Next,
    Normal,
    OneOf,
    Operation,
    Put,
    Raised,
    SortBy,
    Truth,
    UndoFailure,
    Var,
    Without,
    WithoutLast,
)
from steploom.jsontext import compact

__all__ = ["show"]


def show(value: Expr) -> str:  # noqa: C901, PLR0911, PLR0912 - one line a kind
    """Return `value` as text that reads like Python."""
    match value:
        case Const():
            return compact(value.value)
        case Var():
            return value.name
        case Field():
            return f"{show(value.base)}.{value.name}"
        case Item():
            return f"{show(value.base)}[{value.index}]"
        case ItemAt():
            return f"{show(value.base)}[{show(value.index)}]"
        case Count():
            return f"len({show(value.operand)})"
        case Next():
            return f"({show(value.operand)} + {value.step})"
        case Compare():
            return f"({show(value.left)} {value.operator} {show(value.right)})"
        case OneOf():
            return f"({show(value.value)} in [{', '.join(map(show, value.options))}])"
        case Both():
            return f"({' and '.join(map(show, value.operands))})"
        case Either():
            return f"({' or '.join(map(show, value.operands))})"
        case Negate():
            return f"not {show(value.operand)}"
        case Truth():
            return f"bool({show(value.operand)})"
        case Conditional():
            return f"({show(value.then)} if {show(value.test)} else {show(value.other)})"
        case Checked():
            return f"checked({value.text}: {value.error.__name__} when {show(value.when)})"
        case Bound():
            return f"({value.name} := {show(value.value)}; {show(value.body)})"
        case Member():
            return f"{show(value.base)}[{show(value.key)}]"
        case Put():
            return f"{show(value.base)} | {{{show(value.key)}: {show(value.value)}}}"
        case Without():
            return f"{show(value.base)} - {show(value.key)}"
        case WithoutLast():
            return f"{show(value.base)}[:-1]"
        case Append():
            return f"[*{show(value.base)}, {show(value.value)}]"
        case Floor():
            return f"floor({show(value.operand)})"
        case Exists():
            return f"exists({show(value.operand)})"
        case ChildError():
            return f"child({show(value.error)})"
        case Raised():
            return f"raised({show(value.error)})"
        case Format():
            return " & ".join(repr(each) if isinstance(each, str) else show(each) for each in value.parts)
        case MakeObject():
            return "{" + ", ".join(f"{name}: {show(each)}" for name, each in value.entries) + "}"
        case MakeList():
            return f"[{', '.join(map(show, value.items))}]"
        case MakeError():
            return f"{value.error}({show(value.message)})"
        case ErrorText():
            return f"str({show(value.error)})"
        case ErrorName():
            return f"name({show(value.error)})"
        case Faults():
            return f"faults({show(value.error)})"
        case Normal():
            return f"normal({show(value.operand)})"
        case UndoFailure():
            return f"also({show(value.error)}, {value.activity}, {show(value.failure)})"
        case Operation():
            return f"{value.name}({', '.join(map(show, value.operands))})"
        case Each():
            test = "" if value.test is None else f" if {show(value.test)}"
            return f"[{show(value.body)} for {value.item} in {show(value.items)}{test}]"
        case Keep():
            return f"[{value.item} for {value.item} in {show(value.items)} if {show(value.test)}]"
        case SortBy():
            return f"sorted({show(value.items)}, {value.left} behind {value.right}: {show(value.behind)})"
        case _:
            assert_never(value)
