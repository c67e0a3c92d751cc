"""Operations as JSONata: one line each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from steploom.compiler.emit.binding import ATOM, COMPARE, CONDITIONAL, PRODUCT, SUM
from steploom.compiler.hir import Const, ErrorType, Expr, Operation, OperationName, Type
from steploom.dsl.contract import kinds

__all__ = ["OPERATORS", "Inside", "operation"]

#: Writes an operand so that it binds at least as tightly as asked.
Inside: TypeAlias = Callable[[Expr, int], str]
Form: TypeAlias = Callable[[Operation, Inside], tuple[str, int]]

#: A character, the pairs of UTF-16 kept together: engines count in code points or in units.
_CHARACTER = r"/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\s\S]/"
#: What UTF-16 sorts behind the characters beyond U+FFFF, although Python sorts it before.
_BEFORE_ASTRAL = r"/[\uD7FF\uE000-\uFFFF]/"


def operation(value: Operation, inside: Inside) -> tuple[str, int]:
    """Return an operation's JSONata, and how tightly it binds."""
    return OPERATORS[value.name](value, inside)


def _call(function: str) -> Form:
    def written(value: Operation, inside: Inside) -> tuple[str, int]:
        return f"{function}({', '.join(inside(each, CONDITIONAL) for each in value.operands)})", ATOM

    return written


def _infix(symbol: str, level: int) -> Form:
    def written(value: Operation, inside: Inside) -> tuple[str, int]:
        left, right = value.operands
        return f"{inside(left, level)} {symbol} {inside(right, level + 1)}", level

    return written


def _form(text: str, level: int = ATOM, operands: int = CONDITIONAL) -> Form:
    """A text with `{0}`, `{1}` for the operands; other braces are doubled."""

    def written(value: Operation, inside: Inside) -> tuple[str, int]:
        return text.format(*(inside(each, operands) for each in value.operands)), level

    return written


def _at(value: Operation, inside: Inside) -> tuple[str, int]:
    base, index = inside(value.operands[0], ATOM), inside(value.operands[1], CONDITIONAL)
    # A second index behind one that is computed would have no effect.
    base = f"({base})" if base.endswith("]") else base
    return f"{base}[{index}]", ATOM


def _contains(value: Operation, inside: Inside) -> tuple[str, int]:
    items, item = value.operands
    if _is_scalar(item.type):
        return f"{inside(item, SUM)} in {inside(items, SUM)}", COMPARE
    found = f"$filter({inside(items, CONDITIONAL)}, function($el) {{ $el = {inside(item, SUM)} }})"
    return f"$exists({found})", ATOM


def _is_scalar(shape: Type) -> bool:
    return not isinstance(shape, ErrorType) and not kinds(shape) & {"list", "object"}


def _range(value: Operation, inside: Inside) -> tuple[str, int]:
    start, stop = value.operands
    last = f"{inside(stop, SUM)} - 1"
    if isinstance(stop, Const) and isinstance(stop.value, int):
        last = str(stop.value - 1)
    return f"[{inside(start, SUM)}..{last}]", ATOM


def _entry(value: Operation, inside: Inside) -> tuple[str, int]:
    key, item = value.operands
    return f"{{{inside(key, CONDITIONAL)}: {inside(item, CONDITIONAL)}}}", ATOM


def _order(value: Operation, inside: Inside) -> tuple[str, int]:
    (text,) = value.operands
    if isinstance(text, Const) and all(char < "\ud7ff" for char in str(text.value)):
        return inside(text, SUM), SUM
    return f"$replace({inside(text, CONDITIONAL)}, {_BEFORE_ASTRAL}, '\\uD7FF$0')", ATOM


def _like(function: str) -> Form:
    """A function whose second operand is a regular expression, given as text that is known."""

    def written(value: Operation, inside: Inside) -> tuple[str, int]:
        text, pattern, *others = value.operands
        assert isinstance(pattern, Const)  # noqa: S101 - the frontend writes patterns itself
        parts = [inside(text, CONDITIONAL), f"/{pattern.value}/", *(inside(each, CONDITIONAL) for each in others)]
        return f"{function}({', '.join(parts)})", ATOM

    return written


def _pad(value: Operation, inside: Inside, sign: str) -> tuple[str, int]:
    text, width, *fill = value.operands
    size = inside(width, ATOM)
    parts = [inside(text, CONDITIONAL), f"{sign}{size}", *(inside(each, CONDITIONAL) for each in fill)]
    return f"$pad({', '.join(parts)})", ATOM


def _merge(value: Operation, inside: Inside) -> tuple[str, int]:
    return f"$merge([{', '.join(inside(each, CONDITIONAL) for each in value.operands)}])", ATOM


def _same(value: Operation, inside: Inside) -> tuple[str, int]:
    return inside(value.operands[0], ATOM), ATOM


OPERATORS: dict[OperationName, Form] = {
    "number.absolute": _call("$abs"),
    "number.add": _infix("+", SUM),
    "number.ceiling": _call("$ceil"),
    "number.divide": _infix("/", PRODUCT),
    "number.floor": _call("$floor"),
    "number.largest": _call("$max"),
    "number.multiply": _infix("*", PRODUCT),
    "number.negate": _form("-{0}", PRODUCT, ATOM),
    "number.of flag": _form("({0} ? 1 : 0)"),
    "number.of text": _call("$number"),
    "number.power": _call("$power"),
    "number.random": _call("$random"),
    "number.remainder": _infix("%", PRODUCT),
    "number.root": _call("$sqrt"),
    "number.round": _call("$round"),
    "number.smallest": _call("$min"),
    "number.subtract": _infix("-", SUM),
    "number.sum": _call("$sum"),
    "list.at": _at,
    "list.concatenate": _call("$append"),
    "list.contains": _contains,
    "list.distinct": _call("$distinct"),
    "list.flatten": _form("$reduce({0}, function($all, $part) {{ $append($all, $part) }}, [])"),
    "list.range": _range,
    "list.reverse": _call("$reverse"),
    "list.sort": _call("$sort"),
    "list.zip": _call("$zip"),
    "object.entries": _form(
        "$append([], $each({0}, function($el, $at) {{ [$at, $type($el) = 'array' ? [[$el]] : $el] }})[])"
    ),
    "object.entry": _entry,
    "object.get": _call("$lookup"),
    "object.has": _form("$exists($lookup({0}, {1}))"),
    "object.keys": _form("$append([], $keys({0}))"),
    "object.merge": _merge,
    "object.merge all": _call("$merge"),
    "object.size": _form("$count($keys({0}))"),
    "object.values": _form("$append([], $each({0}, function($el) {{ $el }})[])"),
    "object.without": _form("$merge([$sift({0}, function($el, $at) {{ $at != {1} }})])"),
    "text.after": _call("$substringAfter"),
    "text.before": _call("$substringBefore"),
    "text.characters": _form(f"$append([], $match({{0}}, {_CHARACTER}).match)"),
    "text.contains": _call("$contains"),
    "text.is like": _like("$contains"),
    "text.join": _call("$join"),
    "text.length": _call("$length"),
    "text.lower": _call("$lowercase"),
    "text.of integer": _call("$formatBase"),
    "text.of number": _call("$string"),
    "text.order": _order,
    "text.pad left": partial(_pad, sign="-"),
    "text.pad right": partial(_pad, sign=""),
    "text.replace": _call("$replace"),
    "text.replace like": _like("$replace"),
    "text.split": _call("$split"),
    "text.split like": _like("$split"),
    "text.upper": _call("$uppercase"),
    "hash": _call("$hash"),
    "time.now": _call("$now"),
    "uuid": _call("$uuid"),
    "value.kind": _call("$type"),
    "value.same": _same,
}
