"""`states:startExecution`: nested executions, with and without waiting for their end (section 6.6)."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import formatdate
from functools import partial

from steploom.dsl import AwsCall, fake_for, record_call
from steploom.engine import Outcome, Pending, Status, Success, TaskRequest
from steploom.errors import Unsupported
from steploom.jsontext import Json, JsonObject, compact
from steploom.local.door.faults import ServiceFault
from steploom.local.door.records import Run
from steploom.local.tasks.calling import faked
from steploom.local.tasks.failing import Refusal, optimized_failure
from steploom.local.tasks.naming import service_model
from steploom.local.tasks.ports import Ports

__all__ = ["start_execution"]


def start_execution(ports: Ports, request: TaskRequest) -> Outcome:
    """Start the execution; with `.sync` its end ends the task."""
    model = service_model("stepfunctions")
    if model is None or request.resource.action != "startExecution":
        raise Unsupported("SL412", f"{request.resource.arn} is not available in the local cloud; use aws-sdk:sfn")
    asked = _asked(request.arguments or {})
    target = AwsCall("stepfunctions", "start_execution")
    fake = fake_for(target)
    if fake is not None or request.resource.pattern != "sync:2":
        # One that is waited for, and runs here, is known by what it calls: so it is in a native run.
        record_call(target, asked)
    if request.token is None and fake is not None:
        return faked(fake, asked, ports.now())
    parsed = {"sync": False, "sync:2": True}.get(request.resource.pattern)
    token = request.token
    ended: Callable[[Run], None] | None = None
    if parsed is not None and token is not None:
        ended = _Ender(ports, token, parsed=parsed)
    try:
        response = ports.start(asked, ended)
    except ServiceFault as fault:
        refusal = Refusal(fault.code, fault.message, 400, ports.uuid())
        return optimized_failure("StepFunctions", "AWSStepFunctions", model, refusal)
    answer = _answer(ports, response)
    if token is None:
        return Success(answer)
    if parsed is not None:
        return Pending(answer, abandon=partial(ports.stop, response["executionArn"]))
    ports.hand_out(request)
    return Pending(answer)


def _asked(arguments: JsonObject) -> JsonObject:
    """The request as the API takes it; an input that is no text is written as JSON."""
    asked = {f"{key[:1].lower()}{key[1:]}": value for key, value in arguments.items() if value is not None}
    if "input" in asked and not isinstance(asked["input"], str):
        asked["input"] = compact(asked["input"])
    return asked


def _answer(ports: Ports, response: JsonObject) -> JsonObject:
    id_ = ports.uuid()
    body = compact({"executionArn": response["executionArn"], "startDate": response["startDate"]})
    headers = {
        "connection": "keep-alive",
        "Content-Length": str(len(body)),
        "Content-Type": "application/x-amz-json-1.0",
        "Date": formatdate(ports.now(), usegmt=True),
        "x-amzn-RequestId": id_,
    }
    return {
        "ExecutionArn": response["executionArn"],
        "SdkHttpMetadata": {
            "AllHttpHeaders": {name: [value] for name, value in headers.items()},
            "HttpHeaders": headers,
            "HttpStatusCode": 200,
        },
        "SdkResponseMetadata": {"RequestId": id_},
        "StartDate": _milliseconds(response["startDate"]),
    }


class _Ender:
    """Ends the task when the nested execution has ended."""

    def __init__(self, ports: Ports, token: str, *, parsed: bool) -> None:
        self._ports = ports
        self._token = token
        self._parsed = parsed

    def __call__(self, run: Run) -> None:
        told = self._told(run)
        if run.execution.status is Status.SUCCEEDED:
            self._ports.succeed(self._token, told)
        else:
            self._ports.fail(self._token, "States.TaskFailed", compact(told))

    def _told(self, run: Run) -> JsonObject:
        execution = run.execution
        told: dict[str, Json] = {
            "ExecutionArn": execution.arn,
            "Input": execution.input if self._parsed else compact(execution.input),
            "InputDetails": {"Included": True},
            "Name": execution.name,
            "StartDate": _milliseconds(execution.started),
            "StateMachineArn": run.machine_arn,
            "Status": execution.status.value,
            "StopDate": _milliseconds(execution.stopped or execution.started),
        }
        if execution.status is Status.SUCCEEDED:
            told |= {
                "Output": execution.output if self._parsed else compact(execution.output),
                "OutputDetails": {"Included": True},
                "RedriveCount": 0,
                "RedriveStatus": "NOT_REDRIVABLE",
                "RedriveStatusReason": "Execution is SUCCEEDED and cannot be redriven",
            }
        error = "States.Timeout" if execution.status is Status.TIMED_OUT else execution.error
        told |= {key: value for key, value in (("Error", error), ("Cause", execution.cause)) if value is not None}
        return dict(sorted(told.items()))


def _milliseconds(moment: float) -> int:
    """Dates in these answers are epoch milliseconds, as the older SDK writes them into JSON."""
    return round(moment * 1000)
