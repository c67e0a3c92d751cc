"""The input of an execution: JSON text, with AWS's words for what is none."""

from __future__ import annotations

import json

from steploom.asl.limits import PAYLOAD_BYTES
from steploom.asl.text import syntax_fault
from steploom.jsontext import Json, parse, size_in_bytes
from steploom.local.door.faults import ServiceFault

__all__ = ["json_complaint", "parsed_input"]


def parsed_input(text: str) -> Json:
    """Return the value of an execution's input.

    Raises:
        ServiceFault: `InvalidExecutionInput`.

    Example:
        >>> parsed_input('{"order": 7}')
        {'order': 7}
    """
    if not text.strip():
        raise _wrong("Invalid execution input.")
    if size_in_bytes(text) > PAYLOAD_BYTES:
        raise _wrong(f"The input has {size_in_bytes(text)} bytes; {PAYLOAD_BYTES} are allowed")
    try:
        return parse(text)
    except json.JSONDecodeError as error:
        raise _wrong(json_complaint(error, text)) from error


def json_complaint(error: json.JSONDecodeError, text: str) -> str:
    """Return what AWS's parser says about a text that is no JSON, without the place.

    Example:
        >>> try:
        ...     json.loads("not some json")
        ... except json.JSONDecodeError as error:
        ...     json_complaint(error, "not some json")[:24]
        "Unrecognized token 'not'"
    """
    return syntax_fault(error, text, None).message.partition("\n")[0]


def _wrong(reason: str) -> ServiceFault:
    return ServiceFault("InvalidExecutionInput", f"Invalid State Machine Execution Input: '{reason}'")
