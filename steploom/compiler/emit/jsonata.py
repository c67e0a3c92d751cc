"""HIR expressions as JSONata: only what every engine agrees on (section 14 of the reference)."""

from __future__ import annotations

from typing import assert_never

from steploom.compiler.emit.binding import AND, ATOM, COMPARE, CONDITIONAL, OR, PRODUCT, SUM
from steploom.compiler.emit.literals import literal, member
from steploom.compiler.emit.normal import normal, normal_field
from steploom.compiler.emit.operators import operation
from steploom.compiler.emit.variables import Variables
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
from steploom.compiler.hir.failures import Failure, can_fail
from steploom.compiler.roots import RAISES
from steploom.dsl.contract import AnyShape, BoolShape, Bounds, IntShape, ListShape, StrShape, TupleShape, UnionShape

__all__ = ["assertion", "write"]

_MARKER_PARTS = (RAISES[:6], RAISES[6:])
_SIXTEEN_DIGITS = 10**15


def write(value: Expr, variables: Variables) -> str:
    """Return `value` as a JSONata expression.

    Example:
        An f-string `f"{order.order_id}: {reason}"` becomes `$order.order_id & ': ' & $reason`.
    """
    return _write(value, variables)[0]


def _write(value: Expr, variables: Variables) -> tuple[str, int]:  # noqa: C901, PLR0911, PLR0912 - one line a kind
    match value:
        case Const():
            return literal(value.value), ATOM
        case Var():
            return variables.text(value.name), ATOM
        case Field(base=Normal(operand=operand, type=shape), name=name):
            return normal_field(_inside(operand, variables, ATOM), shape, name), ATOM
        case Field():
            return member(_inside(value.base, variables, ATOM), value.name), ATOM
        case Item():
            return f"{_list(value.base, variables)}[{value.index}]", ATOM
        case ItemAt():
            index = _inside(value.index, variables, CONDITIONAL)
            return f"{_list(value.base, variables)}[{index}]", ATOM
        case Count():
            return f"$count({_inside(value.operand, variables, CONDITIONAL)})", ATOM
        case Next():
            sign = "-" if value.step < 0 else "+"
            return f"{_inside(value.operand, variables, ATOM)} {sign} {abs(value.step)}", SUM
        case Compare():
            left, right = (_inside(each, variables, SUM) for each in (value.left, value.right))
            return f"{left} {value.operator} {right}", COMPARE
        case OneOf():
            options = ", ".join(_inside(each, variables, CONDITIONAL) for each in value.options)
            return f"{_inside(value.value, variables, SUM)} in [{options}]", COMPARE
        case Both() | Either() if any(map(can_fail, value.operands[1:])):
            return _lazy(value, variables), CONDITIONAL
        case Both():
            return " and ".join(_inside(each, variables, COMPARE) for each in value.operands), AND
        case Either():
            return " or ".join(_inside(each, variables, AND) for each in value.operands), OR
        case Negate():
            return f"$not({_inside(value.operand, variables, CONDITIONAL)})", ATOM
        case Truth():
            return _truth(value, variables)
        case Checked():
            test = _inside(value.when, variables, OR)
            failed = _raise(value.error.__name__, value.message, variables)
            return f"{test} ? {failed} : {_inside(value.value, variables, OR)}", CONDITIONAL
        case Bound():
            return _bound(value, variables), ATOM
        case Member() | Put() | Without() | Append() | WithoutLast():
            return _change(value, variables), ATOM
        case Floor():
            return f"$floor({_inside(value.operand, variables, CONDITIONAL)})", ATOM
        case Exists():
            return f"$exists({_inside(value.operand, variables, CONDITIONAL)})", ATOM
        case ChildError():
            return _child_error(_inside(value.error, variables, ATOM)), ATOM
        case Raised():
            return _raised(_inside(value.error, variables, ATOM)), ATOM
        case Conditional():
            test = _inside(value.test, variables, OR)
            then, other = (_inside(each, variables, OR) for each in (value.then, value.other))
            return f"{test} ? {then} : {other}", CONDITIONAL
        case Format():
            return _format(value, variables)
        case MakeObject():
            entries = ", ".join(
                f"{literal(key)}: {_inside(each, variables, CONDITIONAL)}" for key, each in value.entries
            )
            return "{" + entries + "}", ATOM
        case MakeList():
            return f"[{', '.join(_item(each, variables) for each in value.items)}]", ATOM
        case MakeError():
            message = _inside(value.message, variables, CONDITIONAL)
            return f"{{'Error': {literal(value.error)}, 'Cause': {message}}}", ATOM
        case ErrorText():
            return _error_text(_inside(value.error, variables, ATOM)), ATOM
        case ErrorName():
            return f"{_inside(value.error, variables, ATOM)}.Error", ATOM
        case Faults():
            cause = f"{_inside(value.error, variables, ATOM)}.Cause"
            return f"$substringAfter({cause}, {literal(value.marker + ': ')})", ATOM
        case Normal():
            return normal(_inside(value.operand, variables, ATOM), value.type), ATOM
        case UndoFailure():
            return _undo_failure(value, variables), ATOM
        case Operation():
            return operation(value, lambda each, least: _inside(each, variables, least))
        case Each():
            return _each(value, variables), ATOM
        case Keep():
            return _kept(value, variables), ATOM
        case SortBy():
            return _sorted(value, variables), ATOM
        case _:
            assert_never(value)


def _change(value: Member | Put | Without | Append | WithoutLast, variables: Variables) -> str:
    """A member by a computed key; a value with something more or less in it."""
    base = _inside(value.base, variables, CONDITIONAL)
    match value:
        case WithoutLast():
            kept = f"function($member_value, $member_key) {{ $member_key < $count({base}) - 1 }}"
            return f"$append([], $filter({base}, {kept})[])"
        case Append(value=item):
            return f"$append({base}, [{_item(item, variables)}])"
        case Member(key=key):
            return f"$lookup({base}, {_inside(key, variables, CONDITIONAL)})"
        case Put(key=key, value=member_):
            entry = f"{_inside(key, variables, CONDITIONAL)}: {_inside(member_, variables, CONDITIONAL)}"
            return f"$merge([{base}, {{{entry}}}])"
        case Without(key=key):
            # Nothing is left of an object of one member; merging makes an empty one of it.
            test = f"$member_key != {_inside(key, variables, SUM)}"
            return f"$merge([$sift({base}, function($member_value, $member_key) {{ {test} }})])"


def _bound(value: Bound, variables: Variables) -> str:
    """A block: names, then what is made of them."""
    steps: list[str] = []
    body: Expr = value
    while isinstance(body, Bound):
        steps.append(f"{variables.text(body.name)} := {_inside(body.value, variables, CONDITIONAL)}")
        body = body.body
    return f"({'; '.join([*steps, _inside(body, variables, CONDITIONAL)])})"


def _list(value: Expr, variables: Variables) -> str:
    """A list that is indexed: a second index right behind one that is computed would have no effect."""
    text = _inside(value, variables, ATOM)
    return f"({text})" if text.endswith("]") and not isinstance(value, MakeList) else text


def _each(value: Each, variables: Variables) -> str:
    body = _inside(value.body, variables, CONDITIONAL)
    if value.test is not None:
        # Without a second part: an item that gives nothing is left out.
        body = f"{_inside(value.test, variables, OR)} ? {_inside(value.body, variables, OR)}"
    mapped = f"$map({_inside(value.items, variables, CONDITIONAL)}, "
    return f"$append([], {mapped}{_function(value.item, value.index, body, variables)})[])"


def _kept(value: Keep, variables: Variables) -> str:
    test = _function(value.item, value.index, _inside(value.test, variables, CONDITIONAL), variables)
    return f"$append([], $filter({_inside(value.items, variables, CONDITIONAL)}, {test})[])"


def _sorted(value: SortBy, variables: Variables) -> str:
    behind = _function(value.left, value.right, _inside(value.behind, variables, CONDITIONAL), variables)
    return f"$sort({_inside(value.items, variables, CONDITIONAL)}, {behind})"


def _function(first: str, second: str | None, body: str, variables: Variables) -> str:
    names = ", ".join(variables.text(each) for each in (first, second) if each is not None)
    return f"function({names}) {{ {body} }}"


def _inside(value: Expr, variables: Variables, least: int) -> str:
    text, binding = _write(value, variables)
    return text if binding >= least else f"({text})"


def _truth(value: Truth, variables: Variables) -> tuple[str, int]:
    operand = _inside(value.operand, variables, ATOM)
    if isinstance(value.operand.type, ListShape):
        return f"$count({operand}) > 0", COMPARE
    return f"$boolean({operand})", ATOM


def _item(value: Expr, variables: Variables) -> str:
    """An item of an array constructor, which would merge the items of an array into its own."""
    text = _inside(value, variables, CONDITIONAL)
    # What is written as an array constructor stays one item.
    if isinstance(value, MakeList | MakeObject) or (isinstance(value, Normal) and text.startswith("[")):
        return text
    if isinstance(value.type, ListShape | TupleShape):
        return f"[{text}]"
    if isinstance(value.type, AnyShape | UnionShape):
        return f"($type({text}) = 'array' ? [[{text}]] : {text})"
    return text


def _format(value: Format, variables: Variables) -> tuple[str, int]:
    if not value.parts:
        return "''", ATOM
    parts = [literal(each) if isinstance(each, str) else _part(each, variables) for each in value.parts]
    only = value.parts[0]
    if len(parts) == 1 and not isinstance(only, str) and not isinstance(only.type, StrShape | BoolShape):
        return parts[0] if parts[0].startswith("$formatBase(") else f"$string({parts[0]})", ATOM
    return " & ".join(parts), SUM


def _part(value: Expr, variables: Variables) -> str:
    if isinstance(value.type, BoolShape):
        return f"({_inside(value, variables, OR)} ? 'True' : 'False')"
    if isinstance(value.type, IntShape) and not _is_short(value.type.bounds):
        # JSONata rounds to 15 digits where it makes text of a number by itself.
        return f"$formatBase({_inside(value, variables, CONDITIONAL)})"
    return _inside(value, variables, SUM if isinstance(value, Format) else PRODUCT)


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
    test = _inside(failure.when, variables, OR)
    if isinstance(failure.error, MakeError):
        return f"{test} ? {_raise(failure.error.error, failure.error.message, variables)}"
    error = _inside(failure.error, variables, CONDITIONAL)
    text = f"{literal(_MARKER_PARTS[0])} & {literal(_MARKER_PARTS[1])} & $error_.Error & ': ' & $error_.Cause"
    return f"{test} ? ($error_ := {error}; $assert(false, {text}))"


def _lazy(value: Both | Either, variables: Variables) -> str:
    """A chain in which a later operand is evaluated only where the earlier ones leave it open."""
    *first, last = (_inside(each, variables, OR) for each in value.operands)
    text = last
    for each in reversed(first):
        text = f"{each} ? {text} : false" if isinstance(value, Both) else f"{each} ? true : {text}"
    return text


def _raise(name: str, message: Expr, variables: Variables) -> str:
    # The marker is put together here, so that the text of the expression, which stands in the cause too, has it not.
    if isinstance(message, Const):
        text = literal(f"{_MARKER_PARTS[1]}{name}: {message.value}")
    else:
        text = f"{literal(f'{_MARKER_PARTS[1]}{name}: ')} & {_inside(message, variables, SUM)}"
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
    error = _inside(value.error, variables, ATOM)
    failure = _inside(value.failure, variables, ATOM)
    first = f"{error}.Error = 'CompensationFailed' ? {error}.Cause : {error}.Error & ': ' & {_error_text(error)}"
    also = f"'; undo {value.activity} failed: ' & {failure}.Error & ': ' & {_error_text(failure)}"
    return f"{{'Error': 'CompensationFailed', 'Cause': ({first}) & {also}}}"
