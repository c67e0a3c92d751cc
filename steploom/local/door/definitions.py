"""Definitions: what AWS refuses, and which states read which variables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from steploom.asl import State, load, walk
from steploom.asl.checks import ExpressionUse, check, validate
from steploom.asl.text import is_json, syntax_fault
from steploom.diagnostics import Diagnostic, Severity
from steploom.errors import ExpressionError
from steploom.expr.intrinsics import compile_intrinsic
from steploom.expr.jsonata import compile_expression
from steploom.expr.jsonpath import compile_path
from steploom.local.door.faults import ServiceFault
from steploom.local.door.records import MachineType

__all__ = [
    "check_definition",
    "check_expression",
    "diagnose",
    "invalid_definition",
    "uses_variables",
    "variable_references",
]

#: A variable in a path or an intrinsic call: `$name`, neither `$.field` nor `$$.context`.
_VARIABLE = re.compile(r"(?<![\w$])\$([^\W\d]\w*)")
#: What `$states` offers in some fields only (section 2.6 of the reference); AWS refuses to read it elsewhere.
_SOMETIMES = frozenset({"errorOutput", "result"})
_QUOTED = re.compile(r"'(?:\\.|[^'\\])*'")


@lru_cache(maxsize=256)
def diagnose(definition: str, kind: MachineType) -> tuple[Diagnostic, ...]:
    """Return what AWS finds in a definition, errors and warnings.

    Args:
        definition: Its text; the API takes JSON only.
        kind: Standard or Express.
    """
    found = check(definition, express=kind == "EXPRESS", check_expression=check_expression)
    if not is_json(definition) and not any(each.severity is Severity.ERROR for each in found):
        # The toolkit reads YAML as well; the API does not.
        try:
            json.loads(definition)
        except json.JSONDecodeError as error:
            return (syntax_fault(error, definition, None),)
    return found


def check_definition(definition: str, kind: MachineType) -> None:
    """Refuse a definition with errors.

    Raises:
        ServiceFault: `InvalidDefinition`, all errors in one text.
    """
    errors = [each for each in diagnose(definition, kind) if each.severity is Severity.ERROR]
    if errors:
        raise invalid_definition(errors)


def invalid_definition(errors: Iterable[Diagnostic]) -> ServiceFault:
    """Return the error for a definition with these errors, all of them in one text."""
    told = ", ".join(_told(each) for each in errors)
    return ServiceFault("InvalidDefinition", f"Invalid State Machine Definition: '{told}'")


def check_expression(use: ExpressionUse) -> Iterator[Diagnostic]:
    """Say what is wrong with one expression of a definition."""
    try:
        _compile(use)
    except ExpressionError as error:
        name = use.field.rpartition("/")[2]
        if use.kind == "jsonata":
            message = f"The JSONata expression '{use.text}' cannot be parsed: {error.message}"
        elif use.kind in ("template", "dynamic"):
            message = f"The value for the field '{name}' must be a valid JSONPath or a valid intrinsic function call"
        else:
            message = (
                "Value is not a Reference Path" if use.kind == "reference path" else "Value must be a valid JSONPath."
            )
        yield use.fault("SCHEMA_VALIDATION_FAILED", message)
    else:
        if use.kind == "jsonata":
            for member in sorted(compile_expression(use.text).state_members & _SOMETIMES - use.members):
                message = f"The JSONata expression '{use.text}' reads $states.{member}, which is not available here"
                yield use.fault("SCHEMA_VALIDATION_FAILED", message)


@lru_cache(maxsize=256)
def variable_references(definition: str, kind: MachineType) -> dict[str, list[str]]:
    """Return the variables that each state of a valid definition reads, by name; states that read none are left out.

    Example:
        >>> text = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "InputPath": "$total", "End": true}}}'
        >>> variable_references(text, "STANDARD")
        {'A': ['total']}
    """
    found: dict[str, set[str]] = {}

    def note(use: ExpressionUse) -> Iterable[Diagnostic]:
        if names := _variables(use):
            found.setdefault(use.state, set()).update(names)
        return ()

    validate(load(definition), express=kind == "EXPRESS", check_expression=note)
    return {state: sorted(names) for state, names in found.items()}


@lru_cache(maxsize=256)
def uses_variables(definition: str) -> bool:
    """Return whether a valid definition is in the language of November 2024: it assigns variables, or has JSONata.

    Example:
        >>> uses_variables('{"StartAt": "A", "States": {"A": {"Type": "Pass", "Assign": {"x": 1}, "End": true}}}')
        True
    """
    machine = load(definition)
    if machine.query_language == "JSONata":
        return True
    return any(state.query_language == "JSONata" or _assigns(state) for _, _, state in walk(machine))


def _assigns(state: State) -> bool:
    parts = (state, *getattr(state, "choices", ()), *(getattr(state, "catch", None) or ()))
    return any(getattr(part, "assign", None) is not None for part in parts)


def _compile(use: ExpressionUse) -> None:
    if use.kind == "jsonata":
        compile_expression(use.text)
    elif use.kind in ("template", "dynamic") and use.text.startswith("States."):
        compile_intrinsic(use.text)
    else:
        compile_path(use.text)


def _variables(use: ExpressionUse) -> set[str]:
    if use.kind == "jsonata":
        return set(compile_expression(use.text).free_variables) - {"states"}
    return set(_VARIABLE.findall(_QUOTED.sub("''", use.text)))


def _told(diagnostic: Diagnostic) -> str:
    code = diagnostic.service_code or "SCHEMA_VALIDATION_FAILED"
    if code == "INVALID_JSON_DESCRIPTION" or diagnostic.location is None:
        return f"{code}: {diagnostic.message}"
    return f"{code}: {diagnostic.message} at {diagnostic.location}"
