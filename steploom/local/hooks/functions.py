"""moto's Lambda: invocations run in this process instead of a container."""

from __future__ import annotations

import base64
import json
from typing import Any, Protocol

import moto.awslambda.models as moto_lambda
from moto.awslambda.exceptions import LambdaClientError
from moto.awslambda.utils import get_backend

from steploom.jsontext import Json
from steploom.local.functions.invocation import DeployedFunction, Invocation
from steploom.local.hooks import later
from steploom.local.hooks.patches import Patches

__all__ = ["Invoker", "deployed_function", "install"]

_LOG_BYTES = 4096


class Invoker(Protocol):
    """Runs functions."""

    def invoke(self, function: DeployedFunction, event: Json) -> Invocation:
        """Run a function for a caller who waits."""
        ...

    def invoke_later(self, function: DeployedFunction, event: Json) -> None:
        """Run a function for a caller who does not."""
        ...


class Throttled(LambdaClientError):  # type: ignore[misc] # moto is untyped
    """A function whose reserved concurrency is 0 takes no event."""

    code = 429

    def __init__(self) -> None:
        super().__init__("TooManyRequestsException", "Rate Exceeded.")


def install(patches: Patches, invoker: Invoker) -> None:
    """Let `invoker` run the functions that moto keeps."""

    def invoke(self: Any, body: str, request_headers: Any, response_headers: Any) -> str | bytes:
        kind = request_headers.get("x-amz-invocation-type", "RequestResponse")
        if kind == "DryRun":
            return b""
        function, event = deployed_function(self), json.loads(body) if body else {}
        if kind == "Event":
            invoker.invoke_later(function, event)
            return b""
        if self.reserved_concurrency is not None and int(self.reserved_concurrency) == 0:
            raise Throttled
        made = invoker.invoke(function, event)
        if made.failed:
            response_headers["x-amz-function-error"] = "Unhandled"
        response_headers["x-amz-executed-version"] = function.version
        response_headers["x-amz-log-result"] = base64.b64encode(made.log.encode()[-_LOG_BYTES:]).decode()
        return made.payload.encode()

    def invoke_lambda(self: Any, event: Any = None) -> tuple[str, bool, str]:
        # Event source mappings and notifications call this one; batches come parsed, or as text.
        given = json.loads(event) if isinstance(event, str) else event
        made = invoker.invoke(deployed_function(self), {} if given is None else given)
        return made.payload, made.failed, made.log

    patches.attribute(moto_lambda.LambdaStorage, "put_function", _put_function)
    patches.attribute(moto_lambda.LambdaFunction, "invoke", invoke)
    later.install(patches)
    patches.attribute(moto_lambda.LambdaFunction, "_invoke_lambda", invoke_lambda)


def _put_function(storage: Any, function: Any) -> None:
    """Keep a function as moto does, but without its role: IAM is not simulated, for machines and functions alike."""
    known = storage._functions.setdefault(function.function_name, {"latest": None, "versions": []})  # noqa: SLF001 - moto's
    known["latest"] = function
    storage._arns[function.function_arn] = function  # noqa: SLF001 - moto's


def _layers(function: Any) -> tuple[bytes, ...]:
    if not function.layers:
        return ()
    backend = get_backend(function.account_id, function.region)
    found = [backend.layers_versions_by_arn(each["Arn"]) for each in function.layers]
    return tuple(layer.code_bytes for layer in found if layer is not None)


def deployed_function(function: Any) -> DeployedFunction:
    """Return what moto knows of a function."""
    qualifier = str(function.function_arn).partition(":function:")[2].partition(":")[2]
    return DeployedFunction(
        arn=function.function_arn,
        name=function.function_name,
        version=qualifier if qualifier.isdigit() else "$LATEST",
        handler=function.handler or "",
        runtime=function.run_time or "",
        code=getattr(function, "code_bytes", b""),
        memory=int(function.memory_size),
        timeout=float(function.timeout),
        region=function.region,
        environment={key: str(value) for key, value in (function.environment_vars or {}).items()},
        layers=_layers(function),
        later=later.rules_of(function),
    )
