"""Lambda functions: by ARN, and through `lambda:invoke` with and without a task token."""

from __future__ import annotations

import base64
from email.utils import formatdate

from steploom.dsl import AwsCall, fake_for, record_call
from steploom.engine import Failure, Outcome, Pending, Success, TaskRequest
from steploom.jsontext import Json, JsonObject, parse, size_in_bytes
from steploom.local.functions.invocation import DeployedFunction, Invocation
from steploom.local.tasks.calling import faked
from steploom.local.tasks.failing import Refusal, optimized_failure
from steploom.local.tasks.naming import service_model
from steploom.local.tasks.ports import Ports
from steploom.local.tasks.requests import BadArguments, refused

__all__ = ["call_function", "invoke_function"]

_FIELDS = frozenset({"ClientContext", "FunctionName", "InvocationType", "LogType", "Payload", "Qualifier"})
_LOG_BYTES = 4096
_ACCEPTED = 202


def call_function(ports: Ports, request: TaskRequest) -> Outcome:
    """Call the function of an ARN; the result is what it returned."""
    resource = request.resource
    arn = resource.arn
    function = ports.find_function(arn, resource.qualifier)
    if function is None:
        return _unknown(ports, arn, resource.qualifier)
    made = ports.invoke(function, request.arguments)
    return _failed(made) if made.failed else Success(parse(made.payload), made.took)


def invoke_function(ports: Ports, request: TaskRequest) -> Outcome:
    """Do what the parameters of `lambda:invoke` say."""
    arguments: JsonObject = request.arguments
    for key in arguments:
        if key not in _FIELDS:
            return refused(arguments, BadArguments(f"The field '{key}' is not supported by Step Functions"))
    name = str(arguments.get("FunctionName", ""))
    qualifier = arguments.get("Qualifier")
    function = ports.find_function(name, qualifier)
    target = AwsCall("lambda", "invoke")
    if function is None or not ports.is_activity(function.name):
        record_call(target, arguments)
        if request.token is None and (fake := fake_for(target)) is not None:
            return faked(fake, arguments, ports.now())
    if function is None:
        return _unknown(ports, name, qualifier)
    try:
        event = _event(arguments)
    except ValueError as error:
        text = f"Could not parse request body into json: Could not parse payload into json: {error}"
        return _refused(ports, "InvalidRequestContentException", text, 400)
    if arguments.get("InvocationType") == "Event":
        ports.invoke_later(function, event)
        answer: JsonObject = {"StatusCode": _ACCEPTED, "Payload": "", **_metadata(ports, "", _ACCEPTED)}
        return _handed(ports, request, answer, 0.0) if request.token else Success(answer)
    made = ports.invoke(function, event)
    if made.failed:
        return _failed(made)
    result = _result(ports, function, made, arguments)
    return _handed(ports, request, result, made.took) if request.token else Success(result, made.took)


def _handed(ports: Ports, request: TaskRequest, answer: JsonObject, took: float) -> Outcome:
    ports.hand_out(request)
    return Pending(answer, took)


def _event(arguments: JsonObject) -> Json:
    payload = arguments.get("Payload")
    if payload is None:
        return {}
    # A text is the body itself, as for Lambda's API; anything else is written as JSON first.
    return parse(payload) if isinstance(payload, str) else payload


def _failed(made: Invocation) -> Failure:
    told = parse(made.payload)
    return Failure(str(told.get("errorType", "Lambda.Unknown")), made.payload, made.took)


def _result(ports: Ports, function: DeployedFunction, made: Invocation, arguments: JsonObject) -> JsonObject:
    result: JsonObject = {"ExecutedVersion": function.version}
    if arguments.get("LogType") == "Tail":
        result["LogResult"] = base64.b64encode(made.log.encode()[-_LOG_BYTES:]).decode()
    result["Payload"] = parse(made.payload)
    return {**result, **_metadata(ports, made.payload, 200, made.request_id), "StatusCode": 200}


def _metadata(ports: Ports, payload: str, status: int, request_id: str | None = None) -> JsonObject:
    id_ = request_id or ports.uuid()
    headers = {
        "Connection": "keep-alive",
        "Content-Length": str(size_in_bytes(payload)),
        "Content-Type": "application/json",
        "Date": formatdate(ports.now(), usegmt=True),
        "X-Amz-Executed-Version": "$LATEST",
        "x-amzn-Remapped-Content-Length": "0",
        "x-amzn-RequestId": id_,
        "X-Amzn-Trace-Id": f"Root=1-{int(ports.now()):08x}-{id_.replace('-', '')[:24]};Sampled=0",
    }
    return {
        "SdkHttpMetadata": {
            "AllHttpHeaders": {name: [value] for name, value in headers.items()},
            "HttpHeaders": headers,
            "HttpStatusCode": status,
        },
        "SdkResponseMetadata": {"RequestId": id_},
    }


def _unknown(ports: Ports, name: str, qualifier: str | None) -> Failure:
    arn = name if name.startswith("arn:") else f"arn:aws:lambda:{ports.region}:{ports.account}:function:{name}"
    full = arn if qualifier is not None and arn.endswith(f":{qualifier}") else f"{arn}:{qualifier or '$LATEST'}"
    return _refused(ports, "ResourceNotFoundException", f"Function not found: {full}", 404)


def _refused(ports: Ports, code: str, message: str, status: int) -> Failure:
    model = service_model("lambda")
    if model is None:  # pragma: no cover - botocore always has it
        return Failure(f"Lambda.{code}", message)
    return optimized_failure("Lambda", "AWSLambda", model, Refusal(code, message, status, ports.uuid()))
