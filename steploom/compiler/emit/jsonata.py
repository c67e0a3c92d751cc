"""HIR expressions as JSONata: only what every engine agrees on (section 14 of the reference)."""

from __future__ import annotations

from typing import assert_never

from steploom.compiler.emit.literals import literal, member
from steploom.compiler.emit.normal import normal, normal_field
from steploom.compiler.emit.variables import Variables
from steploom.compiler.hir import (
    Append,
    Arithmetic,
    Both,
    Bound,
    Checked,
    ChildError,
    Compare,
    Conditional,
    Const,
    Count,
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
    MakeError,
    MakeList,
    MakeObject,
    Member,
    Negate,
    Next,
    Normal,
    OneOf,
    Put,
    Raised,
    Truth,
    UndoFailure,
    Var,
    Without,
    WithoutLast,
)
from steploom.compiler.hir.failures import Failure, can_fail
from steploom.compiler.roots import RAISES
from steploom.dsl.contract import AnyShape, BoolShape, Bounds, IntShape, ListShape, StrShape, TupleShape, UnionShape

__all__ = ["assertion", "write"]

_MARKER_PARTS = (RAISES[:6], RAISES[6:])
_SIXTEEN_DIGITS = 10**15

# How tightly an operator binds, loosest first; the grammar's own order.
_CONDITIONAL, _OR, _AND, _COMPARE, _JOIN, _ATOM = range(6)


def write(value: Expr, variables: Variables) -> str:
    """Return `value` as a JSONata expression.

    Example:
        An f-string `f"{order.order_id}: {reason}"` becomes `$order.order_id & ': ' & $reason`.
    """
    return _write(value, variables)[0]


def _write(value: Expr, variables: Variables) -> tuple[str, int]:  # noqa: C901, PLR0911, PLR0912 - one line a kind
    match value:
        case Const():
            return literal(value.value), _ATOM
        case Var():
            return variables.text(value.name), _ATOM
        case Field(base=Normal(operand=operand, type=shape), name=name):
            return normal_field(_inside(operand, variables, _ATOM), shape, name), _ATOM
        case Field():
            return member(_inside(value.base, variables, _ATOM), value.name), _ATOM
        case Item():
            return f"{_inside(value.base, variables, _ATOM)}[{value.index}]", _ATOM
        case ItemAt():
            index = _inside(value.index, variables, _CONDITIONAL)
            return f"{_inside(value.base, variables, _ATOM)}[{index}]", _ATOM
        case Count():
            return f"$count({_inside(value.operand, variables, _CONDITIONAL)})", _ATOM
        case Next():
            sign = "-" if value.step < 0 else "+"
            return f"{_inside(value.operand, variables, _ATOM)} {sign} {abs(value.step)}", _JOIN
        case Arithmetic():
            left, right = (_inside(each, variables, _ATOM) for each in (value.left, value.right))
            return f"{left} {value.operator} {right}", _JOIN
        case Compare():
            left, right = (_inside(each, variables, _JOIN) for each in (value.left, value.right))
            return f"{left} {value.operator} {right}", _COMPARE
        case OneOf():
            options = ", ".join(_inside(each, variables, _CONDITIONAL) for each in value.options)
            return f"{_inside(value.value, variables, _JOIN)} in [{options}]", _COMPARE
        case Both() | Either() if any(map(can_fail, value.operands[1:])):
            return _lazy(value, variables), _CONDITIONAL
        case Both():
            return " and ".join(_inside(each, variables, _COMPARE) for each in value.operands), _AND
        case Either():
            return " or ".join(_inside(each, variables, _AND) for each in value.operands), _OR
        case Negate():
            return f"$not({_inside(value.operand, variables, _CONDITIONAL)})", _ATOM
        case Truth():
            return _truth(value, variables)
        case Checked():
            test = _inside(value.when, variables, _OR)
            failed = _raise(value.error.__name__, value.message, variables)
            return f"{test} ? {failed} : {_inside(value.value, variables, _OR)}", _CONDITIONAL
        case Bound():
            inner = _inside(value.value, variables, _CONDITIONAL)
            return f"({variables.text(value.name)} := {inner}; {_write(value.body, variables)[0]})", _ATOM
        case Member() | Put() | Without() | Append() | WithoutLast():
            return _change(value, variables), _ATOM
        case Floor():
            return f"$floor({_inside(value.operand, variables, _CONDITIONAL)})", _ATOM
        case Exists():
            return f"$exists({_inside(value.operand, variables, _CONDITIONAL)})", _ATOM
        case ChildError():
            return _child_error(_inside(value.error, variables, _ATOM)), _ATOM
        case Raised():
            return _raised(_inside(value.error, variables, _ATOM)), _ATOM
        case Conditional():
            test = _inside(value.test, variables, _OR)
            then, other = (_inside(each, variables, _OR) for each in (value.then, value.other))
            return f"{test} ? {then} : {other}", _CONDITIONAL
        case Format():
            return _format(value, variables)
        case MakeObject():
            entries = ", ".join(
                f"{literal(key)}: {_inside(each, variables, _CONDITIONAL)}" for key, each in value.entries
            )
            return "{" + entries + "}", _ATOM
        case MakeList():
            return f"[{', '.join(_item(each, variables) for each in value.items)}]", _ATOM
        case MakeError():
            message = _inside(value.message, variables, _CONDITIONAL)
            return f"{{'Error': {literal(value.error)}, 'Cause': {message}}}", _ATOM
        case ErrorText():
            return _error_text(_inside(value.error, variables, _ATOM)), _ATOM
        case ErrorName():
            return f"{_inside(value.error, variables, _ATOM)}.Error", _ATOM
        case Faults():
            cause = f"{_inside(value.error, variables, _ATOM)}.Cause"
            return f"$substringAfter({cause}, {literal(value.marker + ': ')})", _ATOM
        case Normal():
            return normal(_inside(value.operand, variables, _ATOM), value.type), _ATOM
        case UndoFailure():
            return _undo_failure(value, variables), _ATOM
        case _:
            assert_never(value)


def _change(value: Member | Put | Without | Append | WithoutLast, variables: Variables) -> str:
    """A member by a computed key; a value with something more or less in it."""
    base = _inside(value.base, variables, _CONDITIONAL)
    match value:
        case WithoutLast():
            kept = f"function($member_value, $member_key) {{ $member_key < $count({base}) - 1 }}"
            return f"$append([], $filter({base}, {kept})[])"
        case Append(value=item):
            return f"$append({base}, [{_item(item, variables)}])"
        case Member(key=key):
            return f"$lookup({base}, {_inside(key, variables, _CONDITIONAL)})"
        case Put(key=key, value=member_):
            entry = f"{_inside(key, variables, _CONDITIONAL)}: {_inside(member_, variables, _CONDITIONAL)}"
            return f"$merge([{base}, {{{entry}}}])"
        case Without(key=key):
            # Nothing is left of an object of one member; merging makes an empty one of it.
            test = f"$member_key != {_inside(key, variables, _JOIN)}"
            return f"$merge([$sift({base}, function($member_value, $member_key) {{ {test} }})])"


def _inside(value: Expr, variables: Variables, least: int) -> str:
    text, binding = _write(value, variables)
    return text if binding >= least else f"({text})"


def _truth(value: Truth, variables: Variables) -> tuple[str, int]:
    operand = _inside(value.operand, variables, _ATOM)
    if isinstance(value.operand.type, ListShape):
        return f"$count({operand}) > 0", _COMPARE
    return f"$boolean({operand})", _ATOM


def _item(value: Expr, variables: Variables) -> str:
    """An item of an array constructor, which would merge the items of an array into its own."""
    text = _inside(value, variables, _CONDITIONAL)
    # What is written as an array constructor stays one item.
    if isinstance(value, MakeList) or (isinstance(value, Normal) and text.startswith("[")):
        return text
    if isinstance(value.type, ListShape | TupleShape):
        return f"[{text}]"
    if isinstance(value.type, AnyShape | UnionShape):
        return f"($type({text}) = 'array' ? [[{text}]] : {text})"
    return text


def _format(value: Format, variables: Variables) -> tuple[str, int]:
    if not value.parts:
        return "''", _ATOM
    parts = [literal(each) if isinstance(each, str) else _part(each, variables) for each in value.parts]
    only = value.parts[0]
    if len(parts) == 1 and not isinstance(only, str) and not isinstance(only.type, StrShape | BoolShape):
        return parts[0] if parts[0].startswith("$formatBase(") else f"$string({parts[0]})", _ATOM
    return " & ".join(parts), _JOIN


def _part(value: Expr, variables: Variables) -> str:
    if isinstance(value.type, BoolShape):
        return f"({_inside(value, variables, _OR)} ? 'True' : 'False')"
    if isinstance(value.type, IntShape) and not _is_short(value.type.bounds):
        # JSONata rounds to 15 digits where it makes text of a number by itself.
        return f"$formatBase({_inside(value, variables, _CONDITIONAL)})"
    return _inside(value, variables, _JOIN)


def _is_short(bounds: Bounds) -> bool:
    """Whether integers within `bounds` have at most 15 digits."""
    least = [each for each in (bounds.ge, bounds.gt) if each is not None]
    most = [each for each in (bounds.le, bounds.lt) if each is not None]
    return bool(least and most) and max(least) > -_SIXTEEN_DIGITS and min(most) < _SIXTEEN_DIGITS


def _error_text(error: str) -> str:
    """Python's str(error): of a function's error the message, of others the cause; none is an empty text."""
    cause = f"{error}.Cause"
    function = r'$contains($cause, /^\{"errorMessage":[\s\S]*\}$/)'
    return f"($cause := {cause} & ''; {function} ? $parse($cause).errorMessage : $cause)"


def assertion(failure: Failure, variables: Variables) -> str:
    """Return an expression that fails where `failure` happens, and gives nothing otherwise."""
    test = _inside(failure.when, variables, _OR)
    if isinstance(failure.error, MakeError):
        return f"{test} ? {_raise(failure.error.error, failure.error.message, variables)}"
    error = _inside(failure.error, variables, _CONDITIONAL)
    text = f"{literal(_MARKER_PARTS[0])} & {literal(_MARKER_PARTS[1])} & $error_.Error & ': ' & $error_.Cause"
    return f"{test} ? ($error_ := {error}; $assert(false, {text}))"


def _lazy(value: Both | Either, variables: Variables) -> str:
    """A chain in which a later operand is evaluated only where the earlier ones leave it open."""
    *first, last = (_inside(each, variables, _OR) for each in value.operands)
    text = last
    for each in reversed(first):
        text = f"{each} ? {text} : false" if isinstance(value, Both) else f"{each} ? true : {text}"
    return text


def _raise(name: str, message: Expr, variables: Variables) -> str:
    # The marker is put together here, so that the text of the expression, which stands in the cause too, has it not.
    if isinstance(message, Const):
        text = literal(f"{_MARKER_PARTS[1]}{name}: {message.value}")
    else:
        text = f"{literal(f'{_MARKER_PARTS[1]}{name}: ')} & {_inside(message, variables, _JOIN)}"
    return f"$assert(false, {literal(_MARKER_PARTS[0])} & {text})"


def _child_error(error: str) -> str:
    """An execution that ran out of time has no error of its own in what is told of it."""
    told = r"$contains($cause, /^\{[\s\S]*\"ExecutionArn\"/)"
    parsed = (
        "($child := $parse($cause); {'Error': $exists($child.Error) ? $child.Error : 'States.Timeout', "
        "'Cause': $exists($child.Cause) ? $child.Cause : ''})"
    )
    return f"($cause := {error}.Cause & ''; {told} ? {parsed} : {error})"


def _raised(error: str) -> str:
    told = f"$substringAfter({error}.Cause, {literal(RAISES)})"
    return f"($told := {told}; {{'Error': $substringBefore($told, ': '), 'Cause': $substringAfter($told, ': ')}})"


def _undo_failure(value: UndoFailure, variables: Variables) -> str:
    error = _inside(value.error, variables, _ATOM)
    failure = _inside(value.failure, variables, _ATOM)
    first = f"{error}.Error = 'CompensationFailed' ? {error}.Cause : {error}.Error & ': ' & {_error_text(error)}"
    also = f"'; undo {value.activity} failed: ' & {failure}.Error & ': ' & {_error_text(failure)}"
    return f"{{'Error': 'CompensationFailed', 'Cause': ({first}) & {also}}}"
