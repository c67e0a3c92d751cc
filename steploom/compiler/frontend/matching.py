"""`match`: each case a test of the subject and names for parts of it, so that the whole is an `if` with its `elif`s.

Names that a pattern binds are paths into the subject. A guard reads the paths, and the names are bound where its case
is taken.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar

from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.expressions import expression
from steploom.compiler.frontend.resolve import NOT_STATIC, static_object
from steploom.compiler.hir import Statement, Type
from steploom.dsl.contract import EnumShape, LiteralShape, ModelShape, UnionShape

__all__ = ["match_"]

N = TypeVar("N", bound=ast.AST)
Blocks = Callable[[Context, Sequence[ast.stmt]], tuple[Statement, ...]]

#: Builtins whose one positional pattern is the value itself.
_WHOLE = (bool, bytes, dict, float, int, list, str, tuple)


@dataclass
class _Case:
    """What a pattern asks, and the paths of the names that it binds."""

    tests: list[ast.expr] = field(default_factory=list)
    names: dict[str, ast.expr] = field(default_factory=dict)


def match_(context: Context, node: ast.Match, block: Blocks) -> Sequence[Statement]:
    """`match subject: case …`."""
    before: list[ast.stmt] = []
    subject: ast.expr = node.subject
    if not _is_path(subject):
        name = context.new_name("matched value")
        before = [ast.copy_location(ast.Assign([_at(ast.Name(name, ast.Store()), subject)], subject), subject)]
        subject = _at(ast.Name(name, ast.Load()), subject)
    made = list(block(context, before))
    closed = _check_exhaustive(context, node, expression(context, subject).type)
    chain: list[ast.stmt] = []
    for at, case in reversed(list(enumerate(node.cases))):
        # What is left for the last of all cases of a closed set needs no test.
        certain = closed and at + 1 == len(node.cases) and case.guard is None
        chain = _taken(context, case, subject, chain, certain=certain)
    return (*made, *block(context, chain))


def _taken(
    context: Context, case: ast.match_case, subject: ast.expr, rest: list[ast.stmt], *, certain: bool
) -> list[ast.stmt]:
    found = _Case()
    _pattern(context, case.pattern, subject, found)
    tests = list(found.tests)
    if case.guard is not None:
        tests.append(_Paths(found.names).visit(copy.deepcopy(case.guard)))
    binds = [
        _at(ast.Assign([_at(ast.Name(name, ast.Store()), path)], path), case.pattern)
        for name, path in found.names.items()
    ]
    body = [*binds, *case.body]
    if not tests or certain:
        return body
    test = tests[0] if len(tests) == 1 else _at(ast.BoolOp(ast.And(), tests), case.pattern)
    return [_at(ast.If(test, body, rest), case.pattern)]


class _Paths(ast.NodeTransformer):
    """Reads paths for the names that a pattern is about to bind."""

    def __init__(self, names: dict[str, ast.expr]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.names.get(node.id, node)


def _pattern(context: Context, pattern: ast.pattern, path: ast.expr, case: _Case) -> None:
    match pattern:
        case ast.MatchValue(value=value):
            case.tests.append(_compare(path, ast.Eq(), value, pattern))
        case ast.MatchSingleton(value=constant):
            case.tests.append(_compare(path, ast.Is(), ast.Constant(constant), pattern))
        case ast.MatchAs(pattern=inner, name=name):
            if inner is not None:
                _pattern(context, inner, path, case)
            if name is not None:
                case.names[name] = path
        case ast.MatchOr(patterns=options):
            case.tests.append(_either(context, options, path, case, pattern))
        case ast.MatchSequence(patterns=parts):
            _sequence(context, pattern, parts, path, case)
        case ast.MatchMapping():
            _mapping(context, pattern, path, case)
        case ast.MatchClass():
            _class(context, pattern, path, case)
        case _:
            context.refuse("SL101", "this pattern is not supported in a workflow", pattern)


def _either(context: Context, options: list[ast.pattern], path: ast.expr, case: _Case, place: ast.pattern) -> ast.expr:
    tests: list[ast.expr] = []
    for each in options:
        option = _Case()
        _pattern(context, each, path, option)
        for name, part in option.names.items():
            known = case.names.setdefault(name, part)
            if ast.dump(known) != ast.dump(part):
                message = f"{name!r} is another part of the value in each alternative"
                context.refuse("SL101", message, each, "write a case for each")
        tests.append(_all(option.tests, each))
    values = [each.comparators[0] for each in tests if _is_equality(each) and isinstance(each, ast.Compare)]
    if len(values) == len(tests):
        return _compare(path, ast.In(), ast.Tuple(values, ast.Load()), place)
    return _at(ast.BoolOp(ast.Or(), tests), place)


def _is_equality(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq)


def _all(tests: list[ast.expr], place: ast.AST) -> ast.expr:
    if not tests:
        return _at(ast.Constant(True), place)
    return tests[0] if len(tests) == 1 else _at(ast.BoolOp(ast.And(), tests), place)


def _sequence(context: Context, pattern: ast.pattern, parts: list[ast.pattern], path: ast.expr, case: _Case) -> None:
    star = next((at for at, each in enumerate(parts) if isinstance(each, ast.MatchStar)), None)
    case.tests.append(_call("isinstance", [path, _tuple(["list", "tuple"], pattern)], pattern))
    least = len(parts) - (star is not None)
    count = _call("len", [path], pattern)
    if star is None or least:
        operator: ast.cmpop = ast.Eq() if star is None else ast.GtE()
        case.tests.append(_compare(count, operator, ast.Constant(least), pattern))
    for at, each in enumerate(parts):
        if isinstance(each, ast.MatchStar):
            if each.name is not None:
                behind = len(parts) - at - 1
                upper = _at(ast.UnaryOp(ast.USub(), _at(ast.Constant(behind), each)), each) if behind else None
                lower = _at(ast.Constant(at), each) if at else None
                case.names[each.name] = _item(path, _at(ast.Slice(lower, upper), each), each)
            continue
        place = at if star is None or at < star else at - len(parts)
        index: ast.expr = _at(ast.Constant(abs(place)), each)
        if place < 0:
            index = _at(ast.UnaryOp(ast.USub(), index), each)
        _pattern(context, each, _item(path, index, each), case)


def _mapping(context: Context, pattern: ast.MatchMapping, path: ast.expr, case: _Case) -> None:
    if pattern.rest is not None:
        hint = "read the keys you mean"
        context.refuse("SL101", "'**' in a pattern is not supported in a workflow", pattern, hint)
    case.tests.append(_call("isinstance", [path, _at(ast.Name("dict", ast.Load()), pattern)], pattern))
    for key, each in zip(pattern.keys, pattern.patterns, strict=True):
        case.tests.append(_compare(key, ast.In(), path, pattern))
        _pattern(context, each, _item(path, key, each), case)


def _class(context: Context, pattern: ast.MatchClass, path: ast.expr, case: _Case) -> None:
    cls = static_object(context, pattern.cls)
    if cls is NOT_STATIC or not isinstance(cls, type):
        context.refuse("SL103", f"{context.source.text(pattern.cls)!r} is no class that is known here", pattern.cls)
    case.tests.append(_call("isinstance", [path, pattern.cls], pattern))
    if len(pattern.patterns) == 1 and cls in _WHOLE:
        _pattern(context, pattern.patterns[0], path, case)
        return
    names = getattr(cls, "__match_args__", ())
    if len(pattern.patterns) > len(names):
        message = f"{cls.__name__} takes {len(names)} parts by position, not {len(pattern.patterns)}"
        context.refuse("SL108", message, pattern, "name them: `field=pattern`")
    named = [*zip(names, pattern.patterns, strict=False), *zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True)]
    for name, each in named:
        _pattern(context, each, _at(ast.Attribute(path, name, ast.Load()), each), case)


# -- whether a case is always taken ---------------------------------------------------------------------------------


def _check_exhaustive(context: Context, node: ast.Match, shape: Type) -> bool:
    """Collect SL308 where a subject has a closed set of values, and no case takes one of them; say whether it has."""
    wanted = list(_values(shape))
    if not wanted:
        return False
    for case in node.cases:
        if case.guard is None:
            taken = list(_covered(context, case.pattern))
            if None in taken:
                return False
            wanted = [each for each in wanted if each not in taken]
    if wanted:
        missing = ", ".join(each for each in wanted)
        hint = "write a case for each, or `case _:`"
        context.found.error("SL308", f"no case takes {missing}", context.span(node.subject), hint)
    return True


def _values(shape: Type) -> Iterator[str]:
    match shape:
        case LiteralShape(values=values):
            yield from map(repr, values)
        case EnumShape(python=python, values=values):
            yield from (f"{python.__name__}.{python(each).name}" for each in values)
        case UnionShape(options=options) if all(isinstance(each, ModelShape) for each in options):
            yield from (each.name for each in options if isinstance(each, ModelShape))
        case _:
            return


def _covered(context: Context, pattern: ast.pattern) -> Iterator[str | None]:
    """What a pattern takes in any case; None stands for everything."""
    match pattern:
        case ast.MatchAs(pattern=None):
            yield None
        case ast.MatchAs(pattern=ast.pattern() as inner):
            yield from _covered(context, inner)
        case ast.MatchOr(patterns=options):
            for each in options:
                yield from _covered(context, each)
        case ast.MatchValue(value=ast.Constant(value=value)):
            yield repr(value)
        case ast.MatchValue(value=value):
            found = static_object(context, value)
            yield f"{type(found).__name__}.{found.name}" if isinstance(found, Enum) else repr(found)
        case ast.MatchSingleton(value=value):
            yield repr(value)
        case ast.MatchClass(cls=cls, patterns=patterns, kwd_patterns=named):
            if all(isinstance(each, ast.MatchAs) and each.pattern is None for each in (*patterns, *named)):
                found = static_object(context, cls)
                yield found.__name__ if isinstance(found, type) else ""
        case _:
            return


# -- making syntax --------------------------------------------------------------------------------------------------


def _is_path(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def _at(made: N, place: ast.AST) -> N:
    return ast.copy_location(made, place)


def _compare(left: ast.expr, operator: ast.cmpop, right: ast.expr, place: ast.AST) -> ast.expr:
    for each in ast.walk(right):
        if not hasattr(each, "lineno"):
            ast.copy_location(each, place)
    return _at(ast.Compare(left, [operator], [right]), place)


def _call(name: str, arguments: list[ast.expr], place: ast.AST) -> ast.expr:
    return _at(ast.Call(_at(ast.Name(name, ast.Load()), place), arguments, []), place)


def _item(path: ast.expr, index: ast.expr, place: ast.AST) -> ast.expr:
    return _at(ast.Subscript(path, index, ast.Load()), place)


def _tuple(names: list[str], place: ast.AST) -> ast.expr:
    return _at(ast.Tuple([_at(ast.Name(each, ast.Load()), place) for each in names], ast.Load()), place)
