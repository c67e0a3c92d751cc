"""Why a state visit fails: what the data flow finds wrong, and the error that Retry and Catch see."""

from __future__ import annotations

from steploom.errors import SteploomError
from steploom.jsontext import JsonObject

__all__ = [
    "DATA_LIMIT",
    "HEARTBEAT",
    "INTRINSIC",
    "QUERY_EVALUATION",
    "RUNTIME",
    "TIMEOUT",
    "EvaluationFault",
    "Fault",
    "StateFailure",
    "TokenError",
]

RUNTIME = "States.Runtime"
TIMEOUT = "States.Timeout"
HEARTBEAT = "States.HeartbeatTimeout"
DATA_LIMIT = "States.DataLimitExceeded"
QUERY_EVALUATION = "States.QueryEvaluationError"
INTRINSIC = "States.IntrinsicFailure"


class StateFailure(Exception):
    """A state visit failed, as Retry and Catch see it.

    Args:
        error: Error name, or None where a callback gave none.
        cause: Cause text, or None where there is none.
        also: Further names by which Retry and Catch may match it.
        output: The error output that a catcher sees, where it is not made of error and cause.
    """

    def __init__(
        self,
        error: str | None,
        cause: str | None,
        *,
        also: tuple[str, ...] = (),
        output: JsonObject | None = None,
    ) -> None:
        super().__init__(error, cause)
        self.error = error
        self.cause = cause
        self.also = also
        self._output = output

    def output(self) -> JsonObject:
        """Return the error output: `Error`, and `Cause` where there is one."""
        if self._output is not None:
            return self._output
        made: JsonObject = {}
        if self.error is not None:
            made["Error"] = self.error
        if self.cause is not None:
            made["Cause"] = self.cause
        return made


class Fault(Exception):
    """Something in a state's own fields is wrong at run time; AWS prefixes the text with the state's name.

    Args:
        text: The cause after the prefix.
        error: Error name.
    """

    def __init__(self, text: str, error: str = RUNTIME) -> None:
        super().__init__(text)
        self.text = text
        self.error = error


class EvaluationFault(Fault):
    """A JSONata expression failed; the history shows `EvaluationFailed` as well.

    Args:
        text: The cause after the prefix.
        location: Slash path of the field inside the state, or None.
        late: AWS found it after the state had been entered for good (a Wait's moment).
    """

    def __init__(self, text: str, location: str | None, *, late: bool = False) -> None:
        super().__init__(text, QUERY_EVALUATION)
        self.location = location
        self.late = late


class TokenError(SteploomError):
    """A task token cannot be answered.

    Args:
        code: The code of AWS's API error: `InvalidToken`, `TaskDoesNotExist`, `TaskTimedOut`.
        message: The text of AWS's API error.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(f"{code}: {message}")
