"""Answer a callback by its token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from steploom.dsl import TaskToken
from steploom.dsl.contract import dump
from steploom.jsontext import compact

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

__all__ = ["complete", "fail"]

#: AWS's limits of SendTaskFailure.
_MAX_ERROR = 256
_MAX_CAUSE = 32_768

_PLAIN = (bool, int, float, str, list, tuple, dict)


def complete(token: TaskToken | str, result: object) -> None:
    """Tell the step that waits for `token` its result.

    Args:
        token: What the callback activity was called with, or its text.
        result: Of the activity's declared type: plain JSON, a model, a dataclass.

    Raises:
        ResultError: The result has no JSON form.
        DeclarationError: Its class has none.
        botocore.exceptions.ClientError: `TaskTimedOut` (nobody waits any more) or `InvalidToken`.
    """
    output = compact(dump(_type_of(result), result))
    _client().send_task_success(taskToken=_text(token), output=output)


def fail(token: TaskToken | str, error: BaseException | str, cause: str = "") -> None:
    """Tell the step that waits for `token` that there will be no result.

    Args:
        token: What the callback activity was called with, or its text.
        error: An exception, whose class gives the name and whose text gives the cause; or the name of the error.
        cause: What a reader of the execution sees; the exception's text where empty. Cut at 32,768 characters.

    Raises:
        botocore.exceptions.ClientError: `TaskTimedOut` (nobody waits any more) or `InvalidToken`.
    """
    name = error if isinstance(error, str) else type(error).__name__
    text = cause if cause or isinstance(error, str) else str(error)
    _client().send_task_failure(taskToken=_text(token), error=name[:_MAX_ERROR], cause=text[:_MAX_CAUSE])


def _type_of(result: object) -> Any:
    """Return what declares the JSON form: nothing for plain JSON, for an object its class."""
    return Any if result is None or isinstance(result, _PLAIN) else type(result)


def _text(token: TaskToken | str) -> str:
    return token.value if isinstance(token, TaskToken) else token


def _client() -> SFNClient:
    # Only who answers a callback needs boto3; a new client each time, because answers are rare.
    import boto3  # noqa: PLC0415

    return boto3.client("stepfunctions")
