"""What happens inside an expression, as statements of its own ahead of it.

An await, an assignment by `:=` and a helper of several lines become `name = …` ahead of the statement that they stand
in. Python's order is kept: what is evaluated before one of them is bound before it, unless it is a plain name, a path
of attributes or a constant; what a short circuit or a condition skips stands under an `if`.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from steploom import dsl
from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.resolve import static_object

__all__ = ["BEFORE", "Acts", "hoisted"]

N = TypeVar("N", bound=ast.AST)

#: The attribute of a `while` that holds what its test awaits.
BEFORE = "before"

#: Whether a call cannot be part of an expression: a helper of several lines.
Acts = Callable[[Context, ast.Call], bool]

_CLOSED = (ast.Lambda, ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp)


def hoisted(context: Context, node: ast.stmt, acts: Acts) -> list[ast.stmt]:
    """Return `node` as statements none of which hides an act in an expression; just `node` where it hides none."""
    hoist = _Hoist(context, acts)
    match node:
        case ast.Assign(value=value) | ast.Return(value=ast.expr() as value) | ast.Expr(value=value):
            return _ended(hoist, node, value=hoist.top(value))
        case ast.AnnAssign(value=ast.expr() as value):
            return _ended(hoist, node, value=hoist.top(value))
        case ast.If(test=test) if hoist.hides(test):
            return _if(hoist, node)
        case ast.While(test=test) if hoist.hides(test):
            made = _with(node, test=hoist.pure(test, test=True))
            setattr(made, BEFORE, hoist.before)
            return [made]
        case ast.For(iter=iterated) if hoist.hides(iterated):
            return _ended(hoist, node, iter=hoist.pure(iterated))
        case ast.Match(subject=subject) if hoist.hides(subject):
            return _ended(hoist, node, subject=hoist.pure(subject))
        case ast.Raise(exc=ast.expr() as exc) if hoist.hides(exc):
            return _ended(hoist, node, exc=hoist.pure(exc))
        case _:
            return [node]


def _if(hoist: _Hoist, node: ast.If) -> list[ast.stmt]:
    test = node.test
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) and not node.orelse:
        # Without an else, the operands are conditions one inside the other.
        first = next(at for at, each in enumerate(test.values) if hoist.hides(each))
        if first > 0:
            inner = _with(node, test=_joined(test, test.values[first:]))
            return [_with(node, test=_joined(test, test.values[:first]), body=[inner])]
    return _ended(hoist, node, test=hoist.pure(test, test=True))


def _ended(hoist: _Hoist, node: ast.stmt, **parts: ast.expr) -> list[ast.stmt]:
    if all(getattr(node, name) is part for name, part in parts.items()):
        return [node]
    return [*hoist.before, _with(node, **parts)]


@dataclass
class _Hoist:
    """Takes acts out of one expression; `before` is what they became."""

    context: Context
    acts: Acts
    before: list[ast.stmt] = field(default_factory=list)

    def hides(self, node: ast.AST) -> bool:
        """Whether an act stands somewhere in `node`."""
        match node:
            case ast.Await() | ast.NamedExpr():
                return True
            case ast.Call() if self.acts(self.context, node):
                return True
            case ast.Lambda() | ast.GeneratorExp():
                return False
            case ast.ListComp() | ast.SetComp() | ast.DictComp():
                return _awaits(node)
            case _:
                return any(map(self.hides, ast.iter_child_nodes(node)))

    def top(self, node: ast.expr) -> ast.expr:
        """Return the value of a statement that may itself be one act."""
        match node:
            case ast.Await(value=call) if any(map(self.hides, ast.iter_child_nodes(call))):
                return _with(node, value=self.operands(call))
            case ast.Call() if self.acts(self.context, node):
                inside = any(map(self.hides, ast.iter_child_nodes(node)))
                return self.operands(node) if inside else node
            case ast.Await() | ast.ListComp() | ast.SetComp() | ast.DictComp():
                return node
            case _:
                return self.pure(node)

    def pure(self, node: ast.expr, *, test: bool = False) -> ast.expr:
        """Return `node` without acts; where `test` holds only its truth counts."""
        if not self.hides(node):
            return node
        match node:
            case ast.Await() | ast.ListComp() | ast.SetComp() | ast.DictComp():
                return self._bound(self.top(node), node)
            case ast.Call() if self.acts(self.context, node):
                return self._bound(self.top(node), node)
            case ast.NamedExpr(target=target, value=value):
                self.before.append(_assign(target.id, self.top(value), node))
                return _load(target.id, node)
            case ast.BoolOp():
                return self._bool(node, test=test)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return _with(node, operand=self.pure(operand, test=True))
            case ast.IfExp():
                return self._conditional(node, test=test)
            case ast.Compare(comparators=[middle, *rest]) if rest and any(map(self.hides, rest)):
                return self._chain(node, middle)
            case _:
                return self.operands(node)

    def operands(self, node: N) -> N:
        """Return `node` with operands that are evaluated ahead of its acts bound ahead of them."""
        made = copy.copy(node)
        places = list(_places(self.context, node, made))
        last = max((at for at, (each, _) in enumerate(places) if self.hides(each)), default=-1)
        walrus = any(isinstance(each, ast.NamedExpr) for child, _ in places for each in ast.walk(child))
        for at, (each, put) in enumerate(places[: last + 1]):
            value = self.pure(each)
            if at < last and not _still(value, names=not walrus):
                value = self._bound(value, each)
            put(value)
        return made

    def _bound(self, value: ast.expr, place: ast.expr) -> ast.expr:
        name = self.context.new_name(_called(value))
        self.before.append(_assign(name, value, place))
        return _load(name, place)

    def _bool(self, node: ast.BoolOp, *, test: bool) -> ast.expr:
        first = next((at for at, each in enumerate(node.values) if at and self.hides(each)), None)
        if first is None:
            return _with(node, values=[self.pure(node.values[0], test=test), *node.values[1:]])
        left = self.pure(_joined(node, node.values[:first]), test=test)
        right = _joined(node, node.values[first:])
        name = self.context.new_name("decided value")
        conjunction = isinstance(node.op, ast.And)
        if test or _is_boolean(left):
            decided = [_assign(name, _constant(not conjunction, node), node)]
            rest = self._branch(name, _truth(right) if test else right, node)
            ways = (rest, decided) if conjunction else (decided, rest)
            self.before.append(_place(ast.If(test=left, body=ways[0], orelse=ways[1]), node))
        else:
            self.before.append(_assign(name, left, node))
            asked: ast.expr = _load(name, node)
            asked = asked if conjunction else _place(ast.UnaryOp(ast.Not(), asked), node)
            self.before.append(_place(ast.If(test=asked, body=self._branch(name, right, node), orelse=[]), node))
        return _load(name, node)

    def _conditional(self, node: ast.IfExp, *, test: bool) -> ast.expr:
        asked = self.pure(node.test, test=True)
        if not self.hides(node.body) and not self.hides(node.orelse):
            return _with(node, test=asked)
        name = self.context.new_name("chosen value")
        ways = [self._branch(name, _truth(each) if test else each, node) for each in (node.body, node.orelse)]
        self.before.append(_place(ast.If(test=asked, body=ways[0], orelse=ways[1]), node))
        return _load(name, node)

    def _branch(self, name: str, value: ast.expr, place: ast.expr) -> list[ast.stmt]:
        inner = _Hoist(self.context, self.acts)
        made = inner.top(value)
        return [*inner.before, _assign(name, made, place)]

    def _chain(self, node: ast.Compare, middle: ast.expr) -> ast.expr:
        """`a < b < await c()`: the middle is evaluated once, the end only where the first link holds."""
        left, bound = self.pure(node.left), self.pure(middle)
        kept = left if _still(left, names=True) else self._bound(left, node.left)
        shared = bound if _still(bound, names=True) else self._bound(bound, middle)
        first = _with(node, left=kept, ops=node.ops[:1], comparators=[shared])
        rest = _with(node, left=shared, ops=node.ops[1:], comparators=node.comparators[1:])
        return self._bool(_place(ast.BoolOp(ast.And(), [first, rest]), node), test=True)


def _places(context: Context, node: ast.AST, made: ast.AST) -> Iterator[tuple[ast.expr, Callable[[ast.expr], None]]]:
    """The operands of `node` in the order of evaluation, each with what puts another one into `made`."""
    for name, part in ast.iter_fields(node):
        if isinstance(part, list):
            items = list(part)
            setattr(made, name, items)
            for at, each in enumerate(part):
                yield from _place_of(context, node, each, partial(items.__setitem__, at))
        elif isinstance(part, ast.AST):
            yield from _place_of(context, node, part, partial(setattr, made, name))


def _place_of(
    context: Context, node: ast.AST, part: object, put: Callable[[ast.AST], None]
) -> Iterator[tuple[ast.expr, Callable[[ast.expr], None]]]:
    match part:
        case ast.keyword() | ast.Starred() | ast.FormattedValue():
            inner = copy.copy(part)
            put(inner)
            if not (isinstance(part, ast.Starred) and isinstance(part.value, ast.GeneratorExp)):
                yield part.value, partial(setattr, inner, "value")
        case ast.Attribute() if isinstance(node, ast.Call) and part is node.func:
            # A method is no value of its own; what it belongs to is evaluated first.
            method = copy.copy(part)
            put(method)
            yield part.value, partial(setattr, method, "value")
        case ast.Call() if isinstance(node, ast.Call) and static_object(context, node.func) is dsl.gather:
            call = copy.copy(part)
            put(call)
            yield from _places(context, part, call)
        case ast.Name() if isinstance(node, ast.Call) and part is node.func:
            return
        case ast.expr():
            yield part, put
        case _:
            return


def _awaits(node: ast.AST) -> bool:
    return any(isinstance(each, ast.Await) for each in ast.walk(node))


def _still(node: ast.expr, *, names: bool) -> bool:
    """Whether it does not matter when `node` is evaluated."""
    match node:
        case ast.Constant():
            return True
        case ast.Name():
            return names
        case ast.Attribute(value=value):
            return _still(value, names=names)
        case _:
            return False


def _is_boolean(node: ast.expr) -> bool:
    match node:
        case ast.Compare() | ast.UnaryOp(op=ast.Not()) | ast.Constant(value=bool()):
            return True
        case ast.BoolOp(values=values):
            return all(map(_is_boolean, values))
        case _:
            return False


def _truth(node: ast.expr) -> ast.expr:
    if _is_boolean(node):
        return node
    return _place(ast.UnaryOp(ast.Not(), _place(ast.UnaryOp(ast.Not(), node), node)), node)


def _joined(node: ast.BoolOp, values: list[ast.expr]) -> ast.expr:
    if len(values) == 1:
        return values[0]
    made = _with(node, values=values)
    made.lineno, made.col_offset = values[0].lineno, values[0].col_offset
    made.end_lineno, made.end_col_offset = values[-1].end_lineno, values[-1].end_col_offset
    return made


def _called(value: ast.expr) -> str:
    call = value.value if isinstance(value, ast.Await) else value
    func = call.func if isinstance(call, ast.Call) else None
    name = func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else "part"
    return f"{name} value"


def _assign(name: str, value: ast.expr, place: ast.expr) -> ast.stmt:
    target = _place(ast.Name(name, ast.Store()), place)
    return _place(ast.Assign([target], value), place)


def _load(name: str, place: ast.expr) -> ast.expr:
    return _place(ast.Name(name, ast.Load()), place)


def _constant(value: Any, place: ast.expr) -> ast.expr:
    return _place(ast.Constant(value), place)


def _place(made: N, where: ast.AST) -> N:
    return ast.copy_location(made, where)


def _with(node: N, **parts: object) -> N:
    made = copy.copy(node)
    for name, part in parts.items():
        setattr(made, name, part)
    return made
