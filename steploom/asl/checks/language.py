"""Which fields the query language of a state allows (sections 1.4 and 1.5)."""

from __future__ import annotations

from steploom.asl.checks.parts import parts
from steploom.asl.checks.visit import Visit
from steploom.asl.faults import Faults, child
from steploom.asl.shapes.comparison import LOGIC

__all__ = ["check_language"]

_JSONATA_ONLY = frozenset({"Arguments", "Condition", "Items", "Output"})
_JSONPATH_ONLY = (
    frozenset(
        {
            "CausePath",
            "ErrorPath",
            "HeartbeatSecondsPath",
            "InputPath",
            "ItemsPath",
            "MaxConcurrencyPath",
            "MaxInputBytesPerBatchPath",
            "MaxItemsPath",
            "MaxItemsPerBatchPath",
            "OutputPath",
            "Parameters",
            "Result",
            "ResultPath",
            "ResultSelector",
            "SecondsPath",
            "TimeoutSecondsPath",
            "TimestampPath",
            "ToleratedFailureCountPath",
            "ToleratedFailurePercentagePath",
        }
    )
    | LOGIC
)

#: Fields that hold a number, and under JSONata an expression, with the type that AWS asks for.
_NUMBERS = {
    "HeartbeatSeconds": "INTEGER",
    "MaxConcurrency": "INTEGER",
    "MaxInputBytesPerBatch": "INTEGER",
    "MaxItems": "INTEGER",
    "MaxItemsPerBatch": "INTEGER",
    "Seconds": "INTEGER",
    "TimeoutSeconds": "INTEGER",
    "ToleratedFailureCount": "INTEGER",
    "ToleratedFailurePercentage": "NUMBER",
}


def check_language(visit: Visit, faults: Faults) -> None:
    """Report a state that falls back to JSONPath, and fields of the other query language."""
    if visit.machine_language == "JSONata" and visit.language == "JSONPath":
        message = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"
        faults.schema(visit.location, message, anchor=child(visit.location, "QueryLanguage"))
        return
    foreign, other = (_JSONPATH_ONLY, "JSONPath") if visit.language == "JSONata" else (_JSONATA_ONLY, "JSONata")
    for part in parts(visit.state, visit.location):
        for name, value in part.fields.items():
            if name in foreign:
                message = (
                    f"The QueryLanguage is set to '{visit.language}', "
                    f"but field '{name}' is only supported for the '{other}' QueryLanguage"
                )
                faults.schema(part.location, message, anchor=child(part.location, name))
            elif visit.language == "JSONPath" and isinstance(value, str):
                _constant(name, value, child(part.location, name), faults)


def _constant(name: str, value: str, location: str, faults: Faults) -> None:
    """An expression where JSONPath takes constants only."""
    hint = "Expressions are JSONata; set QueryLanguage, or use the field that ends in Path"
    if name in _NUMBERS:
        faults.schema(location, f"Expected value of type [{_NUMBERS[name]}]", hint=hint)
    elif name == "Timestamp" and value.startswith("{%"):
        faults.schema(location, "String does not match RFC3339 timestamp", hint=hint)
