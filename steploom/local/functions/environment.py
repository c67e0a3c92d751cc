"""The environment variables and the context object of one invocation."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from steploom.local.functions.invocation import DeployedFunction

__all__ = ["LambdaContext", "context_of", "environment", "variables_of"]


def variables_of(function: DeployedFunction) -> dict[str, str]:
    """Return the variables that Lambda sets for a function, and its own."""
    return {
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": function.version,
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "local",
        "AWS_DEFAULT_REGION": function.region,
        "AWS_REGION": function.region,
        "_HANDLER": function.handler,
        # There is no X-Ray daemon to send segments to.
        "AWS_XRAY_SDK_ENABLED": "false",
        "POWERTOOLS_TRACE_DISABLED": "true",
        **function.environment,
    }


@contextmanager
def environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Run a block with these environment variables besides the process's own."""
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
        for name, value in before.items():
            if os.environ.get(name) != value:
                os.environ[name] = value


@dataclass
class LambdaContext:
    """The second argument of a handler, with the names that Lambda gives its members."""

    function_name: str
    function_version: str
    invoked_function_arn: str
    memory_limit_in_mb: str
    aws_request_id: str
    log_group_name: str
    log_stream_name: str
    deadline: float
    identity: None = None
    client_context: None = None

    def get_remaining_time_in_millis(self) -> int:
        """Return the milliseconds until the function's timeout, by the time that the handler sees."""
        return max(0, int((self.deadline - time.time()) * 1000))


def context_of(function: DeployedFunction, request_id: str) -> LambdaContext:
    """Return the context of an invocation that starts now."""
    return LambdaContext(
        function.name,
        function.version,
        function.arn,
        str(function.memory),
        request_id,
        f"/aws/lambda/{function.name}",
        "local",
        time.time() + function.timeout,
    )
