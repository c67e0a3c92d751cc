"""Every expression of a state: what can be seen from outside, and the call of whoever can look inside."""

from __future__ import annotations

from collections.abc import Mapping

from steploom.asl.checks.jsonata import check_value
from steploom.asl.checks.maps import is_distributed
from steploom.asl.checks.parts import Part, parts
from steploom.asl.checks.paths import is_path, looks_dynamic, reference_fault
from steploom.asl.checks.templates import check_result, check_template
from steploom.asl.checks.visit import ExpressionUse, Visit
from steploom.asl.faults import Faults, child
from steploom.asl.model import MapState
from steploom.asl.readers import is_expression
from steploom.asl.shapes.comparison import OPERATORS
from steploom.jsontext import Json

__all__ = ["check_expressions"]

_TEMPLATES = frozenset({"Assign", "BatchInput", "Credentials", "ItemSelector", "Parameters", "ResultSelector"})
_PATHS = frozenset({"InputPath", "OutputPath", "Variable"})
_REFERENCES = frozenset(
    {
        "HeartbeatSecondsPath",
        "ItemsPath",
        "MaxConcurrencyPath",
        "MaxInputBytesPerBatchPath",
        "MaxItemsPath",
        "MaxItemsPerBatchPath",
        "ResultPath",
        "SecondsPath",
        "TimeoutSecondsPath",
        "TimestampPath",
        "ToleratedFailureCountPath",
        "ToleratedFailurePercentagePath",
    }
)
_NO_CONTEXT = _REFERENCES - {"ItemsPath", "SecondsPath", "TimestampPath", "TimeoutSecondsPath", "HeartbeatSecondsPath"}
_DYNAMIC = frozenset({"CausePath", "ErrorPath"})

#: Fields whose text may be an expression under JSONata, with all that is in them.
_EVALUATED = frozenset(
    {
        "Arguments",
        "Assign",
        "BatchInput",
        "Cause",
        "Condition",
        "Credentials",
        "Error",
        "HeartbeatSeconds",
        "ItemSelector",
        "Items",
        "MaxConcurrency",
        "MaxInputBytesPerBatch",
        "MaxItems",
        "MaxItemsPerBatch",
        "Output",
        "Seconds",
        "TimeoutSeconds",
        "Timestamp",
        "ToleratedFailureCount",
        "ToleratedFailurePercentage",
    }
)


def check_expressions(visit: Visit, faults: Faults) -> None:
    """Report expressions that are none, and what `check_expression` finds in the others."""
    for part in parts(visit.state, visit.location):
        for name, value in part.fields.items():
            if visit.language == "JSONata":
                _check_jsonata(name, value, part, visit, faults)
            else:
                _check_jsonpath(name, value, part, visit, faults)


def _check_jsonata(name: str, value: Json, part: Part, visit: Visit, faults: Faults) -> None:
    if name not in _EVALUATED:
        return
    place = child(part.location, name)
    if name == "Arguments" and not isinstance(value, Mapping) and not is_expression(value):
        faults.schema(place, "Expected value of type [OBJECT]", hint="Write an object, or one expression")
    elif name == "Items" and not _is_items(value, visit):
        faults.schema(place, "Expected value of type [ARRAY]", hint="Write a list, or one expression")
    elif name == "Condition" and isinstance(value, str) and not is_expression(value):
        faults.schema(place, "JSONata string must start with {% and end with %}", code="SL404")
    else:
        use = ExpressionUse("jsonata", "", visit.name, _field(part, name), place, _members(name, part, visit))
        check_value(value, use, visit.check_expression, faults)


def _is_items(value: Json, visit: Visit) -> bool:
    if isinstance(value, Mapping):
        return isinstance(visit.state, MapState) and is_distributed(visit.state)
    return isinstance(value, list) or is_expression(value)


def _members(name: str, part: Part, visit: Visit) -> frozenset[str]:
    """What `$states` offers (section 2.6)."""
    if name in ("Assign", "Output"):
        if part.role == "catcher":
            return frozenset({"input", "context", "errorOutput"})
        if visit.state.type in ("Task", "Parallel", "Map"):
            return frozenset({"input", "context", "result"})
    return frozenset({"input", "context"})


def _field(part: Part, name: str) -> str:
    return f"{part.place}/{name}" if part.place else name


def _check_jsonpath(name: str, value: Json, part: Part, visit: Visit, faults: Faults) -> None:
    place = child(part.location, name)
    use = ExpressionUse("path", "", visit.name, _field(part, name), place)
    if name in _TEMPLATES:
        check_template(value, use, visit.check_expression, faults)
    elif name == "Result":
        check_result(value, place, faults)
    elif name in ("And", "Or", "Not"):
        _check_nested(name, value, part, visit, faults)
    elif isinstance(value, str):
        _check_text(name, value, use, visit, faults)


def _check_nested(name: str, value: Json, part: Part, visit: Visit, faults: Faults) -> None:
    rules = {"": value} if name == "Not" else {f"[{index}]": each for index, each in enumerate(value)}
    for place, rule in rules.items():
        inside = Part(part.role, f"{_field(part, name)}{place}", f"{child(part.location, name)}{place}", dict(rule))
        for inner, each in inside.fields.items():
            _check_jsonpath(inner, each, inside, visit, faults)


def _check_text(name: str, value: str, use: ExpressionUse, visit: Visit, faults: Faults) -> None:
    kind, fault = "path", None
    if name in _REFERENCES:
        kind, fault = "reference path", _reference_fault(name, value)
    elif name in OPERATORS and name.endswith("Path"):
        kind, fault = "path", None if is_path(value) else reference_fault(value)
    elif name == "Variable":
        fault = None if is_path(value) else reference_fault(value)
    elif name in _PATHS:
        fault = None if is_path(value) else "Value must be a valid JSONPath."
    elif name in _DYNAMIC:
        kind = "dynamic"
        wrong = f"The value for the field '{name}' must be a valid JSONPath or a valid intrinsic function call"
        fault = None if looks_dynamic(value) else wrong
    else:
        if name in OPERATORS and is_path(value):
            faults.warn("NO_PATH", use.location, f"The value looks like a path, but {name} does not end with 'Path'")
        return
    if fault is not None:
        faults.schema(use.location, fault, code="SL404")
    elif visit.check_expression is not None:
        checked = ExpressionUse(kind, value, use.state, use.field, use.location)  # type: ignore[arg-type]
        faults.extend(visit.check_expression(checked))


def _reference_fault(name: str, value: str) -> str | None:
    if name == "ResultPath" and value.startswith("$") and value[1:2] not in ("", ".", "["):
        return "Value is not a Reference Path"
    if name in _NO_CONTEXT and value.startswith("$$"):
        return "Value is not a Reference Path"
    return reference_fault(value)
