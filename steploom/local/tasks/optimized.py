"""Optimized integrations of services that answer at once: DynamoDB, SQS, SNS (sections 6.2 and 6.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from botocore.model import ServiceModel

from steploom.engine import Failure, Outcome, Pending, Success, TaskRequest
from steploom.errors import Unsupported
from steploom.jsontext import compact
from steploom.local.tasks.calling import Answered, call_service
from steploom.local.tasks.failing import Refusal, optimized_failure
from steploom.local.tasks.naming import operation_name, service_model
from steploom.local.tasks.ports import Ports
from steploom.local.tasks.requests import BadArguments, boto_arguments, missing_members, refused
from steploom.local.tasks.responses import metadata_of, result_of

__all__ = ["SERVICES", "Service", "call_optimized"]


@dataclass(frozen=True, slots=True)
class Service:
    """How a service appears in an optimized integration.

    Attributes:
        boto: boto3's name.
        prefix: Prefix of its error names.
        long_name: Its name in cause texts.
        as_text: Members that are written as JSON text where they are no text.
        missing: Code and text for a required member that is not there; `{}` stands for its name.
    """

    boto: str
    prefix: str
    long_name: str
    as_text: frozenset[str] = frozenset()
    missing: tuple[str, str] = (
        "ValidationException",
        "1 validation error detected: Value null at '{}' failed to satisfy constraint: Member must not be null",
    )


SERVICES: Final = {
    "dynamodb": Service("dynamodb", "DynamoDB", "AmazonDynamoDBv2"),
    "sns": Service("sns", "SNS", "AmazonSNS", frozenset({"Message"}), ("InvalidParameter", "Invalid parameter: {}")),
    "sqs": Service(
        "sqs",
        "SQS",
        "AmazonSQS",
        frozenset({"MessageBody"}),
        ("MissingParameter", "The request must contain the parameter {}."),
    ),
}


def call_optimized(ports: Ports, request: TaskRequest) -> Outcome:
    """Make the call of an optimized integration.

    Raises:
        Unsupported: SL412, the local cloud or moto does not have it.
    """
    service = SERVICES.get(request.resource.service)
    model = service_model(service.boto) if service is not None else None
    name = operation_name(model, request.resource.action) if model is not None else None
    if service is None or model is None or name is None:
        raise Unsupported(
            "SL412",
            f"{request.resource.arn} is not available in the local cloud yet; use aws-sdk, or a Lambda function",
        )
    return _Call(ports, request, service, model, name).make()


@dataclass(frozen=True, slots=True)
class _Call:
    ports: Ports
    request: TaskRequest
    service: Service
    model: ServiceModel
    name: str

    def make(self) -> Outcome:
        operation = self.model.operation_model(self.name)
        try:
            arguments = boto_arguments(operation.input_shape, self._written())
        except BadArguments as error:
            return refused(self.request.arguments, error)
        if missing := missing_members(operation.input_shape, arguments):
            code, text = self.service.missing
            return self._refused(Refusal(code, text.format(missing[0]), 400, self.ports.uuid()))
        answered = call_service(self.ports.service_call(self.model, self.name, arguments))
        if answered.response is None:
            return self._failed(answered)
        result = result_of(operation.output_shape, answered.response) | metadata_of(answered.response)
        result = dict(sorted(result.items()))
        if self.request.token:
            self.ports.hand_out(self.request)
            return Pending(result, answered.took)
        return Success(result, answered.took)

    def _written(self) -> dict[str, Any]:
        given = self.request.arguments or {}
        return {
            key: compact(value) if key in self.service.as_text and not isinstance(value, str | type(None)) else value
            for key, value in given.items()
        }

    def _failed(self, answered: Answered) -> Failure:
        if answered.refusal is not None:
            return self._refused(answered.refusal, answered.took)
        prefix = self.service.prefix
        return answered.failure(prefix) or Failure(f"{prefix}.{self.service.long_name}Exception", None, answered.took)

    def _refused(self, refusal: Refusal, took: float = 0.0) -> Failure:
        return optimized_failure(self.service.prefix, self.service.long_name, self.model, refusal, took)
