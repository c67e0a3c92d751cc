"""Control transfer, resolved once: who catches what, and where a raise goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from steploom.compiler.hir import (
    ERROR,
    CallActivity,
    CallWorkflow,
    ChildError,
    Const,
    ErrorName,
    Expr,
    Faults,
    MakeError,
    OneOf,
    Raised,
    Sleep,
    Var,
)
from steploom.compiler.ir import (
    Block,
    BlockId,
    Branch,
    Catch,
    Effect,
    Fail,
    Guard,
    GuardHandler,
    Jump,
    Let,
    Raise,
    Region,
    Step,
    Terminator,
)
from steploom.compiler.passes.inside import with_inner
from steploom.compiler.passes.names import ALL, QUERY_ERROR, error_names
from steploom.compiler.roots import RAISES
from steploom.dsl.contract import AnyShape, BoolShape, StrShape
from steploom.errors import ResultError

__all__ = ["resolve_control"]


@dataclass
class _Rewrite:
    """Blocks done so far, and a source of new ids."""

    fresh: BlockId
    blocks: dict[BlockId, Block] = field(default_factory=dict)

    def add(self, steps: tuple[Step, ...], end: Terminator) -> BlockId:
        id_, self.fresh = self.fresh, self.fresh + 1
        self.blocks[id_] = Block(id_, steps, end)
        return id_


@with_inner
def resolve_control(region: Region) -> Region:
    """Give every effect its catches, turn each raise into a jump to its handler or into a failure, drop the guards."""
    rewrite = _Rewrite(max(region.blocks) + 1)
    for block in region.blocks.values():
        steps = tuple(_step(rewrite, step, block.guard) for step in block.steps)
        extra, end = _transfer(rewrite, block.end, block.guard) if isinstance(block.end, Raise) else ((), block.end)
        rewrite.blocks[block.id] = Block(block.id, (*steps, *extra), end)
    return Region(region.entry, rewrite.blocks)


def _handlers(guard: Guard | None) -> Iterator[GuardHandler]:
    """The handlers that may catch an error, in the order in which they are asked; none behind one for everything."""
    while guard is not None:
        for handler in guard.handlers:
            yield handler
            if not handler.classes:
                return
        guard = guard.outer


def _step(rewrite: _Rewrite, step: Step, guard: Guard | None) -> Step:
    if not isinstance(step, Effect) or isinstance(step.work, Sleep):
        return step
    catches = [Catch(error_names(each.classes), each.variable, each.target) for each in _handlers(guard)]
    if isinstance(step.work, CallWorkflow):
        catches = _of_child(rewrite, step, guard)
    if step.raises:
        catches.insert(0, _raised(rewrite, step, guard))
    elif isinstance(step.work, CallActivity) and answers_from_outside(step.work):
        catches.insert(0, _bad_answer(rewrite, step, guard))
    return replace(step, catches=tuple(catches))


def answers_from_outside(call: CallActivity) -> bool:
    """Whether the result comes from somebody who is not bound by the declared type: a callback's answer.

    It is checked where nobody reads it too, as Python does.
    """
    return call.activity.is_callback and not isinstance(call.result, AnyShape)


def _bad_answer(rewrite: _Rewrite, effect: Effect, guard: Guard | None) -> Catch:
    """An answer that breaks its type raises ResultError, which goes where any raise goes."""
    caught = Var("answer error", type=ERROR, span=effect.span)
    faults = Faults(caught, ResultError.__name__, type=StrShape(), span=effect.span)
    error = MakeError(ResultError.__name__, faults, type=ERROR, span=effect.span)
    steps, end = _transfer(rewrite, Raise(error, ResultError, effect.span), guard)
    return Catch((QUERY_ERROR,), caught.name, rewrite.add(steps, end))


def _of_child(rewrite: _Rewrite, effect: Effect, guard: Guard | None) -> list[Catch]:
    """An execution that fails does so under one name; which error it was, the cause tells."""
    caught = Var("child error", type=ERROR, span=effect.span)
    named = Var("named error", type=ERROR, span=effect.span)
    error = ChildError(caught, type=ERROR, span=effect.span)
    steps, end = _transfer(rewrite, Raise(named, None, effect.span), guard)
    return [Catch((ALL,), caught.name, rewrite.add((Let(named.name, error, effect.span), *steps), end))]


def _raised(rewrite: _Rewrite, effect: Effect, guard: Guard | None) -> Catch:
    """An expression of the state raised: its error goes where any raise goes."""
    caught = Var("raised error", type=ERROR, span=effect.span)
    if len(effect.raises) > 1:
        error: Expr = Raised(caught, type=ERROR, span=effect.span)
        named = Var("named error", type=ERROR, span=effect.span)
        steps, end = _transfer(rewrite, Raise(named, None, effect.span), guard)
        return Catch((QUERY_ERROR,), caught.name, rewrite.add((Let(named.name, error, effect.span), *steps), end))
    (cls,) = effect.raises
    told = Faults(caught, f"{RAISES}{cls.__name__}", type=StrShape(), span=effect.span)
    error = MakeError(cls.__name__, told, type=ERROR, span=effect.span)
    steps, end = _transfer(rewrite, Raise(error, cls, effect.span), guard)
    return Catch((QUERY_ERROR,), caught.name, rewrite.add(steps, end))


def _transfer(rewrite: _Rewrite, end: Raise, guard: Guard | None) -> tuple[tuple[Step, ...], Terminator]:
    if end.cls is None:
        return _dynamic(rewrite, end, list(_handlers(guard)))
    for handler in _handlers(guard):
        if not handler.classes or issubclass(end.cls, handler.classes):
            return _bind(handler, end.error, end), Jump(handler.target)
    return (), Fail(end.error, end.cls.__name__, end.span)


def _bind(handler: GuardHandler, error: Expr, end: Raise) -> tuple[Step, ...]:
    if isinstance(error, Var) and error.name == handler.variable:
        return ()
    return (Let(handler.variable, error, end.span),)


def _dynamic(rewrite: _Rewrite, end: Raise, handlers: list[GuardHandler]) -> tuple[tuple[Step, ...], Terminator]:
    """A raise of an error whose class is known at run time only: asked by name, handler by handler."""
    if not handlers:
        return (), Fail(end.error, None, end.span)
    first, *rest = handlers
    caught = _bind(first, end.error, end)
    if not first.classes:
        return caught, Jump(first.target)
    then = rewrite.add(caught, Jump(first.target))
    other = rewrite.add(*_dynamic(rewrite, end, rest))
    name = ErrorName(end.error, type=StrShape(), span=end.span)
    options = tuple(Const(each, type=StrShape(), span=end.span) for each in error_names(first.classes))
    test = OneOf(name, options, type=BoolShape(), span=end.span)
    text = " or ".join(each.__name__ for each in first.classes)
    return (), Branch(test, then, other, f"error is {text}", end.span)
