"""Why a state visit fails: what the data flow finds wrong, and the error that Retry and Catch see."""

from __future__ import annotations

from steploom.errors import SteploomError
from steploom.jsontext import JsonObject

__all__ = [
    "DATA_LIMIT",
    "HEARTBEAT",
    "INTRINSIC",
    "QUERY_EVALUATION",
    "READER_FAILED",
    "RUNTIME",
    "THRESHOLD",
    "TIMEOUT",
    "WRITER_FAILED",
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
READER_FAILED = "States.ItemReaderFailed"
WRITER_FAILED = "States.ResultWriterFailed"
THRESHOLD = "States.ExceedToleratedFailureThreshold"


class StateFailure(Exception):
    """A state visit failed, as Retry and Catch see it.

    Args:
        error: Error name, or None where a callback gave none.
        cause: Cause text, or None where there is none.
        also: Further names by which Retry and Catch may match it.
    """

    def __init__(self, error: str | None, cause: str | None, *, also: tuple[str, ...] = ()) -> None:
        super().__init__(error, cause)
        self.error = error
        self.cause = cause
        self.also = also

    def output(self) -> JsonObject:
        """Return the error output, as recorded on AWS: null where there is none, an empty cause for a timeout."""
        cause = "" if self.cause is None and self.error == TIMEOUT else self.cause
        return {"Error": self.error, "Cause": cause}


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
