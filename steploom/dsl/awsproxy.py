"""AWS calls as steps: `await aws.dynamodb.put_item(TableName="orders", Item={...})`."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from steploom.dsl.ambient import the_runner

__all__ = ["Aws", "AwsCall", "AwsService", "aws"]


@dataclass(frozen=True, slots=True)
class AwsCall:
    """One operation of one service; calling it makes the step.

    Attributes:
        service: Name as boto3 takes it: `dynamodb`, `cognito-idp`, `lambda`.
        operation: Name as boto3's client has it: `put_item`.

    Example:
        >>> aws.cognito_idp.admin_get_user
        aws.cognito_idp.admin_get_user
        >>> aws.lambda_.invoke == AwsCall("lambda", "invoke")
        True
    """

    service: str
    operation: str

    @property
    def name(self) -> str:
        """The call as it is written in a workflow: `aws.dynamodb.put_item`."""
        return f"aws.{self.service.replace('-', '_')}.{self.operation}"

    def __call__(self, **arguments: Any) -> Coroutine[None, None, dict[str, Any]]:
        """Return the step, to be awaited in a workflow; its result is the response without meta data.

        Args:
            arguments: The members of the request, as boto3 takes them.

        Raises:
            OutsideWorkflow: No workflow is running.
        """
        return the_runner(f"{self.name}(...)", "use a boto3 client where no workflow runs").call_aws(self, arguments)

    def __repr__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class AwsService:
    """One service; its attributes are its operations.

    Attributes:
        service: Name as boto3 takes it.
    """

    service: str

    def __getattr__(self, operation: str) -> AwsCall:
        """Return an operation; whether it exists is asked when it is called or compiled."""
        _refuse_private(operation)
        return AwsCall(self.service, operation)


class Aws:
    """Every AWS service; its attributes are the services, `-` written `_`, and `lambda` written `lambda_`."""

    __slots__ = ()

    def __getattr__(self, service: str) -> AwsService:
        """Return a service; whether it exists is asked when one of its operations is called or compiled."""
        _refuse_private(service)
        return AwsService(service.rstrip("_").replace("_", "-"))

    def __repr__(self) -> str:
        return "aws"


#: `await aws.<service>.<operation>(...)` is one step of a workflow.
aws = Aws()


def _refuse_private(name: str) -> None:
    # Tools that look at objects (inspect, doctest, copy) ask for such names, and must not be told that they exist.
    if name.startswith("_"):
        raise AttributeError(f"{name!r} is no AWS name")
