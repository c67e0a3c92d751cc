"""The errors that the API answers with, in AWS's words."""

from __future__ import annotations

from steploom.errors import SteploomError

__all__ = [
    "ServiceFault",
    "activity_unknown",
    "execution_unknown",
    "machine_unknown",
    "quota_exceeded",
    "unsupported_type",
    "validation",
    "wrong_arn",
    "wrong_token",
]


class ServiceFault(SteploomError):
    """An error response of the API.

    Args:
        code: `StateMachineDoesNotExist`, `ValidationException`, …
        message: The text.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(f"{code}: {message}")


def wrong_arn(reason: str) -> ServiceFault:
    """Return the error for a text that is no ARN, or one of the wrong kind.

    Example:
        >>> str(wrong_arn("Invalid ARN prefix: orders"))
        "InvalidArn: Invalid Arn: 'Invalid ARN prefix: orders'"
    """
    return ServiceFault("InvalidArn", f"Invalid Arn: '{reason}'")


def wrong_token() -> ServiceFault:
    """Return the error for a task token or page token that means nothing."""
    return ServiceFault("InvalidToken", "Invalid Token: 'Invalid token'")


def machine_unknown(arn: str) -> ServiceFault:
    """Return the error for a state machine that does not exist."""
    return ServiceFault("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{arn}'")


def execution_unknown(arn: str) -> ServiceFault:
    """Return the error for an execution that does not exist."""
    return ServiceFault("ExecutionDoesNotExist", f"Execution Does Not Exist: '{arn}'")


def activity_unknown(arn: str) -> ServiceFault:
    """Return the error for an activity that does not exist."""
    return ServiceFault("ActivityDoesNotExist", f"Activity Does Not Exist: '{arn}'")


def unsupported_type() -> ServiceFault:
    """Return the error for an operation that the machine's type, Standard or Express, does not have."""
    return ServiceFault("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine")


def quota_exceeded(message: str) -> ServiceFault:
    """Return the error for one version or alias too many."""
    return ServiceFault("ServiceQuotaExceededException", message)


def validation(message: str) -> ServiceFault:
    """Return the error for a request whose members do not fit together."""
    return ServiceFault("ValidationException", message)
