"""`StartSyncExecution`: an Express execution, and the answer when it has ended."""

from __future__ import annotations

import math

from steploom.engine import Execution, Status
from steploom.engine.history import Entry, kinds
from steploom.jsontext import JsonObject, compact
from steploom.local.door.desk import Desk
from steploom.local.door.executions import begin, ending
from steploom.local.door.faults import machine_unknown, unsupported_type
from steploom.local.door.names import states_arn
from steploom.local.door.records import Run

__all__ = ["start_sync_execution"]

_BILLED_STEP = 100
_MEMORY = 64
#: What AWS takes for a function's answer beside the function's own time, in milliseconds, as recorded: the first call
#: in an execution starts an environment.
_COLD, _WARM = 250, 100


def start_sync_execution(desk: Desk, request: JsonObject) -> JsonObject:
    """Run an Express execution to its end; the clock moves by the time it takes."""
    parts = states_arn(request["stateMachineArn"], "stateMachine")
    machine = desk.machines.get(parts.machine)
    if machine is None:
        raise machine_unknown(request["stateMachineArn"])
    if machine.type != "EXPRESS":
        raise unsupported_type()
    run = begin(desk, request)
    desk.hall.finish(run.execution)
    return _answer(run, included=request.get("includedData") != "METADATA_ONLY")


def _answer(run: Run, *, included: bool) -> JsonObject:
    execution = run.execution
    answer: JsonObject = {
        "executionArn": execution.arn,
        "stateMachineArn": run.machine_arn,
        "name": execution.name,
        "startDate": execution.started,
        "status": execution.status.value,
        **ending(execution),
        "billingDetails": _billing(execution),
    }
    if included:
        answer |= {"input": run.input_text, "inputDetails": {"included": True}, "outputDetails": {"included": True}}
        if execution.status is Status.SUCCEEDED:
            answer["output"] = compact(execution.output)
    if execution.status is Status.TIMED_OUT and execution.error is not None:
        answer["error"] = execution.error
    return answer | ({"traceHeader": run.trace_header} if run.trace_header else {})


def _billing(execution: Execution) -> JsonObject:
    """Estimate what AWS bills: the virtual duration and what calls of functions take on AWS, in steps of 100 ms."""
    took = round(((execution.stopped or execution.started) - execution.started) * 1000, 3)
    calls = sum(map(_calls_function, execution.history))
    took += _COLD + (calls - 1) * _WARM if calls else 0
    steps = max(1, math.ceil(took / _BILLED_STEP))
    return {"billedDurationInMilliseconds": steps * _BILLED_STEP, "billedMemoryUsedInMB": _MEMORY}


def _calls_function(entry: Entry) -> bool:
    kind = entry[0]
    return kind is kinds.LAMBDA_STARTED or (kind is kinds.TASK_STARTED and entry[3][0] == "lambda")
