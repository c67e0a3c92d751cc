"""The states of effects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from steploom.asl import (
    ItemProcessor,
    MapState,
    ParallelState,
    ProcessorConfig,
    Retrier,
    Scope,
    TaskState,
    WaitState,
)
from steploom.compiler.emit.contract import checked
from steploom.compiler.emit.jsonata import assertion, write
from steploom.compiler.emit.retries import EMIT_RETRY, activity_retries
from steploom.compiler.emit.shared import Shared
from steploom.compiler.emit.tasks import Call, activity_call, aws_call, emit_call, workflow_call
from steploom.compiler.emit.template import expression, template
from steploom.compiler.hir import AwsTask, CallActivity, CallWorkflow, Const, Emit, Expr, Sleep
from steploom.compiler.hir.failures import failures, settled
from steploom.compiler.hir.walk import substitute
from steploom.compiler.ir import BranchEffect, Effect, MapEffect, Region, Work
from steploom.compiler.options import AwsUse
from steploom.compiler.passes.names import QUERY_ERROR
from steploom.dsl.contract import Shape
from steploom.errors import InputError
from steploom.jsontext import Json

__all__ = ["EffectState", "Parts", "build_state", "can_check_input", "effect_name"]

EffectState: TypeAlias = TaskState | MapState | ParallelState | WaitState
Inner: TypeAlias = Callable[[Region], Scope]


@dataclass(frozen=True, slots=True)
class Parts:
    """One effect to be made a state.

    Attributes:
        effect: What happens.
        own: Bindings that this state makes itself: its fields read their values, not their names.
        name: The state's name.
        contract: What the state's input must fulfil first, or None.
    """

    effect: Effect
    own: Mapping[str, Expr]
    name: str
    contract: Shape | None

    def value(self, value: Expr) -> Expr:
        """Return `value` as the state reads it on entry."""
        return substitute(value, self.own)

    def field(self, value: Expr, shared: Shared) -> Json:
        """Return a field that is evaluated first: the check of the input rides on it."""
        value = self.value(value)
        if self.contract is None and len(failures(value)) <= 1:
            return template(value, shared.variables)
        text = _in_order(value, shared)
        if self.contract is not None:
            text = checked(self.contract, "$states.input", InputError.__name__, text)
        return expression(text)

    @property
    def may_raise(self) -> bool:
        """Whether an expression of the state fails on purpose, which no retry mends."""
        return self.contract is not None or bool(self.effect.raises)


def _in_order(value: Expr, shared: Shared) -> str:
    """Return `value` as one expression; of several failures the first one counts, in Python's order."""
    found = failures(value)
    if len(found) <= 1:
        return write(value, shared.variables)
    asked = (assertion(each, shared.variables) for each in found)
    return f"({'; '.join(asked)}; {write(settled(value), shared.variables)})"


def effect_name(effect: Effect) -> str:
    """Return what the state would like to be called: what the line does."""
    work = effect.work
    match work:
        case CallActivity(activity=activity):
            return f"undo {activity.name}" if effect.undo else activity.name
        case CallWorkflow(workflow=workflow):
            return workflow.name
        case AwsTask(service=service, operation=operation):
            return f"{service}.{operation}"
        case Emit(event=event):
            return f"emit {event.__name__}"
        case Sleep(seconds=Const(value=seconds)):
            return f"sleep {seconds} s"
        case Sleep(until=until):
            return "sleep until" if until else "sleep"
        case MapEffect(text=text):
            return text
        case BranchEffect(bodies=bodies):
            return " and ".join(_first_name(body) for body in bodies)
        case _:
            assert_never(work)


def _first_name(region: Region) -> str:
    for block in region.blocks.values():
        for step in block.steps:
            if isinstance(step, Effect):
                return effect_name(step)
    return "nothing"


def can_check_input(work: Work) -> bool:
    """Whether the state of `work` can check the machine's input on its way: it can catch, and tell that fault apart."""
    match work:
        case Sleep():
            return False
        case CallActivity(activity=activity):
            return not activity.is_callback
        case _:
            return True


def build_state(parts: Parts, shared: Shared, inner: Inner) -> EffectState:
    """Return the state of an effect, without its way on."""
    work = parts.effect.work
    match work:
        case CallActivity():
            return _activity(parts, work, shared)
        case CallWorkflow():
            shared.workflows[work.workflow.name] = work.workflow
            call = workflow_call(work, shared.options)
            arguments = parts.field(call.arguments, shared)
            return TaskState(resource=call.resource, arguments=arguments, retry=_none_on_fault(parts))
        case AwsTask():
            call = aws_call(work)
            arguments = parts.field(call.arguments, shared)
            shared.calls.append(AwsUse(parts.name, work.service, work.operation, arguments))
            return TaskState(resource=call.resource, arguments=arguments, retry=_none_on_fault(parts))
        case Emit():
            shared.events[work.event] = None
            call = emit_call(work, shared.options, parts.name)
            retry = (*(_none_on_fault(parts) or ()), EMIT_RETRY)
            return TaskState(resource=call.resource, arguments=parts.field(call.arguments, shared), retry=retry)
        case Sleep():
            wanted = template(parts.value(work.seconds), shared.variables)
            return WaitState(timestamp=wanted) if work.until else WaitState(seconds=wanted)
        case MapEffect():
            return _map(parts, work, shared, inner)
        case BranchEffect():
            return _parallel(parts, work, inner)
        case _:
            assert_never(work)


def _activity(parts: Parts, work: CallActivity, shared: Shared) -> TaskState:
    activity = work.activity
    shared.activities[activity.name] = activity
    call: Call = activity_call(work, shared.options, undo=parts.effect.undo)
    options = activity.options
    retries = activity_retries(
        options.retry,
        undo=parts.effect.undo,
        checks_input=parts.may_raise,
        checks_answer=activity.is_callback,
    )
    return TaskState(
        resource=call.resource,
        arguments=parts.field(call.arguments, shared),
        timeout_seconds=None if options.timeout is None else int(options.timeout),
        heartbeat_seconds=None if options.heartbeat is None else int(options.heartbeat),
        retry=retries,
    )


def _none_on_fault(parts: Parts) -> tuple[Retrier, ...] | None:
    return None if not parts.may_raise else (Retrier(error_equals=(QUERY_ERROR,), max_attempts=0),)


def _map(parts: Parts, work: MapEffect, shared: Shared, inner: Inner) -> MapState:
    items = parts.field(work.items, shared)
    scope = inner(work.body)
    processor = ItemProcessor(
        start_at=scope.start_at, states=scope.states, processor_config=ProcessorConfig(mode="INLINE")
    )
    return MapState(items=items, max_concurrency=work.limit, item_processor=processor)


def _parallel(parts: Parts, work: BranchEffect, inner: Inner) -> ParallelState:
    if parts.contract is None:
        return ParallelState(branches=tuple(map(inner, work.bodies)))
    check = checked(parts.contract, "$states.input", InputError.__name__, "$states.input")
    return ParallelState(arguments=expression(check), branches=tuple(map(inner, work.bodies)))
