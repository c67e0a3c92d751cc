"""Activities → Lambda functions with their roles."""

from __future__ import annotations

import math
from collections.abc import Iterable

from steploom.deploy.app import AnyActivity, App, Use
from steploom.deploy.iam.dynamodb import actions_of
from steploom.deploy.iam.statements import sid_of, unique_sids
from steploom.deploy.plan import FunctionPlan, LogGroupPlan, RolePlan, Statement
from steploom.deploy.references import reference
from steploom.diagnostics import Diagnostic
from steploom.errors import CompileError
from steploom.runtime.settings import ACTIVITY_ENV, IDEMPOTENCY_TABLE_ENV, METRICS_NAMESPACE_ENV

__all__ = ["IDEMPOTENCY_TABLE", "function_of"]

#: Name in the plan of the table that remembers calls of idempotent activities.
IDEMPOTENCY_TABLE = "idempotency"

_HANDLER = "steploom.runtime.entry.handler"
_LONGEST = 900
#: For activities that say nothing: long enough for a slow service, short enough to notice a stuck one.
_USUAL = 60
#: The state's own timeout must strike first, so that the workflow sees a TimeoutError: give the function a bit more.
_GRACE = 5
_IDEMPOTENCY = ("delete_item", "get_item", "put_item", "update_item")


def function_of(app: App, activity: AnyActivity) -> FunctionPlan:
    """Return the Lambda function of an activity.

    Args:
        app: The application.
        activity: One of its activities.

    Raises:
        CompileError: SL701, Lambda cannot run it.
    """
    environment = {
        **app.environment,
        ACTIVITY_ENV: _place(activity),
        METRICS_NAMESPACE_ENV: app.name,
        "POWERTOOLS_SERVICE_NAME": f"{app.name}-{activity.name}",
    }
    if activity.options.idempotent_by is not None:
        environment[IDEMPOTENCY_TABLE_ENV] = reference("table", IDEMPOTENCY_TABLE, "name")
    first_line = (activity.function.__doc__ or "").strip().partition("\n")[0]
    return FunctionPlan(
        name=activity.name,
        activity=_place(activity),
        handler=_HANDLER,
        environment=environment,
        memory=app.memory,
        timeout=_timeout(activity),
        role=_role(app, activity),
        log_group=LogGroupPlan(f"{activity.name}-function", app.log_days),
        description=first_line[:256] or None,
    )


def _place(activity: AnyActivity) -> str:
    function = activity.function
    if "<locals>" in function.__qualname__ or function.__module__ == "__main__":
        message = f"activity {activity.name!r} is defined in {function.__qualname__}, where Lambda cannot find it"
        hint = "define it at the top of a module"
        raise CompileError([Diagnostic("SL701", message, hint=hint)])
    return f"{function.__module__}:{function.__qualname__}"


def _timeout(activity: AnyActivity) -> int:
    """A callback's timeout is that of the answer; asking takes no longer than any other call."""
    declared = activity.options.timeout
    if declared is None or activity.is_callback:
        return _USUAL
    if declared > _LONGEST:
        message = f"activity {activity.name!r} may take {declared:g} s, Lambda ends it after {_LONGEST} s"
        hint = "lower its timeout, cut it into several activities, or make it a callback (a leading TaskToken)"
        raise CompileError([Diagnostic("SL701", message, hint=hint)])
    return min(_LONGEST, math.ceil(declared) + _GRACE)


def _role(app: App, activity: AnyActivity) -> RolePlan:
    name, sid = activity.name, sid_of([activity.name])
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
        *_tables(name, sid, app.uses.get(activity, ())),
    ]
    if activity.options.idempotent_by is not None:
        table = reference("table", IDEMPOTENCY_TABLE)
        statements.append(Statement(f"{sid}Idempotency", actions_of(_IDEMPOTENCY), (table,), serves=(name,)))
    return RolePlan(f"{name}-function", "lambda.amazonaws.com", unique_sids(statements))


def _tables(name: str, sid: str, uses: Iterable[Use]) -> Iterable[Statement]:
    for use in uses:
        table = reference("table", use.table.name)
        yield Statement(f"{sid}{sid_of([use.table.name])}", actions_of(use.operations), (table,), serves=(name,))
