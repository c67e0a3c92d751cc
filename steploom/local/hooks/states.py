"""moto's Step Functions: its requests, its second host name, and its back door for CloudFormation and S3.

Ordinary requests come by `lane.py`; the general way stays for a moto server, and for whatever moto must decide.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import moto.backend_index
import moto.stepfunctions.models as moto_models
import moto.stepfunctions.responses as moto_responses
import moto.stepfunctions.urls as moto_urls
from moto.core.base_backend import BackendDict
from moto.core.exceptions import JsonRESTError, ServiceException
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import camelcase_to_underscores

from steploom.jsontext import JsonObject
from steploom.local.door.constraints import states_model
from steploom.local.door.faults import ServiceFault
from steploom.local.door.operations import OPERATIONS
from steploom.local.hooks import lane
from steploom.local.hooks.lane import Handle
from steploom.local.hooks.patches import Patches
from steploom.local.tasks.naming import error_shape

__all__ = ["SYNC_HOST", "Handle", "install"]

#: StartSyncExecution and TestState go to this host, which moto does not know.
SYNC_HOST = r"https?://sync-states\.(.+)\.amazonaws.com"
_ROOT = "{0}/$"


class StatesException(ServiceException):  # type: ignore[misc] # moto is untyped
    """An error response; moto finds the service's model by the module of the exception's class."""

    __module__ = "moto.stepfunctions.exceptions"


def install(patches: Patches, handle: Handle) -> None:
    """Let `handle` answer every request of Step Functions, over HTTP and from inside moto."""
    response = _response_class(handle)
    patches.item(moto_urls.url_paths, _ROOT, response.dispatch)
    lane.install(patches, handle, response, _exception)
    patches.entry(moto_urls.url_bases, SYNC_HOST)
    patches.entry(moto.backend_index.backend_url_patterns, ("stepfunctions", re.compile(SYNC_HOST)))
    backends = BackendDict(_backend_class(handle), "stepfunctions")
    patches.attribute(moto_models, "stepfunctions_backends", backends)
    patches.attribute(moto_responses, "get_backend", lambda account, region: backends[account][region])


def _response_class(handle: Handle) -> Any:
    """A response class of moto with one method an operation; moto does authorization, errors and serialization."""

    def method(operation: str) -> Callable[[BaseResponse], ActionResult]:
        def answer(self: BaseResponse) -> ActionResult:
            request = json.loads(self.body or "{}")
            try:
                return ActionResult(handle(operation, request, self.current_account, self.region))
            except ServiceFault as fault:
                raise _exception(fault) from fault

        return answer

    def initialize(self: BaseResponse) -> None:
        BaseResponse.__init__(self, service_name="stepfunctions")

    methods: dict[str, Any] = {camelcase_to_underscores(name): method(name) for name in OPERATIONS}
    return type("StatesResponse", (BaseResponse,), methods | {"__init__": initialize, "__module__": __name__})


def _exception(fault: ServiceFault) -> Any:
    if error_shape(states_model(), fault.code) is None:
        # moto warns of codes that the service's model does not have; ours for what is not done is one.
        return JsonRESTError(fault.code, fault.message)
    return StatesException(fault.code, fault.message)


def _backend_class(handle: Handle) -> Any:
    """A backend of moto for those who reach it without a request: CloudFormation, S3 notifications."""

    def call(self: Any, operation: str, **request: Any) -> JsonObject:
        members = {key: value for key, value in request.items() if value is not None}
        return handle(operation, members, self.account_id, self.region_name)

    def create_state_machine(self: Any, name: str, definition: str, roleArn: str, tags: Any = None, **more: Any) -> Any:  # noqa: N803 - moto's name
        known = {key: more.get(key) for key in ("loggingConfiguration", "tracingConfiguration", "publish")}
        answer = call(
            self,
            "CreateStateMachine",
            name=name,
            definition=definition,
            roleArn=roleArn,
            tags=tags,
            type=more.get("sm_type"),
            **known,
        )
        return self.describe_state_machine(answer["stateMachineArn"])

    def describe_state_machine(self: Any, arn: str) -> Any:
        told = call(self, "DescribeStateMachine", stateMachineArn=arn)
        facade = moto_models.StateMachine(arn, told["name"], told["definition"], told["roleArn"], backend=self)
        facade.type = told["type"]
        return facade

    def update_state_machine(
        self: Any, arn: str, definition: str | None = None, role_arn: str | None = None, **_: Any
    ) -> Any:
        call(self, "UpdateStateMachine", stateMachineArn=arn, definition=definition, roleArn=role_arn)
        return self.describe_state_machine(arn)

    def delete_state_machine(self: Any, arn: str) -> None:
        full = (
            arn
            if arn.startswith("arn:")
            else f"arn:{self.partition}:states:{self.region_name}:{self.account_id}:stateMachine:{arn}"
        )
        call(self, "DeleteStateMachine", stateMachineArn=full)

    def start_execution(self: Any, state_machine_arn: str, name: str, execution_input: str) -> None:
        call(self, "StartExecution", stateMachineArn=state_machine_arn, name=name or None, input=execution_input)

    own = {
        each.__name__: each
        for each in (
            create_state_machine,
            describe_state_machine,
            update_state_machine,
            delete_state_machine,
            start_execution,
        )
    }
    return type(
        "StatesBackend", (moto_models.StepFunctionBackend,), own | {"_url_module": moto_urls, "__module__": __name__}
    )
