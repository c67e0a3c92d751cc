"""The names under which errors are known on AWS."""

from __future__ import annotations

__all__ = ["TIMEOUT_NAME", "describe", "error_name", "timed_out"]

#: AWS's name of a step that ran out of time.
TIMEOUT_NAME = "States.Timeout"


def timed_out() -> TimeoutError:
    """Return the error of a step that ran out of time: a plain `TimeoutError` with an empty message.

    It is told apart from a `TimeoutError` that an activity raised itself, which keeps its class name on AWS.

    Example:
        >>> str(timed_out()), error_name(timed_out()), error_name(TimeoutError("slow"))
        ('', 'States.Timeout', 'TimeoutError')
    """
    error = TimeoutError()
    vars(error)["steploom_name"] = TIMEOUT_NAME
    return error


def error_name(error: BaseException) -> str:
    """Return the name of `error` as `describe_execution` shows it: its class's name, or `States.Timeout`."""
    name = getattr(error, "__dict__", {}).get("steploom_name")
    return name if isinstance(name, str) else type(error).__name__


def describe(error: BaseException) -> str:
    """Return `<Error>: <message>`, the form in which `CompensationFailed` names each error.

    Example:
        >>> describe(KeyError("a")), describe(ValueError())
        ("KeyError: 'a'", 'ValueError: ')
    """
    return f"{error_name(error)}: {error}"
