"""What is awaited: activities, events, timers, AWS calls, gather."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import timedelta
from typing import Any

from steploom import dsl
from steploom.compiler.frontend.arguments import bind, call_workflow
from steploom.compiler.frontend.awscalls import aws_task
from steploom.compiler.frontend.checked import fails, once
from steploom.compiler.frontend.concurrency import Branch, gather, one_by_one
from steploom.compiler.frontend.context import Context
from steploom.compiler.frontend.escape import is_raw
from steploom.compiler.frontend.expressions import expression
from steploom.compiler.frontend.fit import type_name
from steploom.compiler.frontend.helpers import Blocks, Called, helper_of, inline_call
from steploom.compiler.frontend.objects import fields_of_call, is_record
from steploom.compiler.frontend.resolve import NOT_STATIC, static_object
from steploom.compiler.hir import (
    CallActivity,
    Compare,
    Const,
    Either,
    Emit,
    ErrorType,
    Expr,
    Floor,
    ForEach,
    Sleep,
    Statement,
    Var,
)
from steploom.compiler.normal import has_defaults
from steploom.dsl.contract import (
    BoolShape,
    DateTimeShape,
    FloatShape,
    IntShape,
    ListShape,
    ModelShape,
    NoneShape,
    TimedeltaShape,
    TupleShape,
    shape_of,
)
from steploom.dsl.timers import MAX_WAIT, WAIT_RANGE

__all__ = ["awaited", "comprehended", "is_activity", "is_raw_answer"]


def awaited(context: Context, node: ast.expr, target: str | None, block: Blocks) -> Called:
    """Return the statements that perform what `node`, the operand of an await, does.

    Args:
        context: The function being walked.
        node: The awaited call.
        target: The variable that takes the result, or None.
        block: Makes the statements of a helper's body.

    Raises:
        Refused: It cannot be compiled.
    """
    if not isinstance(node, ast.Call):
        context.refuse("SL104", "only a call can be awaited", node)
    helper = helper_of(context, node.func)
    if helper is not None:
        if isinstance(helper.node, ast.FunctionDef):
            context.refuse("SL104", f"{helper.node.name}() is not async: it cannot be awaited", node)
        return inline_call(context, node, helper, target, (block, expression))
    callee = static_object(context, node.func)
    if isinstance(callee, dsl.Activity):
        statement = call_activity(context, node, callee, target)
        return Called((statement,), statement.result, is_raw_answer(statement))
    if callee is dsl.gather:
        return _gather(context, node, target, block)
    if callee is dsl.emit:
        return _no_result(context, node, target, _emit(context, node))
    if callee is dsl.sleep:
        return _no_result(context, node, target, _sleep(context, node))
    if getattr(callee, "__module__", "") == "asyncio.tasks" and getattr(callee, "__name__", "") == "sleep":
        return _no_result(context, node, target, _asyncio_sleep(context, node))
    if callee is dsl.sleep_until:
        return _no_result(context, node, target, _sleep_until(context, node))
    if isinstance(callee, dsl.Workflow):
        made = call_workflow(context, node, callee, target, expression)
        return Called((made,), made.result)
    if isinstance(callee, dsl.AwsCall):
        task, shape = aws_task(context, node, callee, target, expression)
        return Called((task,), shape)
    return _refuse_callee(context, node, callee)


def is_activity(context: Context, node: ast.expr) -> bool:
    """Whether `node` names an activity."""
    return isinstance(static_object(context, node), dsl.Activity)


def call_activity(
    context: Context, node: ast.Call, activity: dsl.Activity[Any, Any], target: str | None
) -> CallActivity:
    """Return the statement of `await activity(…)`."""
    arguments = bind(context, node, activity, expression)
    result = context.placed(node, lambda: shape_of(activity.return_type, f"the result of {activity.name}"))
    return CallActivity(target, activity, arguments, result, span=context.span(node))


def is_raw_answer(call: CallActivity) -> bool:
    """Whether a result may hold undeclared keys: somebody's answer, unless its state fills defaults in anyway."""
    return call.activity.is_callback and not has_defaults(call.result)


def _no_result(context: Context, node: ast.Call, target: str | None, statement: Statement) -> Called:
    if target is not None and not target.startswith("result"):
        context.refuse("SL206", f"{context.source.text(node.func)}() has no result to assign", node)
    return Called((statement,), None)


def _gather(context: Context, node: ast.Call, target: str | None, block: Blocks) -> Called:
    plan = gather(context, node, expression, lambda inner, call, name: _branch(inner, call, name, block))
    if isinstance(plan, ForEach):
        return _mapped(context, node, plan, target)
    shapes = tuple(result.type for _, result in plan.branches if not isinstance(result.type, ErrorType))
    raw = any(is_raw(result) for _, result in plan.branches)
    return Called((replace(plan, whole=target),), TupleShape(shapes), raw)


def comprehended(context: Context, node: ast.ListComp, target: str | None, block: Blocks) -> Called:
    """Return the statement of `[await f(x) for x in xs]`."""
    return _mapped(context, node, one_by_one(context, node, expression, block), target)


def _mapped(context: Context, node: ast.expr, plan: ForEach, target: str | None) -> Called:
    shape = plan.result.type
    if isinstance(shape, ErrorType):
        context.refuse("SL206", "a caught exception cannot be an item of a list", node, "use str(error)")
    return Called((replace(plan, target=target),), ListShape(shape), is_raw(plan.result))


def _branch(context: Context, node: ast.expr, target: str, block: Blocks) -> Branch:
    """What one of several at once does, and its result."""
    if not isinstance(node, ast.Call):
        hint = "for example `gather(*(print_label(item) for item in items))`"
        context.refuse("SL106", "gather takes calls", node, hint)
    called = awaited(context, node, target, block)
    span = context.span(node)
    if called.type is None:
        return called.statements, Const(None, type=NoneShape(), span=span)
    return called.statements, Var(target, called.raw, type=called.type, span=span)


def _emit(context: Context, node: ast.Call) -> Emit:
    if len(node.args) != 1 or node.keywords:
        context.refuse("SL108", "emit takes one event", node)
    made = node.args[0]
    event = static_object(context, made.func) if isinstance(made, ast.Call) else None
    is_event = isinstance(event, type) and is_record(event) and hasattr(event, "event_source")
    if not isinstance(made, ast.Call) or not is_event or not isinstance(event, type):
        context.refuse("SL104", "emit takes an event that is made in place", made, "emit(OrderPlaced(order_id=…))")
    if not getattr(event, "is_ours", True):
        context.refuse("SL104", f"{event.__name__} is an event of AWS, which nobody else can tell", made)
    if context.per_item:
        message = "emit inside gather is not supported yet: its idempotency key would not be unique"
        context.refuse("SL106", message, node, "emit one event after the gather")
    shape = context.placed(made, lambda: shape_of(event))
    assert isinstance(shape, ModelShape)  # noqa: S101 - events are models
    return Emit(event, fields_of_call(context, made, shape, expression), span=context.span(node))


def _sleep(context: Context, node: ast.Call) -> Sleep:
    if len(node.args) != 1 or node.keywords:
        context.refuse("SL108", "sleep takes one duration", node)
    syntax, span = node.args[0], context.span(node.args[0])
    seconds = _duration(context, syntax)
    if not isinstance(seconds, Expr):
        if seconds != int(seconds) or not 0 <= seconds <= MAX_WAIT:
            context.refuse("SL207", f"a Wait takes 0 to 99,999,999 whole seconds, not {seconds}", node)
        return Sleep(Const(int(seconds), type=shape_of(int), span=span), span=context.span(node))
    if not isinstance(seconds.type, IntShape | FloatShape | TimedeltaShape):
        context.refuse("SL206", f"sleep takes seconds or a timedelta, this is {type_name(seconds.type)}", syntax)
    return Sleep(once(context, seconds, lambda value: _whole(context, value, syntax)), span=context.span(node))


def _asyncio_sleep(context: Context, node: ast.Call) -> Sleep:
    """`asyncio.sleep(5)`: what it waits must be known, since Python also waits for fractions of a second."""
    seconds = _duration(context, node.args[0]) if len(node.args) == 1 else None
    if not isinstance(seconds, float):
        context.refuse("SL104", "asyncio.sleep takes a number that is written out", node, "use steploom's `sleep`")
    return _sleep(context, node)


def _whole(context: Context, value: Expr, node: ast.expr) -> Expr:
    """Seconds, or the ValueError that `sleep` raises where a Wait cannot wait them."""
    span = context.span(node)

    def number(least: int) -> Expr:
        return Const(least, type=IntShape(), span=span)

    tests: list[Expr] = [
        Compare("<", value, number(0), type=BoolShape(), span=span),
        Compare(">", value, number(MAX_WAIT), type=BoolShape(), span=span),
    ]
    if not isinstance(value.type, IntShape):
        whole = Floor(value, type=IntShape(), span=span)
        tests.append(Compare("!=", whole, value, type=BoolShape(), span=span))
    wrong = Either(tuple(tests), type=BoolShape(), span=span)
    return fails(context, node, value, when=wrong, error=ValueError, message=WAIT_RANGE)


def _sleep_until(context: Context, node: ast.Call) -> Sleep:
    if len(node.args) != 1 or node.keywords:
        context.refuse("SL108", "sleep_until takes one moment", node)
    moment = expression(context, node.args[0])
    if not isinstance(moment.type, DateTimeShape):
        message = f"sleep_until takes a datetime, this is {type_name(moment.type)}"
        context.refuse("SL206", message, node.args[0])
    return Sleep(moment, until=True, span=context.span(node))


def _duration(context: Context, node: ast.expr) -> float | Expr:
    """A duration in seconds: a number where it is known when the workflow is compiled."""
    if isinstance(node, ast.Call) and static_object(context, node.func) is timedelta:
        parts = {each.arg: expression(context, each.value) for each in node.keywords}
        known = all(isinstance(each, Const) for each in parts.values()) and None not in parts and not node.args
        if known:
            values = {str(name): each.value for name, each in parts.items() if isinstance(each, Const)}
            return float(timedelta(**values).total_seconds())
    value = None if isinstance(node, ast.Name) and node.id in context.locals else static_object(context, node)
    if isinstance(value, timedelta):
        return float(value.total_seconds())
    number = expression(context, node)
    if isinstance(number, Const) and isinstance(number.value, int | float) and not isinstance(number.value, bool):
        return float(number.value)
    return number


def _refuse_callee(context: Context, node: ast.Call, callee: object) -> Called:
    name = context.source.text(node.func)
    if callee is NOT_STATIC:
        context.refuse("SL103", f"the name {name!r} is not known here", node.func, "define it, or import it")
    if name == "asyncio.gather":
        hint = "use steploom's `gather`, which stops the others where one fails"
        context.refuse("SL104", "asyncio.gather goes on where one fails, which a state machine does not", node, hint)
    hint = "decorate it with @activity to run it as a Lambda function"
    return context.refuse("SL104", f"{name}() cannot be awaited in a workflow", node, hint)
