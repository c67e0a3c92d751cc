"""What a mock gives as the outcome of a task: checked against types and models, wrapped as AWS wraps it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from steploom.asl.limits import PAYLOAD_BYTES
from steploom.dsl import Activity, AwsCall, Workflow
from steploom.dsl.awscalls import operation_model
from steploom.dsl.contract import cause, faults, shape_of
from steploom.dsl.contract.dump import to_json
from steploom.dsl.exchange import answer_json, fake_result_json
from steploom.engine import Failure, Success, TaskRequest
from steploom.engine.quota import too_large
from steploom.errors import ResultError
from steploom.jsontext import Json, JsonObject, compact, parse
from steploom.local.bench.faults import Fail
from steploom.local.bench.naming import check_error, named_failure, prefix_for, refused_failure
from steploom.local.bench.refusing import refusal
from steploom.local.bench.requests import is_invoke, machine_of, operation_of
from steploom.local.bench.shapes import response_faults
from steploom.local.bench.targets import Aim
from steploom.local.functions.faults import error_payload, task_file
from steploom.local.tasks.failing import refusal_of
from steploom.local.tasks.responses import OPTIMIZED, SDK, metadata_of, result_of
from steploom.local.tasks.services import ACTIONS, Action, action_of

__all__ = ["check_value", "failure_of", "success_of"]

_META: Final = frozenset({"SdkHttpMetadata", "SdkResponseMetadata"})
_FREE: Final = {"lambda": frozenset({"Payload"})}


def check_value(aim: Aim, value: Any) -> None:
    """Refuse a value that the target can never give, as far as the target alone tells.

    Raises:
        MockError: SL421.
    """
    match aim.target:
        case Activity():
            _declared_json(aim.target, value)
        case Workflow():
            _workflow_json(aim.target, value)
        case AwsCall():
            shape = _output_of(aim.target)
            _refuse(aim.name, response_faults(shape, value))
        case str():
            if aim.kind != "task":
                _plain(aim.name, value)


def success_of(aim: Aim, request: TaskRequest, value: Any, request_id: str) -> Success:
    """Return the success of a task that a mock answers.

    Args:
        aim: The mock's target.
        request: What is asked for.
        value: What the mock gives.
        request_id: An id for the answer.

    Raises:
        MockError: SL421, AWS cannot return it.
    """
    result = _result(aim, request, value, request_id)
    if too_large(result):
        raise refusal("SL421", f"the mock of {aim.name} returns more than {PAYLOAD_BYTES:,} bytes", _TOO_LARGE)
    if request.token is not None and request.resource.kind != "activity":
        return Success(result, submitted={})
    return Success(result)


_TOO_LARGE: Final = 'AWS fails such a task: write raises="States.DataLimitExceeded"'


def _result(aim: Aim, request: TaskRequest, value: Any, request_id: str) -> Json:
    match aim.target:
        case Activity():
            return _function(request, _declared_json(aim.target, value), request_id)
        case Workflow():
            return _machine(request, _workflow_json(aim.target, value))
        case AwsCall():
            return _call(aim.target, request, value, request_id)
        case str():
            plain = _plain(aim.name, value)
    if aim.kind == "function":
        return _function(request, plain, request_id)
    if aim.kind == "machine":
        return _machine(request, plain)
    return _task(aim.name, request, plain, request_id)


def _declared_json(activity: Activity[..., Any], value: Any) -> Json:
    try:
        return answer_json(activity, value) if activity.is_callback else fake_result_json(activity, value)
    except ResultError as error:
        raise refusal("SL421", f"the mock of {activity.name} returns what its type does not allow: {error}") from None


def _workflow_json(workflow: Workflow[..., Any], value: Any) -> Json:
    shape = shape_of(workflow.return_type)
    json, wrong = to_json(shape, value)
    if not wrong:
        return json
    if wrong := faults(shape, value):
        text = cause(wrong, "result")
        raise refusal("SL421", f"the mock of {workflow.name} returns what its type does not allow: {text}")
    return value


def _plain(name: str, value: Any) -> Json:
    try:
        return parse(compact(value))
    except (TypeError, ValueError) as error:
        raise refusal("SL421", f"the mock of {name} returns what has no JSON form: {error}") from None


def _function(request: TaskRequest, value: Json, request_id: str) -> Json:
    """What a function returned, as its Task gets it; for a callback, the answer."""
    if not is_invoke(request.resource) or request.token is not None:
        return value
    return {"ExecutedVersion": "$LATEST", "Payload": value, **_meta(request_id), "StatusCode": 200}


def _meta(request_id: str) -> JsonObject:
    headers = {"Connection": "keep-alive", "x-amzn-RequestId": request_id}
    return metadata_of({"ResponseMetadata": {"RequestId": request_id, "HTTPHeaders": headers, "HTTPStatusCode": 200}})


def _machine(request: TaskRequest, value: Json) -> Json:
    """What a nested execution ended with, as its Task gets it."""
    if request.token is not None and request.resource.pattern == "waitForTaskToken":
        return value
    told = _execution(request, "SUCCEEDED")
    if request.resource.pattern == "request":
        return {key: told[key] for key in ("ExecutionArn", "StartDate")} | _meta("mocked")
    parsed = request.resource.pattern == "sync:2"
    return told | {"Output": value if parsed else compact(value), "OutputDetails": {"Included": True}}


def _execution(request: TaskRequest, status: str) -> JsonObject:
    arguments: JsonObject = request.arguments or {}
    arn, name = str(arguments.get("StateMachineArn", "")), str(arguments.get("Name") or "mocked")
    given = arguments.get("Input", {})
    plain = parse(given) if isinstance(given, str) else given
    return {
        "ExecutionArn": f"{arn.replace(':stateMachine:', ':execution:')}:{name}",
        "Input": plain if request.resource.pattern == "sync:2" else compact(plain),
        "InputDetails": {"Included": True},
        "Name": name,
        "StartDate": 0,
        "StateMachineArn": arn,
        "Status": status,
        "StopDate": 0,
    }


def _call(target: AwsCall, request: TaskRequest, value: Any, request_id: str) -> Json:
    """A response of boto3, as its Task gets it; for a callback, the answer."""
    if request.resource.pattern != "request":
        return _plain(target.name, value)
    found = operation_of(request.resource)
    shape = None if found is None else found.model.output_shape
    _refuse(target.name, response_faults(shape, value))
    if request.resource.kind == "sdk":
        return result_of(shape, value, SDK)
    result = action_of(request.resource.service, request.resource.action).told(result_of(shape, value, OPTIMIZED))
    return dict(sorted((result | _meta(request_id)).items())) if _has_meta(request) else result


def _task(name: str, request: TaskRequest, value: Json, request_id: str) -> Json:
    """The result of a Task, as it is."""
    found = operation_of(request.resource)
    if found is None or request.resource.pattern != "request":
        if request.resource.kind == "http" and not (isinstance(value, Mapping) and "StatusCode" in value):
            raise refusal("SL421", f"the mock of {name} is no answer to an HTTP task", '{"StatusCode": 200, …}')
        return value
    free = _FREE.get(found.service, frozenset()) | (_META if _has_meta(request) else frozenset())
    style = SDK if request.resource.kind == "sdk" else OPTIMIZED
    wrong = response_faults(found.model.output_shape, value, style, free) if _as_modelled(request) else []
    hint = None
    if found.service == "lambda":
        hint = 'the result of lambda:invoke is {"Payload": …}; the function itself is mocked by its ARN'
    _refuse(name, wrong, hint)
    if is_invoke(request.resource):
        return {"ExecutedVersion": "$LATEST", **_meta(request_id), "StatusCode": 200, **value}
    return {**_meta(request_id), **value} if _has_meta(request) else value


def _has_meta(request: TaskRequest) -> bool:
    resource = request.resource
    return (
        resource.kind == "optimized"
        and resource.service != "events"
        and action_of(resource.service, resource.action).meta
    )


def _as_modelled(request: TaskRequest) -> bool:
    """Whether the result of a Task is the response that the operation's model describes."""
    resource = request.resource
    known = ACTIONS.get((resource.service, resource.action)) if resource.kind == "optimized" else None
    return known is None or known.told is Action().told


def _refuse(name: str, wrong: list[str], hint: str | None = None) -> None:
    if wrong:
        raise refusal("SL421", f"the mock of {name} returns what AWS cannot: {'; '.join(wrong)}", hint)


def _output_of(call: AwsCall) -> Any:
    return operation_model(call.service, call.operation).output_shape


def failure_of(aim: Aim, request: TaskRequest, raised: BaseException | Fail | str, request_id: str) -> Failure:
    """Return the failure of a task whose mock raises.

    Args:
        aim: The mock's target.
        request: What is asked for.
        raised: An exception, or an error name with or without a cause.
        request_id: An id for the answer.

    Raises:
        MockError: SL422, AWS cannot fail so.
    """
    if isinstance(raised, str):
        raised = Fail(raised)
    if isinstance(raised, Fail):
        if aim.kind == "machine" and "." not in raised.error:
            return _child_failure(request, raised.error, raised.cause or "")
        check_error(request, raised.error, python=isinstance(aim.target, Activity))
        return named_failure(request, raised.error, raised.cause, request_id)
    if isinstance(raised, ClientError) and aim.kind != "function":
        return refused_failure(request, refusal_of(raised))
    name, text = type(raised).__name__, str(raised)
    if aim.kind == "machine" or machine_of(request) is not None:
        return _child_failure(request, name, text)
    if aim.kind == "function" or request.resource.kind == "lambda" or is_invoke(request.resource):
        check_error(request, name, python=True)
        if request.token is not None:
            return Failure(name, text, submitted={})
        return Failure(name, compact(error_payload(raised, request_id, task_file)))
    return _service_failure(aim, request, raised)


def _service_failure(aim: Aim, request: TaskRequest, raised: BaseException) -> Failure:
    found = operation_of(request.resource)
    prefix = None if found is None else prefix_for(request.resource, found)
    if isinstance(raised, BotoCoreError) and prefix is not None:
        return Failure(f"{prefix.short}.SdkClientException", str(raised))
    if request.token is not None or request.resource.kind == "activity":
        return Failure(type(raised).__name__, str(raised))
    hint = 'raise a botocore ClientError, or name the error: raises="DynamoDB.ConditionalCheckFailedException"'
    raise refusal("SL422", f"the mock of {aim.name} raises {type(raised).__name__}, which AWS cannot", hint)


def _child_failure(request: TaskRequest, error: str, text: str) -> Failure:
    """A nested execution that failed: only who waits for its end gets to know."""
    if request.resource.pattern == "request":
        hint = "a task that only starts an execution fails as StartExecution does: raise a ClientError"
        raise refusal("SL422", f"nobody waits for the end of {machine_of(request)}", hint)
    if request.resource.pattern == "waitForTaskToken":
        return Failure(error, text, submitted={})
    told = _execution(request, "FAILED") | {"Error": error, "Cause": text}
    return Failure("States.TaskFailed", compact(dict(sorted(told.items()))), submitted={})
