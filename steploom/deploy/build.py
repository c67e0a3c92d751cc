"""An application → its plan."""

from __future__ import annotations

from collections.abc import Iterable

from steploom.compiler import CompiledWorkflow
from steploom.deploy.app import AnyActivity, App
from steploom.deploy.functions import IDEMPOTENCY_TABLE, function_of
from steploom.deploy.handlers import emitted_by, handler_function, handler_of, handler_queue, heard_by
from steploom.deploy.machines import bus_of, compile_for, dead_letters_of, machine_of
from steploom.deploy.plan import BusPlan, FunctionPlan, HandlerPlan, MachinePlan, Plan, TablePlan
from steploom.diagnostics import Diagnostic
from steploom.errors import CompileError, DiagnosticError
from steploom.events.model import Event, EventFilter
from steploom.events.rules import DEFAULT_BUS
from steploom.runtime.settings import IDEMPOTENCY_EXPIRY_ATTRIBUTE, IDEMPOTENCY_KEY_ATTRIBUTE

__all__ = ["plan_of"]


def plan_of(app: App) -> Plan:
    """Return the plan of an application.

    Args:
        app: What the user said of it.

    Raises:
        DiagnosticError: What cannot be compiled (1xx to 5xx) or deployed (7xx): all faults of all workflows.

    Example:
        >>> plan_of(App("empty", ())).functions
        ()
    """
    faults: list[Diagnostic] = []
    compiled: list[CompiledWorkflow] = []
    machines: list[MachinePlan] = []
    for workflow in app.workflows:
        try:
            compiled.append(compile_for(app, workflow))
            machines.append(machine_of(app, compiled[-1]))
        except DiagnosticError as fault:
            faults += fault.diagnostics
    activities = _activities(compiled, faults)
    functions: list[FunctionPlan] = []
    for activity in activities:
        try:
            functions.append(function_of(app, activity))
        except DiagnosticError as fault:
            faults += fault.diagnostics
    handlers: list[HandlerPlan] = []
    for handler in app.handlers:
        try:
            functions.append(handler_function(app, handler))
            handlers.append(handler_of(app, handler))
        except DiagnosticError as fault:
            faults += fault.diagnostics
    faults += _same_names(functions)
    events = _events(app, compiled)
    faults += _clashes(events)
    if faults:
        raise CompileError(dict.fromkeys(faults))
    letters = [queue for each in machines if (queue := dead_letters_of(each)) is not None]
    queues = (*letters, *(handler_queue(each) for each in app.handlers))
    once = any(each.options.idempotent_by is not None for each in activities)
    once = once or any(each.options.idempotent for each in app.handlers)
    return Plan(
        app.name,
        tuple(functions),
        tuple(machines),
        _buses(app, events),
        queues,
        _tables(app, once=once),
        tuple(handlers),
    )


def _same_names(functions: Iterable[FunctionPlan]) -> Iterable[Diagnostic]:
    known: dict[str, FunctionPlan] = {}
    for each in functions:
        if known.setdefault(each.name, each) is not each:
            message = f"an activity and a handler of the application are named {each.name!r}"
            yield Diagnostic("SL701", message, hint='give one another name: @on(…, name="…")')


def _activities(compiled: Iterable[CompiledWorkflow], faults: list[Diagnostic]) -> tuple[AnyActivity, ...]:
    found: dict[str, AnyActivity] = {}
    for each in compiled:
        for activity in each.activities:
            known = found.setdefault(activity.name, activity)
            if known is not activity:
                message = f"two activities of the application are named {activity.name!r}"
                faults.append(Diagnostic("SL701", message, hint='give one another name: @activity(name="…")'))
    return tuple(found.values())


def _events(app: App, compiled: Iterable[CompiledWorkflow]) -> tuple[type[Event], ...]:
    found: dict[type[Event], None] = {}
    for handler in app.handlers:
        heard_class = heard_by(handler)
        found.update(dict.fromkeys((*([heard_class] if heard_class else []), *emitted_by(handler))))
    for each in compiled:
        heard = each.on.event_type if isinstance(each.on, EventFilter) else each.on
        for event in (heard, *each.events):
            if isinstance(event, type) and issubclass(event, Event):
                found[event] = None
    return tuple(found)


def _clashes(events: Iterable[type[Event]]) -> Iterable[Diagnostic]:
    """Two classes that are the same event on the wire: a rule cannot tell them apart."""
    known: dict[tuple[str, str, int], type[Event]] = {}
    for event in events:
        key = (event.event_source, event.detail_type, event.event_version)
        other = known.setdefault(key, event)
        if other is not event:
            message = f"two event classes are {key[1]} of {key[0]}, version {key[2]}"
            where = f"{other.__module__} and {event.__module__}"
            yield Diagnostic("SL501", message, hint=f"rename one, or raise its version: {where}")


def _buses(app: App, events: Iterable[type[Event]]) -> tuple[BusPlan, ...]:
    names = dict.fromkeys(bus_of(app, event) for event in events)
    return tuple(BusPlan(each) for each in names if each != DEFAULT_BUS and not each.startswith("arn:"))


def _tables(app: App, *, once: bool) -> tuple[TablePlan, ...]:
    own = tuple(TablePlan(each.name, each.key, each.name) for each in app.tables)
    if not once:
        return own
    return (*own, TablePlan(IDEMPOTENCY_TABLE, IDEMPOTENCY_KEY_ATTRIBUTE, expiry=IDEMPOTENCY_EXPIRY_ATTRIBUTE))
