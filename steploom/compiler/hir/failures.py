"""What an expression can raise, as data: when, what, in the order in which Python would.

Where a state that can catch evaluates an expression, the expression may fail in the middle (`Checked` becomes an
assertion). Elsewhere its failures are asked first, one after the other, and `settled` is what remains to evaluate: an
expression that cannot fail once none of them holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from steploom.compiler.hir.expressions import (
    Both,
    Bound,
    Checked,
    Conditional,
    Const,
    Either,
    Expr,
    Field,
    Item,
    MakeError,
    Negate,
    Truth,
)
from steploom.compiler.hir.operations import Each, Keep, SortBy
from steploom.compiler.hir.types import ERROR
from steploom.compiler.hir.walk import children, rewrite, variables
from steploom.dsl.contract import AnyShape, BoolShape, ListShape, StrShape

__all__ = ["Failure", "can_fail", "failures", "settled"]


@dataclass(frozen=True, slots=True)
class Failure:
    """One way to fail.

    Attributes:
        when: Whether it happens; it may only be asked where no failure before it happens.
        error: The error, to be read where it happens only.
        classes: What the error may be an instance of.
        text: The part of the source that fails.
    """

    when: Expr
    error: Expr
    classes: tuple[type[Exception], ...]
    text: str


def can_fail(value: Expr) -> bool:
    """Whether evaluating `value` may raise."""
    return isinstance(value, Checked) or any(map(can_fail, children(value)))


def settled(value: Expr) -> Expr:
    """Return `value` without its checks: what to evaluate where it is known that none of them fails."""
    match value:
        case Checked():
            return settled(value.value)
        case Both() | Either() if any(map(can_fail, value.operands[1:])):
            return _chain(value)
        case _:
            return rewrite(value, settled)


def _chain(value: Both | Either) -> Expr:
    """Operands that hold only behind the ones before them, in a form that no engine evaluates ahead."""
    *first, last = map(settled, value.operands)
    for each in reversed(first):
        decided = Const(isinstance(value, Either), type=BoolShape(), span=value.span)
        then, other = (last, decided) if isinstance(value, Both) else (decided, last)
        last = Conditional(each, then, other, type=BoolShape(), span=value.span)
    return last


def failures(value: Expr) -> tuple[Failure, ...]:
    """Return every way in which `value` fails, in the order in which Python would meet them."""
    return tuple(_failures(value)) if can_fail(value) else ()


def _failures(value: Expr) -> Iterator[Failure]:  # noqa: C901 - one line a kind
    match value:
        case Checked():
            yield from _failures(value.when)
            made = MakeError(value.error.__name__, settled(value.message), type=ERROR, span=value.span)
            yield Failure(settled(value.when), made, (value.error,), value.text)
            yield from _failures(value.value)
        case Conditional(test=test, then=then, other=other):
            yield from _failures(test)
            yield from _only(settled(test), then)
            yield from _only(_not(settled(test)), other)
        case Both(operands=(first, *rest)):
            yield from _failures(first)
            if rest:
                yield from _only(settled(first), replace(value, operands=tuple(rest)))
        case Either(operands=(first, *rest)):
            yield from _failures(first)
            if rest:
                yield from _only(_not(settled(first)), replace(value, operands=tuple(rest)))
        case Bound(value=given, body=body):
            yield from _failures(given)
            yield from (_under(value, each) for each in _failures(body))
        case Each(items=items, test=test, body=body):
            yield from _failures(items)
            yield from _of_items(value, (body,) if test is None else (test, body))
        case Keep(items=items, test=test):
            yield from _failures(items)
            yield from _of_items(value, (test,))
        case SortBy(items=items) if not can_fail(value.behind):
            yield from _failures(items)
        case _ if getattr(value, "BINDS", ()):
            # What such a node evaluates, and how often, it must say above.
            assert not can_fail(value), type(value).__name__  # noqa: S101 - a fault of the compiler
        case _:
            for each in children(value):
                yield from _failures(each)


def _of_items(value: Each | Keep, parts: tuple[Expr, ...]) -> Iterator[Failure]:
    """The failure of the first item that has one: an item is done with before Python looks at the next."""
    first, *rest = parts
    found = list(_failures(first))
    found.extend(each for part in rest for each in _only(settled(first), part))
    if not found:
        return
    made: Expr = found[-1].error
    for each in reversed(found[:-1]):
        made = Conditional(each.when, each.error, made, type=ERROR, span=value.span)
    anything = (
        found[0].when
        if len(found) == 1
        else Either(tuple(each.when for each in found), type=BoolShape(), span=value.span)
    )
    fails = ListShape(AnyShape())
    errors = Each(settled(value.items), value.item, made, value.index, anything, type=fails, span=value.span)
    classes = tuple(dict.fromkeys(cls for each in found for cls in each.classes))
    some = Truth(errors, type=BoolShape(), span=value.span)
    error: Expr = Item(errors, 0, type=ERROR, span=value.span)
    if len(classes) == 1:
        message = Field(error, "Cause", type=StrShape(), span=value.span)
        error = MakeError(classes[0].__name__, message, type=ERROR, span=value.span)
    yield Failure(some, error, classes, found[0].text)


def _only(test: Expr, value: Expr) -> Iterator[Failure]:
    """The failures of a value that is evaluated where `test` holds only, nor is anything of it read elsewhere."""
    for each in _failures(value):
        never = Const(False, type=BoolShape(), span=each.when.span)
        when = Conditional(test, each.when, never, type=BoolShape(), span=each.when.span)
        yield replace(each, when=when)


def _under(outer: Bound, each: Failure) -> Failure:
    """A failure of the body of `outer`, which reads the name that `outer` binds."""

    def inside(part: Expr) -> Expr:
        if outer.name not in variables(part):
            return part
        return replace(outer, value=settled(outer.value), body=part, type=part.type)

    error = each.error
    made = replace(error, message=inside(error.message)) if isinstance(error, MakeError) else inside(error)
    return replace(each, when=inside(each.when), error=made)


def _not(test: Expr) -> Expr:
    return Negate(test, type=BoolShape(), span=test.span)
