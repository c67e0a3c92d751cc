"""What a Task calls, and with which arguments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from steploom.compiler.emit.awsnames import pascal_case, resource_of
from steploom.compiler.hir import (
    AwsTask,
    CallActivity,
    CallWorkflow,
    Const,
    Emit,
    Expr,
    Format,
    MakeList,
    MakeObject,
    Var,
)
from steploom.compiler.options import CompileOptions
from steploom.compiler.roots import CORRELATION, EXECUTION, MACHINES, RESULT, RESULT_PAYLOAD, TOKEN
from steploom.diagnostics import Span
from steploom.dsl.contract import AnyShape, StrShape

__all__ = ["Call", "activity_call", "aws_call", "emit_call", "workflow_call"]

_LAMBDA = "arn:aws:states:::lambda:invoke"
_START = "arn:aws:states:::states:startExecution.sync:2"
_PUT_EVENTS = "arn:aws:states:::events:putEvents"


@dataclass(frozen=True, slots=True)
class Call:
    """A Task's `Resource` and `Arguments`, and where its result stands."""

    resource: str
    arguments: Expr
    result: Expr
    name: str


def activity_call(call: CallActivity, options: CompileOptions, *, undo: bool) -> Call:
    """An activity, through `lambda:invoke`; a callback gets its token as `taskToken`."""
    span, activity = call.span, call.activity
    payload = list(call.arguments)
    if activity.is_callback:
        payload.append(("taskToken", Var(TOKEN, type=StrShape(), span=span)))
    arguments = _object(
        span, FunctionName=_text(options.function_name(activity), span), Payload=_object(span, **dict(payload))
    )
    resource = f"{_LAMBDA}.waitForTaskToken" if activity.is_callback else _LAMBDA
    root = RESULT if activity.is_callback else RESULT_PAYLOAD
    result = Var(root, type=call.result, span=span)
    return Call(resource, arguments, result, f"undo {activity.name}" if undo else activity.name)


def emit_call(call: Emit, options: CompileOptions, state: str) -> Call:
    """An event, through `events:putEvents`; its `_meta` says whose story it belongs to, and has a key for doublets."""
    span, event = call.span, call.event
    key = Format((Var(EXECUTION, type=StrShape(), span=span), f"/{state}"), type=StrShape(), span=span)
    meta = _object(
        span,
        version=Const(event.event_version, type=AnyShape(), span=span),
        correlation_id=Var(CORRELATION, type=StrShape(), span=span),
        causation_id=Var(EXECUTION, type=StrShape(), span=span),
        idempotency_key=key,
    )
    entry: dict[str, Expr] = {
        "Source": _text(event.event_source, span),
        "DetailType": _text(event.detail_type, span),
        "Detail": _object(span, **dict(call.fields), _meta=meta),
    }
    bus = options.bus_name(event)
    if bus is not None:
        entry = {"EventBusName": _text(bus, span), **entry}
    entries = MakeList((_object(span, **entry),), type=AnyShape(), span=span)
    return Call(_PUT_EVENTS, _object(span, Entries=entries), Var(RESULT, type=AnyShape(), span=span), state)


def workflow_call(call: CallWorkflow, options: CompileOptions) -> Call:
    """Another workflow: an execution of its own machine, by the ARN that the options give or beside this one."""
    span = call.span
    named = options.machine_arn(call.workflow)
    arn: Expr = Var(MACHINES, type=StrShape(), span=span)
    arn = Format((arn, call.workflow.name), type=StrShape(), span=span) if named is None else _text(named, span)
    arguments = _object(span, StateMachineArn=arn, Input=call.input)
    return Call(_START, arguments, Var(RESULT, type=AnyShape(), span=span), call.workflow.name)


def aws_call(call: AwsTask) -> Call:
    """An AWS call: the optimized integration where there is one, else the SDK's."""
    arguments = pascal_case(call, _object(call.span, **dict(call.arguments)))
    name = f"{call.service}.{call.operation}"
    return Call(resource_of(call), arguments, Var(RESULT, type=AnyShape(), span=call.span), name)


def _object(span: Span, **entries: Any) -> MakeObject:
    return MakeObject(tuple(entries.items()), type=AnyShape(), span=span)


def _text(value: str, span: Span) -> Const:
    return Const(value, type=StrShape(), span=span)
