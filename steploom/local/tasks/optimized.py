"""Optimized integrations that are calls of a service, driven by tables (sections 6.2 and 6.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from botocore.model import OperationModel, ServiceModel

from steploom.engine import Failure, Outcome, Pending, Success, TaskRequest
from steploom.errors import Unsupported
from steploom.jsontext import JsonObject, compact
from steploom.local.tasks.calling import Answered, call_service
from steploom.local.tasks.failing import Refusal, optimized_failure
from steploom.local.tasks.jobs import JOBS
from steploom.local.tasks.naming import service_model
from steploom.local.tasks.ports import Ports
from steploom.local.tasks.requests import BadArguments, boto_arguments, missing_members, refused
from steploom.local.tasks.responses import OPTIMIZED, metadata_of, pascal, result_of
from steploom.local.tasks.services import SERVICES, Action, Service, action_of
from steploom.local.tasks.watching import Watch

__all__ = ["call_optimized"]

#: What ECS answers where it could not start a task, as the error of a task that waits for it.
_NOT_STARTED: Final = "AmazonECS.Unknown"


def call_optimized(ports: Ports, request: TaskRequest) -> Outcome:
    """Make the call of an optimized integration.

    Raises:
        Unsupported: SL412, the local cloud or moto does not have it.
    """
    resource = request.resource
    service = SERVICES.get(resource.service)
    action = action_of(resource.service, resource.action)
    model = service_model(action.boto or service.boto) if service is not None else None
    name = action.operation or pascal(resource.action)
    if service is None or model is None or name not in model.operation_names:
        text = f"{resource.arn} is not available in the local cloud"
        raise Unsupported("SL412", f"{text}; use aws-sdk, or a Lambda function")
    return _Call(ports, request, service, action, model, model.operation_model(name)).make()


@dataclass(frozen=True, slots=True)
class _Call:
    ports: Ports
    request: TaskRequest
    service: Service
    action: Action
    model: ServiceModel
    operation: OperationModel

    def make(self) -> Outcome:
        try:
            arguments = boto_arguments(self.operation.input_shape, self._written())
        except BadArguments as error:
            return refused(self.request.arguments, error)
        if missing := missing_members(self.operation.input_shape, arguments):
            code, text = self.service.missing
            return self._refused(Refusal(code, text.format(missing[0]), 400, self.ports.uuid()))
        answered = call_service(self.ports.service_call(self.model, self.operation.name, arguments))
        if answered.response is None:
            return self._failed(answered)
        return self._outcome(arguments, answered)

    def _outcome(self, arguments: dict[str, Any], answered: Answered) -> Outcome:
        response = answered.response or {}
        result = self.action.told(result_of(self.operation.output_shape, response, OPTIMIZED))
        if self.request.token and (failures := result.get("Failures")) and self.service.prefix == "ECS":
            return Failure(_NOT_STARTED, compact(failures), answered.took)
        told = dict(sorted((result | (metadata_of(response) if self.action.meta else {})).items()))
        if self.request.resource.pattern == "sync":
            return self._watched(arguments, {**response, "_told": result}, told, answered.took)
        if self.request.token:
            self.ports.hand_out(self.request)
            return Pending(told, answered.took)
        return Success(told, answered.took)

    def _watched(self, arguments: dict[str, Any], answer: dict[str, Any], told: JsonObject, took: float) -> Outcome:
        resource = self.request.resource
        job = JOBS[resource.service, resource.action]
        watch = Watch(self.ports, self.request, self.model, job, arguments, answer)
        watch.begin()
        return Pending(told, took, watch.abandon)

    def _written(self) -> JsonObject:
        given: JsonObject = self.request.arguments or {}
        fields = self.action.fields
        for key in given:
            if fields is not None and key not in fields:
                raise BadArguments(f"The field '{key}' is not supported by Step Functions")
        return self.action.asked(
            {
                key: compact(value) if key in self.service.as_text and not isinstance(value, str | None) else value
                for key, value in given.items()
            }
        )

    def _failed(self, answered: Answered) -> Failure:
        if answered.refusal is not None:
            return self._refused(answered.refusal, answered.took)
        prefix = self.service.prefix
        return answered.failure(prefix) or Failure(f"{prefix}.{self.service.long_name}Exception", None, answered.took)

    def _refused(self, refusal: Refusal, took: float = 0.0) -> Failure:
        return optimized_failure(self.service.prefix, self.service.long_name, self.model, refusal, took)
