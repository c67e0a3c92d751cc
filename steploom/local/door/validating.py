"""`ValidateStateMachineDefinition`: what is wrong with a definition, without creating anything."""

from __future__ import annotations

from steploom.diagnostics import Diagnostic, Severity
from steploom.jsontext import JsonObject
from steploom.local.door.definitions import diagnose
from steploom.local.door.desk import Desk

__all__ = ["validate_state_machine_definition"]

_MOST = 100


def validate_state_machine_definition(_desk: Desk, request: JsonObject) -> JsonObject:
    """List the errors of a definition, and its warnings where they are asked for."""
    found = diagnose(request["definition"], request.get("type", "STANDARD"))
    failed = any(each.severity is Severity.ERROR for each in found)
    if request.get("severity", "ERROR") == "ERROR":
        found = tuple(each for each in found if each.severity is Severity.ERROR)
    most = request.get("maxResults") or _MOST
    return {
        "result": "FAIL" if failed else "OK",
        "diagnostics": [_shown(each) for each in found[:most]],
        "truncated": len(found) > most,
    }


def _shown(diagnostic: Diagnostic) -> JsonObject:
    shown: JsonObject = {
        "severity": diagnostic.severity.name,
        "code": diagnostic.service_code or "SCHEMA_VALIDATION_FAILED",
        "message": diagnostic.message,
    }
    return shown | ({"location": diagnostic.location} if diagnostic.location is not None else {})
