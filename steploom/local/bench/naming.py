"""Which error names a resource can give, and the failures that bear them."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from botocore.model import ServiceModel

from steploom.asl import Resource
from steploom.dsl.awsnaming import sdk_error, sdk_prefix
from steploom.engine import Failure, TaskRequest
from steploom.jsontext import compact
from steploom.local.bench.refusing import refusal
from steploom.local.bench.requests import AwsOperation, function_of, operation_of
from steploom.local.functions.faults import timed_out
from steploom.local.tasks.failing import Refusal, optimized_failure, sdk_failure
from steploom.local.tasks.services import SERVICES

__all__ = [
    "LAMBDA_ERRORS",
    "check_error",
    "check_scope_error",
    "named_failure",
    "operation_errors",
    "prefix_for",
    "refused_failure",
    "throttled",
    "unanswered_error",
]

#: What AWS's own guide lets every Lambda task retry.
LAMBDA_ERRORS: Final = (
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
)
#: Names of Step Functions itself that a task can end with, besides its timeout.
_OF_STATES: Final = frozenset({"States.TaskFailed", "States.Permissions", "States.DataLimitExceeded"})
_OF_SCOPES: Final = frozenset(
    {
        "States.BranchFailed",
        "States.ExceedToleratedFailureThreshold",
        "States.ItemReaderFailed",
        "States.QueryEvaluationError",
        "States.ResultWriterFailed",
        "States.Timeout",
    }
)
_OF_RUNTIME: Final = frozenset({"Runtime", "Sandbox", "Extension", "Function"})
_LONGEST_NAME: Final = 256
_LONGEST_CAUSE: Final = 32_768
_FUNCTION_SECONDS: Final = 900.0
_SOCKET_SECONDS: Final = 60.0

#: Optimized integrations that do not stand among the plain ones: prefix of error names, the SDK's long name.
_OPTIMIZED: Final = {
    "events": ("EventBridge", "AmazonEventBridge"),
    "lambda": ("Lambda", "AWSLambda"),
    "states": ("StepFunctions", "AWSStepFunctions"),
}
_BUSY: Final = (
    "ThrottlingException",
    "TooManyRequestsException",
    "ThrottledException",
    "ProvisionedThroughputExceededException",
    "RequestThrottled",
    "RequestLimitExceeded",
)


@dataclass(frozen=True, slots=True)
class _Prefix:
    """How a service's errors are called: `DynamoDB`, `AmazonDynamoDBv2`, and what it says in general."""

    short: str
    long: str
    general: str


def prefix_for(resource: Resource, operation: AwsOperation) -> _Prefix | None:
    """Return how the errors of a resource are called; None where that is not known."""
    if resource.kind == "sdk":
        short = sdk_prefix(str(operation.owner.metadata.get("serviceId", operation.service)))
        return _Prefix(short, short, f"{short}.{short}Exception")
    known = SERVICES.get(resource.service)
    names = (known.prefix, known.long_name) if known is not None else _OPTIMIZED.get(resource.service)
    return None if names is None else _Prefix(*names, f"{names[0]}.{names[1].removesuffix('v2')}Exception")


def operation_errors(resource: Resource) -> tuple[str, ...]:
    """Return the error names that an operation's model declares, with those that every call can end with."""
    operation = operation_of(resource)
    prefix = None if operation is None else prefix_for(resource, operation)
    if operation is None or prefix is None:
        return ()
    declared = [f"{prefix.short}.{_name(resource, shape.name)}" for shape in operation.model.error_shapes]
    return (*dict.fromkeys((*declared, prefix.general, f"{prefix.short}.SdkClientException")),)


def check_error(request: TaskRequest, error: str, *, python: bool = False) -> None:
    """Refuse an error name that the resource of a request cannot give.

    Args:
        request: What is asked for.
        error: The name.
        python: Whether a Python function does the work.

    Raises:
        MockError: SL422.
    """
    if not 0 < len(error) <= _LONGEST_NAME:
        raise _wrong(error, f"a name has 1 to {_LONGEST_NAME} characters")
    if error in ("States.Timeout", "States.HeartbeatTimeout"):
        raise _wrong(error, "only time brings it", f"cloud.fault({request.state!r}, timeout())")
    if error in _OF_STATES:
        return
    resource = request.resource
    if error.startswith("States."):
        if resource.kind != "http" or not error.startswith("States.Http."):
            raise _wrong(error, "Step Functions itself raises it, no task", "names of one's own do not begin so")
    elif function_of(request) is not None:
        _check_function(error, python=python)
    elif resource.kind in ("sdk", "optimized") and resource.pattern != "waitForTaskToken":
        _check_service(resource, error)


def check_scope_error(error: str) -> None:
    """Refuse an error name that no Map or Parallel can end with.

    Raises:
        MockError: SL422.
    """
    if not 0 < len(error) <= _LONGEST_NAME:
        raise _wrong(error, f"a name has 1 to {_LONGEST_NAME} characters")
    if error.startswith("States.") and error not in _OF_STATES | _OF_SCOPES:
        raise _wrong(error, "no Map or Parallel ends with it", f"one of {', '.join(sorted(_OF_SCOPES))}")


def _check_function(error: str, *, python: bool) -> None:
    head, dot, _ = error.partition(".")
    if head == "Lambda" and dot:
        known = {*LAMBDA_ERRORS, "Lambda.Unknown", *operation_errors(_invoke())}
        if error not in known:
            raise _wrong(error, "Lambda has no such error", _nearest(error, known))
    elif head in _OF_RUNTIME and dot:
        return
    elif dot and (python or head[:1].isupper()):
        raise _wrong(error, "a function gives the names of its exception classes, Lambda names that begin so")
    elif python and not error.isidentifier():
        raise _wrong(error, "a Python function gives the names of its exception classes")


def _check_service(resource: Resource, error: str) -> None:
    operation = operation_of(resource)
    prefix = None if operation is None else prefix_for(resource, operation)
    if operation is None or prefix is None:
        return
    known = {
        prefix.general,
        f"{prefix.short}.SdkClientException",
        *(f"{prefix.short}.{_name(resource, shape.name)}" for shape in operation.owner.error_shapes),
    }
    if resource.service == "events":
        known.add("EventBridge.FailedEntry")
    if error not in known:
        raise _wrong(error, f"{resource.arn} has no such error", _nearest(error, known))


def _nearest(error: str, known: set[str]) -> str:
    near = get_close_matches(error, sorted(known), n=1) or get_close_matches(
        error.rpartition(".")[2], [each.rpartition(".")[2] for each in sorted(known)], n=1
    )
    full = next((each for each in sorted(known) if near and each.endswith(near[0])), None)
    return f"did you mean {full}?" if full else f"it has {', '.join(sorted(known)[:6])} …"


def _wrong(error: str, message: str, hint: str | None = None) -> Exception:
    return refusal("SL422", f"no task can end with {error!r}: {message}", hint)


def _name(resource: Resource, name: str) -> str:
    if resource.kind == "sdk":
        return sdk_error(name)
    return name if name.endswith("Exception") else f"{name}Exception"


def named_failure(request: TaskRequest, error: str, cause: str | None, request_id: str) -> Failure:
    """Return the failure of a task with an error of the service, in its own words where no cause is given.

    Args:
        request: What was asked for.
        error: Error name.
        cause: Cause text, or None.
        request_id: An id for the answer.
    """
    if cause is not None or request.resource.pattern == "waitForTaskToken":
        return Failure(error, None if cause is None else cause[:_LONGEST_CAUSE])
    code = error.rpartition(".")[2]
    operation = operation_of(request.resource) or operation_of(_invoke())
    if error.startswith("Lambda.") or (operation is not None and "." in error):
        return Failure(error, refused_failure(request, Refusal(code, "Mocked", 400, request_id)).cause)
    if function_of(request) is not None:
        told = {"errorMessage": "", "errorType": error, "requestId": request_id, "stackTrace": []}
        return Failure(error, compact(told))
    return Failure(error, None)


def refused_failure(request: TaskRequest, told: Refusal, took: float = 0.0) -> Failure:
    """Return the failure of a task whose service answered an error."""
    resource = request.resource if request.resource.kind != "lambda" else _invoke()
    operation = operation_of(resource)
    prefix = None if operation is None else prefix_for(resource, operation)
    if operation is None or prefix is None:
        return Failure(told.code, told.message, took)
    if resource.kind == "sdk":
        return sdk_failure(prefix.short, operation.owner, told, took)
    return optimized_failure(prefix.short, prefix.long, operation.owner, told, took)


def throttled(request: TaskRequest, request_id: str) -> Failure:
    """Return the failure of a task whose service has too many requests."""
    resource = request.resource if request.resource.kind != "lambda" else _invoke()
    if resource.kind == "http":
        return Failure("States.Http.StatusCode.429", "Too Many Requests")
    operation = operation_of(resource)
    code, status = "ThrottlingException", 400
    if operation is not None:
        code = _busy_code(operation, operation.owner) or code
        status = 429 if operation.service == "lambda" else status
    failure = refused_failure(request, Refusal(code, "Rate Exceeded.", status, request_id))
    return failure if operation is not None else Failure("States.TaskFailed", "Rate exceeded")


def _busy_code(operation: AwsOperation, owner: ServiceModel) -> str | None:
    known = {shape.name: shape for shape in (*owner.error_shapes, *operation.model.error_shapes)}
    shape = next((known[name] for name in _BUSY if name in known), None)
    return None if shape is None else str(shape.metadata.get("error", {}).get("code", shape.name))


def unanswered_error(request: TaskRequest, request_id: str) -> Failure:
    """Return what a task without a timeout of its own ends with when no reply comes: who called gives up waiting."""
    if function_of(request) is not None:
        payload = compact(timed_out(request_id, _FUNCTION_SECONDS))
        return Failure("Sandbox.Timedout", payload, _FUNCTION_SECONDS)
    if request.resource.kind == "http":
        return Failure("States.Http.Socket", "Read timed out", _SOCKET_SECONDS)
    operation = operation_of(request.resource)
    prefix = None if operation is None else prefix_for(request.resource, operation)
    name = "States.TaskFailed" if prefix is None else f"{prefix.short}.SdkClientException"
    return Failure(name, "Unable to execute HTTP request: Read timed out", _SOCKET_SECONDS)


def _invoke() -> Resource:
    return Resource("optimized", "lambda", "invoke", "request", "arn:aws:states:::lambda:invoke")
