"""Who asks whether an expression fails.

A Task and a Map can catch what their own expressions raise, so there a failure costs nothing on the good path. Choice,
Pass, Wait, Succeed and Fail cannot: there a Choice asks first, which is merged with the next or the last one where
there is one. Behind this pass `Checked` nodes stand in the expressions of effects that say so in `raises`, and in what
a region returns right behind such an effect; everywhere else it is known that nothing fails.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from steploom.compiler.hir import ERROR, AwsTask, Both, CallActivity, CallWorkflow, Conditional, Either, Emit, Expr, Var
from steploom.compiler.hir.failures import Failure, can_fail, failures, settled
from steploom.compiler.hir.walk import children, substitute, variables
from steploom.compiler.ir import (
    Block,
    BlockId,
    Branch,
    Effect,
    Jump,
    Let,
    MapEffect,
    Raise,
    Region,
    Return,
    Step,
    Terminator,
)
from steploom.compiler.passes.inside import with_inner
from steploom.compiler.passes.liveness import reads_inside
from steploom.compiler.passes.values import values_of_end, values_of_work, with_end_values, with_work_values
from steploom.diagnostics import Span

__all__ = ["place_checks"]


@with_inner
def place_checks(region: Region) -> Region:
    """Ask before each expression that may fail, unless its own state can catch."""
    cutter = _Cutter(max(region.blocks) + 1)
    for block in region.blocks.values():
        cutter.cut(block)
    return Region(region.entry, cutter.blocks)


@dataclass
class _Cutter:
    """Blocks done so far; the open one is cut where something must be asked first."""

    fresh: BlockId
    blocks: dict[BlockId, Block] = field(default_factory=dict)
    block: Block = field(init=False)
    id: BlockId = field(init=False)
    steps: list[Step] = field(init=False)

    def cut(self, block: Block) -> None:
        self.block, self.id, self.steps = block, block.id, []
        waiting = list(_sunk(block))
        for place, step in enumerate(waiting):
            match step:
                case Let(value=value):
                    self._ask((value,), step.span)
                    self.steps.append(replace(step, value=settled(value)) if can_fail(value) else step)
                case Effect():
                    last = not any(isinstance(each, Effect) for each in waiting[place + 1 :])
                    self._effect(step, block.end if last else None)
        self._end(block.end)

    def _effect(self, effect: Effect, end: Terminator | None) -> None:
        """Keep what an effect may raise where its state can catch it, the value returned behind it included."""
        values = values_of_work(effect.work)
        if not _can_raise(effect, self.steps):
            self._ask(values, effect.span)
            if any(map(can_fail, values)):
                effect = replace(effect, work=with_work_values(effect.work, map(settled, values)))
        else:
            returned = (end.value,) if isinstance(end, Return) else ()
            effect = replace(effect, raises=_classes((*values, *returned)))
        self.steps.append(effect)

    def _end(self, end: Terminator) -> None:
        last = next((step for step in reversed(self.steps) if isinstance(step, Effect)), None)
        values = values_of_end(end)
        kept = isinstance(end, Return) and last is not None and last.raises
        if any(map(can_fail, values)) and not kept:
            self._ask(values, self._span(end))
            end = with_end_values(end, map(settled, values))
        self._close(end)

    def _span(self, end: Terminator) -> Span:
        return self.block.steps[-1].span if isinstance(end, Jump) else end.span

    # -- cutting ------------------------------------------------------------------------------------------------

    def _ask(self, values: Iterable[Expr], span: Span) -> None:
        for failure in (each for value in values for each in failures(value)):
            behind = self._new()
            self._close(Branch(failure.when, self._raise(failure, span), behind, f"check {failure.text}", span))
            self.id, self.steps = behind, []

    def _raise(self, failure: Failure, span: Span) -> BlockId:
        id_ = self._new()
        if len(failure.classes) == 1:
            self.blocks[id_] = Block(id_, (), Raise(failure.error, failure.classes[0], span), self.block.guard)
            return id_
        named = Var("named error", type=ERROR, span=span)
        kept = (Let(named.name, failure.error, span),)
        self.blocks[id_] = Block(id_, kept, Raise(named, None, span), self.block.guard)
        return id_

    def _new(self) -> BlockId:
        id_, self.fresh = self.fresh, self.fresh + 1
        return id_

    def _close(self, end: Terminator) -> None:
        self.blocks[self.id] = Block(self.id, tuple(self.steps), end, self.block.guard)


def _sunk(block: Block) -> tuple[Step, ...]:
    """The steps of `block`, with bindings that may fail evaluated by the effect that reads them.

    Where something catches the error, the name must still hold what it held before, so there they stay.
    """
    steps = list(block.steps)
    if block.guard is not None:
        return block.steps
    for place, step in enumerate(steps):
        if isinstance(step, Let) and can_fail(step.value):
            _sink(steps, place, step)
    return tuple(steps)


def _sink(steps: list[Step], place: int, let: Let) -> None:
    for at in range(place + 1, len(steps)):
        step = steps[at]
        if isinstance(step, Let):
            if can_fail(step.value) or step.name == let.name or let.name in variables(step.value):
                return
            continue
        values = values_of_work(step.work)
        read = [name for value in values for name in variables(value)].count(let.name)
        if read != 1 or any(map(can_fail, values)) or not any(_surely_reads(value, let.name) for value in values):
            return
        if _can_raise(step, [*steps[place:at]]):
            known = {let.name: let.value}
            work = with_work_values(step.work, (substitute(value, known) for value in values))
            steps[at] = replace(step, work=work)
            steps[place] = replace(let, value=settled(let.value))
        return


def _can_raise(effect: Effect, before: Iterable[Step]) -> bool:
    """Whether the effect's state can catch what its expressions raise, and tell it from what else may happen."""
    match effect.work:
        case CallActivity(activity=activity):
            return not activity.is_callback
        case MapEffect():
            inside = reads_inside(effect.work)
            return not any(isinstance(step, Let) and step.name in inside for step in before)
        case AwsTask() | Emit() | CallWorkflow():
            return True
        case _:
            return False


def _surely_reads(value: Expr, name: str) -> bool:
    match value:
        case Var():
            return value.name == name
        case Conditional(test=test):
            return _surely_reads(test, name)
        case Both(operands=operands) | Either(operands=operands):
            return _surely_reads(operands[0], name)
        case _ if getattr(value, "BINDS", ()):
            return False
        case _:
            return any(_surely_reads(each, name) for each in children(value))


def _classes(values: Iterable[Expr]) -> tuple[type[Exception], ...]:
    found = (cls for value in values for failure in failures(value) for cls in failure.classes)
    return tuple(dict.fromkeys(found))
