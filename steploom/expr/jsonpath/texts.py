"""AWS's wording around a path that fails, one function a kind of field.

Input: the path's error and what the field knows. Output: the text after AWS's prefix `An error occurred while executing
the state …`. Must not: decide whether something is wrong.

The texts are recorded on AWS (section 2.4 of the language reference the project follows), except where a function says
otherwise.
"""

from __future__ import annotations

from steploom.expr.javatext import java_text
from steploom.expr.jsonpath.errors import PathError
from steploom.jsontext import Json, compact

__all__ = [
    "NO_CHOICE",
    "WAIT_TOO_LONG",
    "activity_missing",
    "argument_not_found",
    "cannot_be_negative",
    "choice_path_invalid",
    "field_not_path",
    "field_not_text",
    "invalid_path",
    "items_not_array",
    "items_not_found",
    "must_be_percentage",
    "not_a_float",
    "not_an_integer",
    "not_found",
    "parameters_rejected",
    "seconds_missing",
    "seconds_negative",
    "seconds_not_integral",
    "timestamp_invalid",
]

WAIT_TOO_LONG = "Wait state delay is too long."
NO_CHOICE = "Failed to transition out of the state. The state does not point to a next state."


def invalid_path(error: PathError) -> str:
    """Word the failure of `InputPath`, `OutputPath`, `TimeoutSecondsPath` or `HeartbeatSecondsPath`.

    Example:
        >>> invalid_path(PathError("$.X", "No results for path: $['X']"))
        "Invalid path '$.X' : No results for path: $['X']"
    """
    return f"Invalid path '{error.path}' : {error.message}"


def not_found(path: str, field: str, state_input: Json) -> str:
    """Word the failure of a payload template's field, `ErrorPath` or `CausePath`.

    Args:
        path: As written, `$$` included.
        field: The field's name as written, for example `value.$`.
        state_input: What `$` names, also where the path starts with `$$`.

    Example:
        >>> print(not_found("$.x", "value.$", {"a": 1}))
        The JSONPath '$.x' specified for the field 'value.$' could not be found in the input '{"a":1}'
    """
    return (
        f"The JSONPath '{path}' specified for the field '{field}' could not be found in the input "
        f"'{compact(state_input)}'"
    )


def argument_not_found(path: str, state_input: Json) -> str:
    """Word a path among the arguments of an intrinsic function; reported from AWS by two public projects.

    A context path shows with one dollar sign.

    Example:
        >>> print(argument_not_found("$$.Nope", {"a": 1}))
        The JsonPath argument for the field '$.Nope' could not be found in the input '{"a":1}'
    """
    return (
        f"The JsonPath argument for the field '{_one_dollar(path)}' could not be found in the input "
        f"'{compact(state_input)}'"
    )


def field_not_text(field: str, value: Json) -> str:
    """Word a template's field ending in `.$` that is no text; AWS says so when it creates the machine."""
    kinds = {dict: "an OBJECT", list: "an ARRAY", bool: "a BOOLEAN", int: "a NUMBER", float: "a NUMBER"}
    kind = kinds.get(type(value), "a NULL")
    return f"The value for the field '{field}' must be a STRING that contains a JSONPath but was {kind}"


def field_not_path(field: str) -> str:
    """Word a template's field ending in `.$` that is neither path nor call; AWS says so at creation."""
    return f"The value for the field '{field}' must be a valid JSONPath or a valid intrinsic function call"


def seconds_missing(path: str) -> str:
    """Word a `SecondsPath` that finds nothing."""
    return f"The SecondsPath parameter does not reference an input value: {path}"


def seconds_negative(path: str, value: Json) -> str:
    """Word a `SecondsPath` to a negative number."""
    return f"The SecondsPath parameter references a negative value: {path} == {java_text(value)}"


def seconds_not_integral(path: str, value: Json) -> str:
    """Word a `SecondsPath` to something that is no whole number."""
    return f"The SecondsPath parameter cannot be parsed as a long value: {path} == {java_text(value)}"


def timestamp_invalid(path: str, value: Json) -> str:
    """Word a `TimestampPath` to something that is no moment."""
    return (
        "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: "
        f"{path} == {java_text(value)}"
    )


def not_an_integer(field: str, value: Json, path: str) -> str:
    """Word `MaxConcurrencyPath`, `MaxItemsPath` or `ToleratedFailureCountPath` to something else than an integer.

    Example:
        >>> not_an_integer("MaxItemsPath", "1.5", "$.MaxItems")
        'The MaxItemsPath field refers to value "1.5" which is not a valid integer: $.MaxItems'
    """
    return f'The {field} field refers to value "{java_text(value)}" which is not a valid integer: {path}'


def not_a_float(field: str, value: Json, path: str) -> str:
    """Word `ToleratedFailurePercentagePath` to something that is no number."""
    return f'The {field} field refers to value "{java_text(value)}" which is not a valid float: {path}'


def cannot_be_negative(field: str) -> str:
    """Word a negative `ToleratedFailureCount`."""
    return f"{field} cannot be negative."


def must_be_percentage(field: str) -> str:
    """Word a `ToleratedFailurePercentage` out of range."""
    return f"{field} must be between 0 and 100."


def choice_path_invalid(path: str) -> str:
    """Word a Choice rule whose `Variable`, or path to compare with, finds nothing; widely reported from AWS."""
    return f"Invalid path '{path}': The choice state's condition path references an invalid value."


def items_not_array(path: str) -> str:
    """Word an `ItemsPath` to something that is no list; a context path shows with one dollar sign."""
    return f'Reference path "{_one_dollar(path)}" must point to array.'


def items_not_found(step: str, state_input: Json) -> str:
    """Word an `ItemsPath` that leads nowhere; reported from AWS, as error `States.ReferencePathConflict`.

    Args:
        step: The name or index that is missing.
        state_input: The filtered input.
    """
    return f'Unable to apply step "{step}" to input {compact(state_input)}'


def parameters_rejected(parameters: Json, reason: str) -> str:
    """Word a task whose parameters have the wrong shape; `reason` is the service's own text."""
    return f"The Parameters '{compact(parameters)}' could not be used to start the Task: [{reason}]"


def activity_missing(arn: str) -> str:
    """Word a task for an activity that does not exist."""
    return f"The activity {arn} does not exist."


def _one_dollar(path: str) -> str:
    return path[1:] if path.startswith("$$") else path
