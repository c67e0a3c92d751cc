"""Whether an event has what its type says: a history may come from anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from steploom.diagnostics import Diagnostic
from steploom.errors import DiagnosticError
from steploom.jsontext import JsonObject

__all__ = ["HistoryError", "check_event"]

_NAMED = {"name": str}
_ITEM = {"name": str, "index": int}
#: What the details of a type must have, by the end of the type's name.
_NEEDS: tuple[tuple[str, Mapping[str, type]], ...] = (
    ("StateEntered", _NAMED),
    ("StateExited", _NAMED),
    ("MapIterationStarted", _ITEM),
    ("MapIterationSucceeded", _ITEM),
    ("MapIterationFailed", _ITEM),
    ("MapIterationAborted", _ITEM),
    ("EvaluationFailed", {"state": str}),
    ("TaskScheduled", {"resourceType": str, "resource": str}),
    ("LambdaFunctionScheduled", {"resource": str}),
    ("ActivityScheduled", {"resource": str}),
)
_TEXTS = ("input", "output", "parameters", "error", "cause")


class HistoryError(DiagnosticError):
    """Something that is no complete history of an execution (SL905)."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__([Diagnostic("SL905", message, hint=hint)])


def check_event(event: JsonObject) -> None:
    """Refuse an event that lacks what its type needs, or has it in another form.

    Raises:
        HistoryError: It does.
    """
    if isinstance(event["previousEventId"], bool) or not isinstance(event["previousEventId"], int):
        raise _wrong(event, "previousEventId")
    for key, value in event.items():
        if key.endswith("EventDetails") and not isinstance(value, Mapping):
            raise _wrong(event, key)
    own: Mapping[str, Any] = next((value for key, value in event.items() if key.endswith("EventDetails")), {})
    needs = next((each for end, each in _NEEDS if event["type"].endswith(end)), {})
    for name, kind in needs.items():
        if not isinstance(own.get(name), kind):
            raise _wrong(event, name)
    for name in _TEXTS:
        if not isinstance(own.get(name), str | None):
            raise _wrong(event, name)
    for name, value in own.items():
        if name.endswith(("Details", "Variables")) and not isinstance(value, Mapping):
            raise _wrong(event, name)
    if not isinstance(own.get("length"), int | None):
        raise _wrong(event, "length")


def _wrong(event: JsonObject, name: str) -> HistoryError:
    return HistoryError(f"event {event['id']} ({event['type']}) has no {name} as such an event has it")
