"""Event handlers → functions, the rules and schedules that call them, and the queues of what they fail on."""

from __future__ import annotations

from steploom.deploy.app import AnyHandler, App
from steploom.deploy.functions import USUAL_TIMEOUT, Served, function_for
from steploom.deploy.iam import sid_of
from steploom.deploy.machines import TWO_WEEKS, bus_of, placed_rule
from steploom.deploy.plan import FunctionPlan, HandlerPlan, LaterPlan, QueuePlan, RolePlan, SchedulePlan, Statement
from steploom.deploy.references import ACCOUNT, arn, reference
from steploom.diagnostics import Diagnostic
from steploom.errors import CompileError
from steploom.events.model import Event, EventFilter
from steploom.events.rules import DEFAULT_BUS, DeadLetter, RetryPolicy, Target
from steploom.events.schedules import InvalidSchedule, parse_schedule
from steploom.runtime.settings import BUS_ENV, HANDLER_ENV

#: How old an event may grow before it is delivered, in seconds: said, so that it is seen and can be lowered.
_AGE = 86_400

__all__ = ["emitted_by", "handler_function", "handler_of", "handler_queue", "heard_by"]


def handler_function(app: App, handler: AnyHandler) -> FunctionPlan:
    """Return the Lambda function of a handler.

    Raises:
        CompileError: SL701, Lambda cannot find it.
    """
    options = handler.options
    letters = reference("queue", _letters(handler))
    statements = [
        Statement(f"{sid_of([handler.name])}Letters", ("sqs:SendMessage",), (letters,), serves=(handler.name,))
    ]
    buses = tuple(dict.fromkeys(_bus_arn(app, each) for each in emitted_by(handler)))
    if buses:
        statements.append(
            Statement(f"{sid_of([handler.name])}Events", ("events:PutEvents",), buses, serves=(handler.name,))
        )
    return function_for(
        app,
        Served(
            of=handler,
            variable=HANDLER_ENV,
            timeout=USUAL_TIMEOUT if options.timeout is None else int(options.timeout),
            is_once=options.idempotent,
            statements=tuple(statements),
            environment={} if app.bus == DEFAULT_BUS else {BUS_ENV: _bus_name(app.bus)},
            later=LaterPlan(options.retries, int(options.max_age), letters),
        ),
    )


def handler_of(app: App, handler: AnyHandler) -> HandlerPlan:
    """Return what calls a handler.

    Raises:
        CompileError: SL701, its schedule is none.
        DeclarationError: SL502, its condition cannot become a pattern.
    """
    function, letters = reference("function", handler.name), reference("queue", _letters(handler))
    if handler.options.schedule is not None:
        return HandlerPlan(handler.name, schedule=_schedule(app, handler, function, letters))
    target = Target(handler.name, function, retry=RetryPolicy(age=_AGE), dead_letter=DeadLetter(letters))
    rule = placed_rule(app, _heard(handler), handler.name, target, f"Calls {handler.name}")
    return HandlerPlan(handler.name, rule)


def handler_queue(handler: AnyHandler) -> QueuePlan:
    """Return the queue of events that a handler failed on, or that could not be delivered to it."""
    name = _letters(handler)
    source = {} if handler.options.on is None else {"ArnEquals": {"aws:SourceArn": reference("rule", handler.name)}}
    allow = Statement(
        sid_of([f"dead letters of {handler.name}"]),
        ("sqs:SendMessage",),
        (reference("queue", name),),
        serves=(handler.name,),
        conditions=source or {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        principal="events.amazonaws.com" if source else "scheduler.amazonaws.com",
    )
    return QueuePlan(name, TWO_WEEKS, (allow,))


def heard_by(handler: AnyHandler) -> type[Event] | None:
    """Return the event class that a handler handles, or None where a schedule calls it."""
    heard: object = handler.event_type
    return heard if isinstance(heard, type) and issubclass(heard, Event) else None


def emitted_by(handler: AnyHandler) -> tuple[type[Event], ...]:
    """Return the event classes that a handler tells."""
    declared: tuple[object, ...] = handler.options.emits
    return tuple(each for each in declared if isinstance(each, type) and issubclass(each, Event))


def _heard(handler: AnyHandler) -> type[Event] | EventFilter:
    on: object = handler.options.on
    if isinstance(on, EventFilter) or (isinstance(on, type) and issubclass(on, Event)):
        return on
    raise TypeError(f"{handler!r} handles {on!r}, which is no event")


def _schedule(app: App, handler: AnyHandler, function: str, letters: str) -> SchedulePlan:
    expression = str(handler.options.schedule)
    try:
        parse_schedule(expression, "scheduler")
    except InvalidSchedule as fault:
        message = f"the schedule of handler {handler.name!r} is none: {fault}"
        raise CompileError([Diagnostic("SL701", message, hint="for example rate(5 minutes)")]) from fault
    name = f"{handler.name}-schedule"
    statements = (
        Statement(f"{sid_of([handler.name])}Call", ("lambda:InvokeFunction",), (function,), serves=(handler.name,)),
        Statement(f"{sid_of([handler.name])}Letters", ("sqs:SendMessage",), (letters,), serves=(handler.name,)),
    )
    role = RolePlan(name, "scheduler.amazonaws.com", statements, {"StringEquals": {"aws:SourceAccount": ACCOUNT}})
    return SchedulePlan(f"{app.name}-{handler.name}", expression, handler.options.timezone, function, letters, role)


def _bus_arn(app: App, event: type[Event]) -> str:
    bus = bus_of(app, event)
    if bus.startswith("arn:"):
        return bus
    return arn("events", "event-bus/default") if bus == DEFAULT_BUS else reference("bus", bus)


def _bus_name(bus: str) -> str:
    return bus if bus.startswith("arn:") else reference("bus", bus, "name")


def _letters(handler: AnyHandler) -> str:
    return f"{handler.name}-dead-letters"
