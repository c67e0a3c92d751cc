"""Activities and handlers → Lambda functions with their roles."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from steploom.deploy.app import AnyActivity, AnyHandler, App, Use
from steploom.deploy.iam.dynamodb import actions_of
from steploom.deploy.iam.statements import sid_of, unique_sids
from steploom.deploy.plan import FunctionPlan, LaterPlan, LogGroupPlan, RolePlan, Statement
from steploom.deploy.references import reference
from steploom.diagnostics import Diagnostic
from steploom.dsl import Handler
from steploom.errors import CompileError
from steploom.runtime.settings import ACTIVITY_ENV, IDEMPOTENCY_TABLE_ENV, METRICS_NAMESPACE_ENV

__all__ = ["IDEMPOTENCY_TABLE", "USUAL_TIMEOUT", "Served", "function_for", "function_of"]

#: Name in the plan of the table that remembers calls of idempotent activities.
IDEMPOTENCY_TABLE = "idempotency"

_HANDLER = "steploom.runtime.entry.handler"
_LONGEST = 900
#: For activities that say nothing: long enough for a slow service, short enough to notice a stuck one.
USUAL_TIMEOUT = 60
#: The state's own timeout must strike first, so that the workflow sees a TimeoutError: give the function a bit more.
_GRACE = 5
_IDEMPOTENCY = ("delete_item", "get_item", "put_item", "update_item")


@dataclass(frozen=True, slots=True)
class Served:
    """What a Lambda function serves, as far as its configuration goes.

    Attributes:
        of: The activity or handler.
        variable: The environment variable that names it to the runtime.
        timeout: Seconds.
        is_once: Whether calls are remembered in the idempotency table.
        statements: What its role lets it do besides.
        environment: Variables besides.
        later: What becomes of events that it fails on.
    """

    of: AnyActivity | AnyHandler
    variable: str
    timeout: int
    is_once: bool
    statements: tuple[Statement, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    later: LaterPlan | None = None


def function_of(app: App, activity: AnyActivity) -> FunctionPlan:
    """Return the Lambda function of an activity.

    Args:
        app: The application.
        activity: One of its activities.

    Raises:
        CompileError: SL701, Lambda cannot run it.
    """
    is_once = activity.options.idempotent_by is not None
    return function_for(app, Served(activity, ACTIVITY_ENV, _timeout(activity), is_once))


def function_for(app: App, served: Served) -> FunctionPlan:
    """Return the Lambda function of an activity or handler.

    Raises:
        CompileError: SL701, Lambda cannot find it.
    """
    name = served.of.name
    environment = {
        **app.environment,
        served.variable: _place(served.of),
        METRICS_NAMESPACE_ENV: app.name,
        "POWERTOOLS_SERVICE_NAME": f"{app.name}-{name}",
        **served.environment,
    }
    if served.is_once:
        environment[IDEMPOTENCY_TABLE_ENV] = reference("table", IDEMPOTENCY_TABLE, "name")
    first_line = (served.of.function.__doc__ or "").strip().partition("\n")[0]
    return FunctionPlan(
        name=name,
        activity=_place(served.of),
        handler=_HANDLER,
        environment=environment,
        memory=app.memory,
        timeout=served.timeout,
        role=_role(app, served),
        log_group=LogGroupPlan(f"{name}-function", app.log_days),
        description=first_line[:256] or None,
        later=served.later,
    )


def _place(served: AnyActivity | AnyHandler) -> str:
    function: Any = served.function
    if "<locals>" in function.__qualname__ or function.__module__ == "__main__":
        what = "handler" if isinstance(served, Handler) else "activity"
        message = f"{what} {served.name!r} is defined in {function.__qualname__}, where Lambda cannot find it"
        hint = "define it at the top of a module"
        raise CompileError([Diagnostic("SL701", message, hint=hint)])
    return f"{function.__module__}:{function.__qualname__}"


def _timeout(activity: AnyActivity) -> int:
    """A callback's timeout is that of the answer; asking takes no longer than any other call."""
    declared = activity.options.timeout
    if declared is None or activity.is_callback:
        return USUAL_TIMEOUT
    if declared > _LONGEST:
        message = f"activity {activity.name!r} may take {declared:g} s, Lambda ends it after {_LONGEST} s"
        hint = "lower its timeout, cut it into several activities, or make it a callback (a leading TaskToken)"
        raise CompileError([Diagnostic("SL701", message, hint=hint)])
    return min(_LONGEST, math.ceil(declared) + _GRACE)


def _role(app: App, served: Served) -> RolePlan:
    name, sid = served.of.name, sid_of([served.of.name])
    log_group = reference("log", f"{name}-function")
    statements = [
        Statement(f"{sid}Logs", ("logs:CreateLogStream", "logs:PutLogEvents"), (f"{log_group}:*",), serves=(name,)),
        Statement(
            f"{sid}Tracing",
            ("xray:PutTelemetryRecords", "xray:PutTraceSegments"),
            ("*",),
            serves=(name,),
            reason="X-Ray knows no resources",
        ),
        *_tables(name, sid, app.uses.get(served.of, ())),
    ]
    statements += served.statements
    if served.is_once:
        table = reference("table", IDEMPOTENCY_TABLE)
        statements.append(Statement(f"{sid}Idempotency", actions_of(_IDEMPOTENCY), (table,), serves=(name,)))
    return RolePlan(f"{name}-function", "lambda.amazonaws.com", unique_sids(statements))


def _tables(name: str, sid: str, uses: Iterable[Use]) -> Iterable[Statement]:
    for use in uses:
        table = reference("table", use.table.name)
        yield Statement(f"{sid}{sid_of([use.table.name])}", actions_of(use.operations), (table,), serves=(name,))
